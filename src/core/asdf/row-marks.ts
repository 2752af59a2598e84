import type { ReadOptions } from '../bytes/source';
import { arriving } from '../fits/tables/arriving';
import type { RowRun } from '../row-runs';
import type { TableOptions } from '../table/table';
import { Turns } from '../table/turns';
import { ArrayRows, placeIn } from './array-rows';
import type { LeafReader } from './leaf-reader';
import type { OpenedArray } from './open-array';

/** Rows that are marked between two looks at the clock. */
const ROWS_PER_LOOK = 256;

/** The array that marks missing rows of a table: they are missing as a whole where it is not 0. */
export class RowMarks {
  readonly rowLength: number;
  private readonly rows: ArrayRows;

  constructor(array: OpenedArray) {
    this.rows = new ArrayRows(array);
    this.rowLength = this.rows.rowLength;
  }

  /** Reads what belongs to the rows of the runs in one plan, and marks what is missing in the readers. */
  async apply(
    runs: readonly RowRun[],
    readers: readonly LeafReader[],
    options: TableOptions,
  ): Promise<void> {
    const pieces = this.rows.pieces(runs, [[0, this.rows.step ?? this.rowLength]]);
    const ask = (_: unknown, reading: ReadOptions): Promise<Uint8Array>[] =>
      this.rows.read(pieces, reading);
    const turns = new Turns(options.signal);
    for await (const { index, value } of arriving(pieces, ask, options)) {
      const piece = pieces[index] as (typeof pieces)[number];
      const { rows, at } = piece;
      for (let row = 0; row < rows; row += 1) {
        if (isSet(value, placeIn(piece, row), this.rowLength)) {
          readers.forEach((reader) => reader.markMissing(at + row));
        }
        if (row % ROWS_PER_LOOK === 0 && turns.over) {
          await turns.next();
        }
      }
    }
  }
}

/** True where any bit of a number is set, but for the sign of a zero, which no mask has. */
function isSet(bytes: Uint8Array, at: number, size: number): boolean {
  for (let i = at; i < at + size; i += 1) {
    if (bytes[i] !== 0) {
      return true;
    }
  }
  return false;
}
