import type { Field } from './field';
import type { RowRun } from '../../row-runs';

/** Bad cells that are told of one by one. */
const MOST_TOLD = 100;

/** The cells that turned out unreadable, each told of once, and not more than a hundred of them. */
export class BadCells {
  readonly told: string[] = [];
  private readonly seen = new Set<string>();

  /**
   * @param runs the rows of the slice that is read
   * @param at row of the slice
   */
  tell(runs: readonly RowRun[], at: number, { column }: Field, why: string): void {
    if (this.told.length >= MOST_TOLD) {
      return;
    }
    const row = rowOf(runs, at);
    const cell = `${row} ${column.index}`;
    if (!this.seen.has(cell)) {
      this.seen.add(cell);
      const name = column.name === '' ? String(column.index + 1) : `"${column.name}"`;
      this.told.push(`Row ${row + 1} of column ${name} cannot be read: ${why}`);
    }
  }
}

/** Position in the table of a row of the slice. */
function rowOf(runs: readonly RowRun[], at: number): number {
  const run = runs.find((candidate) => at < candidate.at + candidate.rows);
  return (run?.row ?? 0) + at - (run?.at ?? 0);
}
