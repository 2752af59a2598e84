import { commentaryCards, newCard } from '../cutout/write-card';
import { SkybucketError } from '../errors';
import { RECORD_LENGTH, type Card } from './card';
import { padded } from './data-size';
import { fieldCards, type WrittenField } from './write-table-fields';

/** NAXIS1 of readers that count in 32 bits. */
const WIDEST_ROW = 2 ** 31 - 1;

export function rowLength(fields: readonly WrittenField[]): number {
  return fields.reduce((sum, { width }) => sum + width, 0);
}

export function heapLength(fields: readonly WrittenField[]): number {
  return fields.reduce((sum, { heapBytes }) => sum + heapBytes, 0);
}

/**
 * The headers of a file with nothing but a binary table: the primary one, and that of the table.
 *
 * @throws SkybucketError `too-large` for rows that are too wide.
 */
export function tableHeader(
  fields: readonly WrittenField[],
  rows: number,
  comments: readonly string[],
): Uint8Array {
  const width = rowLength(fields);
  if (width > WIDEST_ROW) {
    throw new SkybucketError('too-large', `Rows of ${width} bytes are too wide for FITS.`, {
      hint: 'Choose fewer columns, or export as Parquet.',
    });
  }
  const described = fields.flatMap((field, i) => fieldCards(field, i + 1));
  const isLong = described.some(({ raw }) => raw.length > RECORD_LENGTH);
  const primary = [
    newCard('SIMPLE', true, 'conforms to FITS standard'),
    newCard('BITPIX', 8),
    newCard('NAXIS', 0),
    newCard('EXTEND', true),
  ];
  const table = [
    newCard('XTENSION', 'BINTABLE', 'binary table extension'),
    newCard('BITPIX', 8),
    newCard('NAXIS', 2),
    newCard('NAXIS1', width, 'length of a row in bytes'),
    newCard('NAXIS2', rows, 'number of rows'),
    newCard('PCOUNT', heapLength(fields), 'length of the heap in bytes'),
    newCard('GCOUNT', 1),
    newCard('TFIELDS', fields.length, 'number of columns'),
    ...(isLong ? [newCard('LONGSTRN', 'OGIP 1.0', 'long strings are continued')] : []),
    ...described,
    ...comments.flatMap((text) => commentaryCards('COMMENT', text)),
  ];
  const bytes = [primary, table].map(headerBytes);
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  all.set(bytes[0] as Uint8Array);
  all.set(bytes[1] as Uint8Array, (bytes[0] as Uint8Array).length);
  return all;
}

/** The records and END, filled up with blanks. */
function headerBytes(cards: readonly Card[]): Uint8Array {
  const text = `${cards.map(({ raw }) => raw).join('')}END`;
  return new TextEncoder().encode(text.padEnd(padded(text.length)));
}
