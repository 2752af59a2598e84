import type { StoredColumn } from '../table/column-builder';
import type { CellColumn } from './cell-column';
import type { RowBudget } from './row-budget';
import { addEncodedCell, addTextCell } from './text-cells';

/** The rows of a table while they are read. */
export class TableRows {
  rows = 0;
  /** The cell that comes next. */
  private next = 0;
  private short: { count: number; row: number } | undefined;
  private long: { count: number; row: number } | undefined;

  constructor(
    readonly cells: readonly CellColumn[],
    private readonly budget: RowBudget,
  ) {}

  /** @throws EnoughRows where no more are wanted. */
  beginRow(): void {
    this.budget.take(this.cells);
    this.next = 0;
  }

  /** A cell of TABLEDATA. @param encoding of its text, where it is encoded. */
  addText(text: string, encoding?: string): void {
    const cells = this.cells[this.next++];
    if (cells === undefined) {
      return;
    }
    if (encoding === undefined) {
      addTextCell(cells, text);
    } else {
      addEncodedCell(cells, encoding, text);
    }
  }

  /** Cells that have not come are missing. */
  endRow(): void {
    const { cells, next } = this;
    if (next !== cells.length) {
      const fault =
        next < cells.length ? (this.short ??= this.fault()) : (this.long ??= this.fault());
      fault.count += 1;
      for (let i = next; i < cells.length; i++) {
        (cells[i] as CellColumn).column.addAbsent();
      }
    }
    this.rows += 1;
  }

  /** All cells have been added to their columns. */
  endWholeRow(): void {
    this.rows += 1;
  }

  /** One sentence each. */
  get warnings(): string[] {
    const said = (fault: { count: number; row: number } | undefined, what: string): string[] => {
      const more =
        fault === undefined || fault.count === 1
          ? ''
          : `, and ${(fault.count - 1).toLocaleString('en-US')} more`;
      return fault === undefined ? [] : [`Row ${fault.row + 1}${more} ${what}.`];
    };
    return [
      ...said(this.short, 'has fewer cells than the table has fields; the rest are missing'),
      ...said(this.long, 'has more cells than the table has fields; the rest are left out'),
      ...this.cells.flatMap(({ warnings }) => warnings),
    ];
  }

  finish(): StoredColumn[] {
    const bytes = this.cells.reduce((sum, { column }) => sum + column.bytes, 0);
    this.budget.settle(bytes);
    return this.cells.map(({ column }) => column.finish(this.rows));
  }

  private fault(): { count: number; row: number } {
    return { count: 0, row: this.rows };
  }
}
