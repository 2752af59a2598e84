import { rangesAt, rangesCount, type PixelRanges } from '../../healpix/pixel-ranges';
import type { SqlColumn } from './column';
import { columnSql } from './column';
import { joined, piece, type Piece } from './piece';
import { integerLiteral } from './words';

/** A column with the nested HEALPix pixel of each row. */
export interface PixelColumn {
  readonly name: string;
  readonly sql: string;
  readonly order: number;
  /** Its values are in the names of folders, so that other folders are never opened. */
  readonly inFolders: boolean;
}

const NAMES = [/^healpix_k(\d{1,2})$/i, /^_healpix_(\d{1,2})$/i];

/** The columns that IRSA (`healpix_k5`) and HATS (`_healpix_29`) name so. */
export function pixelColumns(
  columns: readonly (SqlColumn & { readonly inFolders: boolean })[],
): PixelColumn[] {
  return columns.flatMap((column) => {
    const order = NAMES.map((name) => Number(name.exec(column.name)?.[1] ?? -1)).find(
      (one) => one >= 0,
    );
    const sane = order !== undefined && order <= 29 && /int/.test(column.type) && !column.list;
    return sane
      ? [{ name: column.name, sql: columnSql(column), order, inFolders: column.inFolders }]
      : [];
  });
}

/** A run of so many pixels is written as a range. */
const FEW = 4;

/** True for rows in some pixels; those of the column are at least as small. */
export function pixelCondition(
  { sql, order }: Pick<PixelColumn, 'sql' | 'order'>,
  ranges: PixelRanges,
): Piece {
  const { bounds } = ranges;
  const scale = 4n ** BigInt(order - ranges.order);
  const single: string[] = [];
  const runs: Piece[] = [];
  for (let k = 0; k < bounds.length; k += 2) {
    const first = BigInt(bounds[k] as number) * scale;
    const end = BigInt(bounds[k + 1] as number) * scale;
    if (end - first < FEW) {
      for (let pixel = first; pixel < end; pixel++) {
        single.push(integerLiteral(pixel));
      }
    } else {
      runs.push(
        piece(`${sql} BETWEEN ${integerLiteral(first)} AND ${integerLiteral(end - 1n)}`, 'compare'),
      );
    }
  }
  const [only] = single;
  const listed =
    only === undefined
      ? []
      : [
          piece(
            single.length === 1 ? `${sql} = ${only}` : `${sql} IN (${single.join(', ')})`,
            'compare',
          ),
        ];
  const all = [...listed, ...runs];
  return all.length === 0 ? piece('FALSE') : joined(all, 'or');
}

/** Pruning wants few words; the region's own condition is exact. */
const MOST_WORDS = 200;

/**
 * Conditions that leave out folders and row groups: no pixel that a region touches is missing in them.
 *
 * @param cover the pixels of an order up to 24 that the region touches
 */
export function pruningSql(
  columns: readonly PixelColumn[],
  cover: (order: number) => PixelRanges,
): Piece[] {
  return columns.map((column) => {
    let order = Math.min(column.order, column.inFolders ? 10 : 8);
    let ranges = cover(order);
    while (order > 0 && words(ranges) > MOST_WORDS) {
      order -= 1;
      ranges = rangesAt(ranges, order);
    }
    return pixelCondition(column, ranges);
  });
}

function words(ranges: PixelRanges): number {
  return Math.min(ranges.bounds.length / 2, rangesCount(ranges));
}
