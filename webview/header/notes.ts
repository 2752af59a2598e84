import type { CardLine } from '../../src/protocol/methods';
import { isPlain } from './visible';

/** Keywords that are written as often as one likes (FITS 4.0, section 4.4.2.4). */
const REPEATED = new Set(['', 'COMMENT', 'HISTORY', 'CONTINUE', 'END']);
/** Cards of the distortion conventions repeat their keyword, with another field each: `DP1 = 'AXIS.1: 2'`. */
const RECORD = /^[A-Za-z_][\w.]*: +[-+.\d]/;

/** What is to be known of some cards, one or more sentences each. */
export type CardNotes = ReadonlyMap<CardLine, string>;

/** Of the cards that are not as the standard has them, or do not count. */
export function notesOf(cards: readonly CardLine[]): CardNotes {
  const notes = new Map<CardLine, string>();
  const seen = new Set<string>();
  for (const card of cards) {
    const sentences: string[] = card.warning === undefined ? [] : [card.warning];
    const keyword = card.keyword.toUpperCase();
    if (!REPEATED.has(keyword) && hasValue(card) && !RECORD.test(card.value)) {
      if (seen.has(keyword)) {
        sentences.push(`${card.keyword} is written more than once, and the first card counts.`);
      }
      seen.add(keyword);
    }
    if (!isPlain(card.raw)) {
      sentences.push('The card holds bytes that are no ASCII text.');
    }
    if (sentences.length > 0) {
      notes.set(card, sentences.join(' '));
    }
  }
  return notes;
}

/** Cards without a value indicator are commentary, whatever their keyword (section 4.1.2.3). */
function hasValue({ raw }: CardLine): boolean {
  return raw.slice(0, 10).includes('= ') || (raw.startsWith('HIERARCH') && raw.includes('='));
}
