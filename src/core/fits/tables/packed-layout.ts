import { SkybucketError } from '../../errors';
import type { Hdu } from '../hdu';
import { packedColumns, type PackedColumn } from './packed-columns';

/** How a compressed table is cut into tiles of rows, and where the file keeps them. */
export interface PackedLayout {
  readonly columns: readonly PackedColumn[];
  /** Of the table that is held: ZNAXIS1, ZNAXIS2, ZPCOUNT. */
  readonly rowLength: number;
  readonly rows: number;
  readonly heapLength: number;
  /** Bytes between the end of its rows and its heap. */
  readonly heapGap: number;
  /** Rows of a tile; the last may have fewer. */
  readonly tileRows: number;
  /** Tiles that the file has. */
  readonly tilesPresent: number;
  /** Of the compressed table, offsets in the file: each tile is a row of descriptors. */
  readonly storedOffset: number;
  readonly storedRowLength: number;
  readonly storedHeap: number;
  /** Where its data should end, and where what the file has of them ends. */
  readonly storedEnd: number;
  readonly storedAvailable: number;
}

/**
 * @throws SkybucketError `format` for sizes that cannot be; see also `packedColumns`.
 */
export function packedLayoutOf(hdu: Hdu): PackedLayout {
  const { header, storedHeader: stored, dataOffset } = hdu;
  if (header === stored) {
    const text = `The compressed table of HDU ${hdu.index} cannot be restored.`;
    throw new SkybucketError('format', hdu.warnings.at(-1) ?? text);
  }
  const size = (value: number | undefined, keyword: string, least = 0): number => {
    if (value === undefined || value < least) {
      const text = `The compressed table of HDU ${hdu.index} has ${keyword} = ${value}.`;
      throw new SkybucketError('format', text);
    }
    return value;
  };
  const rowLength = size(header.integer('NAXIS1'), 'ZNAXIS1');
  const rows = size(header.integer('NAXIS2'), 'ZNAXIS2');
  const storedRowLength = size(stored.integer('NAXIS1'), 'NAXIS1', 1);
  const storedRows = size(stored.integer('NAXIS2'), 'NAXIS2');
  const main = rowLength * rows;
  const heap = size(header.integer('THEAP') ?? main, 'ZTHEAP');
  const storedMain = storedRowLength * storedRows;
  return {
    columns: packedColumns(stored, rowLength),
    ...{ rowLength, rows, storedRowLength },
    heapLength: size(header.integer('PCOUNT') ?? 0, 'ZPCOUNT'),
    heapGap: Math.max(0, heap - main),
    tileRows: size(stored.integer('ZTILELEN'), 'ZTILELEN', 1),
    tilesPresent: Math.min(storedRows, Math.floor(hdu.dataAvailable / storedRowLength)),
    storedOffset: dataOffset,
    storedHeap: dataOffset + size(stored.integer('THEAP') ?? storedMain, 'THEAP', storedMain),
    storedEnd: dataOffset + hdu.dataLength,
    storedAvailable: dataOffset + hdu.dataAvailable,
  };
}

/** Rows of a tile. */
export function rowsOfTile({ tileRows, rows }: PackedLayout, tile: number): number {
  return Math.min(tileRows, rows - tile * tileRows);
}
