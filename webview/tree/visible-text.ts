import { element } from '../ui/dom';

/** A piece of a text of the file: characters as they are, or one that would not be seen. */
export interface VisiblePiece {
  readonly text: string;
  /** What is told of the character; undefined for plain text. */
  readonly character: string | undefined;
}

/**
 * Controls, marks that change the direction of the text around them, characters without width, halves of
 * surrogate pairs: what would not be seen, or would make other text look like what it is not.
 */
const UNSEEN =
  /([\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Surrogate}])/u;
const ONE_LINE = new Map([
  ['\n', '↵'],
  ['\t', '→'],
]);

/** A text with what cannot be seen made visible. @param lines whether line ends and tabs stay as such. */
export function visiblePieces(text: string, lines = false): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  for (const part of text.split(UNSEEN)) {
    const last = pieces.at(-1);
    if (part === '') {
      continue;
    }
    if (!UNSEEN.test(part) || (lines && ONE_LINE.has(part))) {
      if (last !== undefined && last.character === undefined) {
        pieces[pieces.length - 1] = { text: last.text + part, character: undefined };
      } else {
        pieces.push({ text: part, character: undefined });
      }
    } else {
      const code = (part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      const shown = lines ? undefined : ONE_LINE.get(part);
      pieces.push({ text: shown ?? `\\u${code}`, character: `The character U+${code}` });
    }
  }
  return pieces;
}

/** The same as one text. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join('');
}

/** The same as nodes of text, what cannot be seen marked as such. */
export function visibleNodes(text: string, lines = false): Node[] {
  return visiblePieces(text, lines).map((piece) =>
    piece.character === undefined
      ? document.createTextNode(piece.text)
      : element('span', { class: 'tree-unseen', text: piece.text, title: piece.character }),
  );
}
