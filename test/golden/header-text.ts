import { RECORD_LENGTH } from '../../src/core/fits/card';
import { cardsOf } from '../../src/core/fits/header';
import { compareCards } from './cards';
import type { Comparison } from './comparison';
import { listAt, type JsonObject } from './json';

/** Compares the cards of a header that was saved as text, with or without line ends. */
export function compareHeaderText(
  comparison: Comparison,
  bytes: Uint8Array,
  truth: JsonObject,
): void {
  const text = new TextDecoder('latin1').decode(bytes);
  const lines =
    truth['separator'] === 'newline'
      ? text.split('\n')
      : (text.match(new RegExp(`[^]{1,${RECORD_LENGTH}}`, 'g')) ?? []);
  const end = lines.findIndex((line) => line.trimEnd() === 'END');
  const written = (end < 0 ? lines : lines.slice(0, end)).filter((line) => line !== '');
  const records = written.map((line) => line.padEnd(RECORD_LENGTH));
  compareCards(comparison, 'cards', cardsOf(records), listAt(truth, 'cards'));
  if (truth['wcs'] !== undefined) {
    comparison.notYet.add('celestial WCS');
  }
}
