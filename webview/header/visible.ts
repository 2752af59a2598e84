/** A piece of a text of a card: characters as they are, or one byte that is none of printable ASCII. */
export interface VisiblePiece {
  readonly text: string;
  /** What is told of the byte; undefined for plain characters. */
  readonly byte: string | undefined;
}

const PLAIN = /^[\x20-\x7e]*$/;
const BYTES = /([^\x20-\x7e])/;

/**
 * The text of a card, with what a header may not hold (FITS 4.0, section 3.2: bytes 32 to 126 only) made
 * visible: tabs and other controls would vanish, and of the upper half nobody knows what it stands for.
 */
export function visiblePieces(text: string): VisiblePiece[] {
  if (PLAIN.test(text)) {
    return [{ text, byte: undefined }];
  }
  return text
    .split(BYTES)
    .filter((part) => part !== '')
    .map((part) => (PLAIN.test(part) ? { text: part, byte: undefined } : byteOf(part)));
}

/** The same as one text. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join('');
}

export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** `\xE9`, and what it is in latin-1 where that can be seen. */
function byteOf(character: string): VisiblePiece {
  const code = character.charCodeAt(0);
  const text = `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  const glyph = code > 0xa0 ? `; “${character}” in latin-1` : '';
  return { text, byte: `The byte ${code}, which is no ASCII text${glyph}` };
}
