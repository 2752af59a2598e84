import type { Card } from '../card';
import { Header } from '../header';

/** Keywords of the compressed table and what they are called in the table it holds (FITS 4.0, section 10.3). */
const CARRIED = new Map([
  ['NAXIS1', 'ZNAXIS1'],
  ['NAXIS2', 'ZNAXIS2'],
  ['PCOUNT', 'ZPCOUNT'],
  ['THEAP', 'ZTHEAP'],
  ['CHECKSUM', 'ZHECKSUM'],
  ['DATASUM', 'ZDATASUM'],
]);
const REQUIRED = ['ZNAXIS1', 'ZNAXIS2', 'ZTILELEN'];
const FORM = /^TFORM([1-9]\d{0,2})$/;
/** Keywords that only the compressed table has. */
const PACKING = /^(?:ZTABLE|ZTILELEN|Z(?:FORM|CTYP)[1-9]\d{0,2})$/;

/** True where the header of a binary table says that it holds a compressed one. */
export function holdsPackedTable(header: Header): boolean {
  return header.isTrue('ZTABLE');
}

/**
 * The header of the table that a compressed table holds: its own cards in their order, with the sizes,
 * formats and checksums that were put aside back in place.
 *
 * @throws SkybucketError `format` if ZNAXIS1, ZNAXIS2 or ZTILELEN is missing or no integer.
 */
export function tableHeaderOf(stored: Header): Header {
  REQUIRED.forEach((keyword) => stored.requiredInteger(keyword));
  const carried = new Set(CARRIED.values());
  const cards: Card[] = [];
  for (const card of stored.cards) {
    const { keyword } = card;
    const aside = asideOf(keyword);
    const original = aside === undefined ? undefined : stored.get(aside);
    if (aside !== undefined && original !== undefined) {
      cards.push(renamed(original, keyword));
    } else if (keyword === 'PCOUNT') {
      cards.push({ ...card, value: 0, text: '0', raw: `PCOUNT  = ${'0'.padStart(20)}`.padEnd(80) });
    } else if (carried.has(keyword)) {
      const name = keyword === 'ZHECKSUM' ? 'CHECKSUM' : keyword.slice(1);
      // Already in place where the compressed table has one of its own.
      if (!stored.has(name)) {
        cards.push(renamed(card, name));
      }
    } else if (!CARRIED.has(keyword) && !PACKING.test(keyword)) {
      cards.push(card);
    }
  }
  return new Header(cards);
}

/** The keyword that a card of the compressed table stands in the place of. */
function asideOf(keyword: string): string | undefined {
  const form = FORM.exec(keyword);
  return form ? `ZFORM${form[1]}` : CARRIED.get(keyword);
}

function renamed(card: Card, keyword: string): Card {
  return { ...card, keyword, raw: keyword.padEnd(8) + card.raw.slice(8) };
}
