import { partReader } from '../core/bytes/part-reader';
import { MemorySource } from '../core/bytes/memory-source';
import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions } from '../core/bytes/source';
import { SpanReader } from '../core/bytes/span-reader';
import { SkybucketError } from '../core/errors';
import type { Hdu } from '../core/fits/hdu';
import { openTable } from '../core/fits/tables/open-table';
import type { OpenFits } from './fits-file';
import type { WorkerTools } from './tools';

/** The longest that is read at once, where its bytes are not simply those of the row. */
const LONGEST = 256 * 2 ** 20;

/**
 * True for an HDU that holds an ASDF file, as stdatamodels writes them: a binary table called ASDF of one
 * row and one column of bytes.
 */
export function embedsAsdf(hdu: Hdu): boolean {
  return (
    hdu.type === 'BinTableHDU' &&
    hdu.name.trim().toUpperCase() === 'ASDF' &&
    hdu.header.integer('TFIELDS') === 1 &&
    hdu.axes[1] === 1
  );
}

/**
 * The bytes of the ASDF file in an HDU.
 *
 * @throws SkybucketError `unsupported` for an HDU that holds none, `too-large`, or what reading throws.
 */
export async function embeddedReader(
  { reader }: OpenFits,
  hdu: Hdu,
  { inflate }: Pick<WorkerTools, 'inflate'>,
  options: ReadOptions,
): Promise<ByteReader> {
  if (!embedsAsdf(hdu)) {
    throw new SkybucketError('unsupported', `HDU ${hdu.index} holds no tree of ASDF.`);
  }
  const label = `HDU ${hdu.index} (ASDF) of ${reader.label}`;
  const table = openTable(reader, hdu, inflate);
  const [column] = table.columns;
  if (column === undefined || column.type !== 'uint8') {
    throw new SkybucketError('format', `The column of ${label} does not hold bytes.`);
  }
  const plain = !column.variable && hdu.header === hdu.storedHeader;
  if (plain) {
    const length = Math.min(table.bytesPerRow, hdu.dataAvailable);
    return partReader(reader, { offset: hdu.dataOffset, length }, label);
  }
  const slice = await table.readRows([0], [0], { ...options, mostElements: LONGEST });
  const [cell] = slice.columns;
  if ((cell?.lengths?.[0] ?? 0) > LONGEST) {
    throw new SkybucketError('too-large', `${label} has more bytes than can be read at once.`);
  }
  const bytes = cell?.values instanceof Uint8Array ? cell.values : new Uint8Array(0);
  return new SpanReader(new MemorySource(label, bytes), { local: true });
}
