import { RECORD_LENGTH } from '../../src/core/fits/card';
import { cardsOf, Header } from '../../src/core/fits/header';
import { compareCards } from './cards';
import type { Comparison } from './comparison';
import { compareFitsWcs } from './fits-wcs';
import { listAt, objectAt, type JsonObject } from './json';

/** Compares the cards of a header that was saved as text, with or without line ends. */
export async function compareHeaderText(
  comparison: Comparison,
  bytes: Uint8Array,
  truth: JsonObject,
): Promise<void> {
  const text = new TextDecoder('latin1').decode(bytes);
  const lines =
    truth['separator'] === 'newline'
      ? text.split('\n')
      : (text.match(new RegExp(`[^]{1,${RECORD_LENGTH}}`, 'g')) ?? []);
  const end = lines.findIndex((line) => line.trimEnd() === 'END');
  const written = (end < 0 ? lines : lines.slice(0, end)).filter((line) => line !== '');
  const records = written.map((line) => line.padEnd(RECORD_LENGTH));
  const cards = cardsOf(records);
  compareCards(comparison, 'cards', cards, listAt(truth, 'cards'));
  const wcs = objectAt(truth, 'wcs');
  if (wcs) {
    await compareFitsWcs(comparison, 'wcs', new Header(cards), wcs, async () => new Map());
  }
}
