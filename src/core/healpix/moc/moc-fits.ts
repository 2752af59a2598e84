import type { Inflate } from '../../bytes/inflate';
import type { ByteReader } from '../../bytes/reader';
import { SkybucketError } from '../../errors';
import type { Hdu } from '../../fits/hdu';
import { openTable } from '../../fits/tables/open-table';
import type { TableOptions } from '../../table/table';
import { pixelOfUnique } from '../unique';
import { type Moc, type MocCells, mocOfBounds, mocOfCells, MOST_CELLS } from './moc';

/**
 * Reads the coverage map in a table of a FITS file: one column, of NUNIQ numbers (MOC 1.1) or of ranges of pixels of
 * order 29 (MOC 2.0).
 *
 * @throws SkybucketError `format` of a table that is none, `unsupported` of maps of time, `too-large`.
 */
export async function readMoc(
  reader: ByteReader,
  hdu: Hdu,
  inflate: Inflate,
  options: TableOptions = {},
): Promise<Moc> {
  const { header } = hdu;
  const table = openTable(reader, hdu, inflate);
  const ordering = header.text('ORDERING')?.toUpperCase();
  const dimension = header.text('MOCDIM')?.toUpperCase() ?? 'SPACE';
  if (dimension !== 'SPACE') {
    throw new SkybucketError('unsupported', `The coverage map is one of ${dimension}.`, {
      hint: 'Give one of the sky alone.',
    });
  }
  const system = header.text('COORDSYS') ?? 'C';
  if (system !== 'C') {
    throw new SkybucketError(
      'unsupported',
      `The coverage map has COORDSYS ${system}; MOCs have C.`,
    );
  }
  if ((ordering !== 'NUNIQ' && ordering !== 'RANGE') || table.columns.length === 0) {
    throw new SkybucketError('format', `HDU ${hdu.index} holds no coverage map (MOC).`);
  }
  if (table.rows > MOST_CELLS) {
    throw new SkybucketError(
      'too-large',
      `The coverage map has ${table.rows.toLocaleString('en-US')} cells, more than ${MOST_CELLS.toLocaleString('en-US')}.`,
      { hint: 'Write it at a lower order.' },
    );
  }
  const values: bigint[] = [];
  for await (const slice of table.scan([0], options)) {
    for (const value of slice.columns[0]?.values ?? []) {
      values.push(wholeOf(value));
    }
  }
  const order = header.integer('MOCORD_S') ?? header.integer('MOCORDER') ?? 0;
  return ordering === 'NUNIQ'
    ? mocOfCells(values.map(cellOf), order)
    : mocOfBounds(order, BigInt64Array.from(checked(values)));
}

function wholeOf(value: number | bigint | string): bigint {
  if (typeof value === 'string' || (typeof value === 'number' && !Number.isSafeInteger(value))) {
    throw new SkybucketError('format', 'The column of the coverage map holds no whole numbers.');
  }
  return BigInt(value);
}

function cellOf(unique: bigint): MocCells {
  const { order, pixel } = pixelOfUnique(unique);
  return { order, first: pixel, last: pixel };
}

function checked(bounds: readonly bigint[]): readonly bigint[] {
  const end = 12n << 58n;
  const isGood =
    bounds.length % 2 === 0 &&
    bounds.every((bound, k) => {
      const least = k % 2 === 0 ? 0n : (bounds[k - 1] as bigint) + 1n;
      return bound >= least && bound <= end;
    });
  if (!isGood) {
    throw new SkybucketError('format', 'The coverage map has a range that ends before it begins.');
  }
  return bounds;
}
