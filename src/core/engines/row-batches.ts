import type { Cell, EngineEnd, RowColumn, RowSink } from './engine';
import { cellOf } from './trino/trino-types';

/** Passes rows on to a sink, column by column, and no more of them than are wanted. */
export class RowBatches {
  private count = 0;

  constructor(
    private readonly sink: RowSink,
    private readonly columns: readonly RowColumn[],
    private readonly mostRows: number,
  ) {}

  get rows(): number {
    return this.count;
  }

  /** False where there are more rows than are wanted: the rest is not taken. */
  async add(rows: readonly (readonly unknown[])[]): Promise<boolean> {
    const room = this.mostRows - this.count;
    const taken = rows.length > room ? rows.slice(0, room) : rows;
    if (taken.length > 0) {
      const cells = this.columns.map(({ type }, k): Cell[] =>
        taken.map((row) => cellOf(row[k], type)),
      );
      await this.sink.add(cells);
      this.count += taken.length;
    }
    return taken.length === rows.length;
  }

  /** How a query ends whose rows went beyond what is wanted. */
  full(): EngineEnd {
    return {
      state: 'full',
      warnings: [
        `The answer has more than ${this.mostRows} rows; the others were not taken. The setting skybucket.engines allows more (mostRows).`,
      ],
    };
  }
}
