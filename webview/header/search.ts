import type { CardLine } from '../../src/protocol/methods';

/** The cards of a header, ready for instant search. */
export class CardIndex {
  readonly #texts: readonly string[];

  constructor(cards: readonly CardLine[]) {
    // A newline between the columns, so that no word matches across two of them.
    this.#texts = cards.map(({ keyword, value, comment }) =>
      `${keyword}\n${value}\n${comment}`.toLowerCase(),
    );
  }

  /** Indices of the cards that hold every word of the query, in file order; all for no words. */
  find(query: string): number[] {
    const words = queryWords(query);
    const found: number[] = [];
    this.#texts.forEach((text, index) => {
      if (words.every((word) => text.includes(word))) {
        found.push(index);
      }
    });
    return found;
  }
}

/** The words of a query in lower case, split at blanks. */
export function queryWords(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The text cut into pieces, those that match a word marked. Joined, they are the text again. */
export function highlight(text: string, words: readonly string[]): Piece[] {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) {
    // Lower case changed the length (U+0130): positions would be off.
    return [{ text, marked: false }];
  }
  const pieces: Piece[] = [];
  let from = 0;
  while (from < text.length) {
    const next = nextMatch(lower, words, from);
    if (next === undefined) {
      break;
    }
    if (next.start > from) {
      pieces.push({ text: text.slice(from, next.start), marked: false });
    }
    pieces.push({ text: text.slice(next.start, next.end), marked: true });
    from = next.end;
  }
  if (from < text.length || pieces.length === 0) {
    pieces.push({ text: text.slice(from), marked: false });
  }
  return pieces;
}

/** The earliest match from a position on; of two that start together, the longer. */
function nextMatch(
  lower: string,
  words: readonly string[],
  from: number,
): { start: number; end: number } | undefined {
  let best: { start: number; end: number } | undefined;
  for (const word of words) {
    const start = lower.indexOf(word, from);
    const end = start + word.length;
    if (start >= 0 && (!best || start < best.start || (start === best.start && end > best.end))) {
      best = { start, end };
    }
  }
  return best;
}
