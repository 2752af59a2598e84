import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { cellsOf, type Cells } from './cells';
import { readLeaves, type GroupRows } from './chunk-reader';
import type { ParquetColumn } from './columns';
import { memoryOf } from './leaf-values';
import type { RowGroup } from './metadata';

/** Cells of a column in rows `[from, to)` of a row group. */
export interface UnpackedRows extends GroupRows {
  readonly cells: Cells;
  /** What they take in memory. */
  readonly bytes: number;
}

/**
 * The cells of some columns in at least the rows asked for: of whole chunks, or of whole pages.
 *
 * @throws SkybucketError see `readLeaves`.
 */
export async function unpackRows(
  reader: ByteReader,
  group: RowGroup,
  columns: readonly ParquetColumn[],
  rows: GroupRows,
  options: ReadOptions,
): Promise<UnpackedRows[]> {
  const leaves = columns.flatMap((column) => column.leaves);
  const read = await readLeaves(reader, group, leaves, rows, options);
  let next = 0;
  const unpacked: UnpackedRows[] = [];
  for (const column of columns) {
    const own = read.slice(next, (next += column.leaves.length));
    const from = own[0]?.from ?? rows.from;
    const to = own[0]?.to ?? rows.to;
    if (own.some((part) => part.from !== from || part.to !== to)) {
      // The pages of its leaves begin at different rows: then all of them are needed.
      return unpackRows(reader, group, columns, { from: 0, to: group.rows }, options);
    }
    const values = own.map(({ leaf }) => leaf);
    const bytes = values.reduce((sum, leaf) => sum + memoryOf(leaf), 0);
    unpacked.push({ from, to, cells: cellsOf(column, values, to - from), bytes });
  }
  return unpacked;
}
