import { checkNumber, type ColumnUse } from '../table/expression/check';
import { compileNumber, type Batch } from '../table/expression/evaluate';
import { parse } from '../table/expression/parse';
import { ExpressionError } from '../table/expression/problem';
import { BATCH, type Vector } from '../table/expression/vector';
import { filterColumns } from '../table/filter-columns';
import type { ColumnStore } from '../table/column-store';
import { pieces } from '../table/pieces';
import type { Column } from '../table/table';
import { Turns } from '../table/turns';

/** What runs along an axis of a plot: a number in each row. */
export interface PlotAxis {
  readonly uses: readonly ColumnUse[];
  readonly of: (batch: Batch) => Vector<Float64Array>;
  /** The unit where it is one column and nothing else; empty where nobody says. */
  readonly unit: string;
}

/**
 * Reads an expression such as `w1mpro - w2mpro`.
 *
 * @throws ExpressionError that says what makes no sense, and where.
 */
export function compileAxis(text: string, columns: readonly Column[]): PlotAxis {
  if (text.trim() === '') {
    const place = { from: 0, to: text.length };
    throw new ExpressionError('Nothing is to be plotted.', place, 'Write the name of a column.');
  }
  const { typed, uses } = checkNumber(parse(text), filterColumns(columns));
  const bare = typed.kind === 'as number' ? typed.operand : typed;
  const only = bare.kind === 'column' ? columns[uses[bare.use]?.column ?? -1] : undefined;
  return { uses, of: compileNumber(typed), unit: only?.unit ?? '' };
}

export interface AxisOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of the rows that have been read. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * The value of each row that is there, in the order of the table; NaN where it is missing. `row` counts from 0.
 *
 * @throws SkybucketError `too-large` for more rows than memory has room for, `cancelled`, or what reading throws.
 */
export async function axisValues(
  store: ColumnStore,
  axis: PlotAxis,
  options: AxisOptions = {},
): Promise<Float64Array> {
  const rows = store.table.rowsPresent;
  const all = new Float64Array(rows);
  const turns = new Turns(options.signal);
  const keys = axis.uses.map(({ column, element }) => ({ column, element }));
  for await (const piece of pieces(store, keys, options.signal)) {
    for (let done = 0; done < piece.rows; done += BATCH) {
      const some = Math.min(BATCH, piece.rows - done);
      const firstRow = piece.from + done;
      const columns = piece.columns.map((column) => ({ ...column, start: column.start + done }));
      const { values, missing } = axis.of({ firstRow, rows: some, columns });
      all.set(values.subarray(0, some), firstRow);
      for (let i = 0; missing !== undefined && i < some; i++) {
        if (missing[i] === 1) {
          all[firstRow + i] = NaN;
        }
      }
      if (turns.over) {
        options.onProgress?.(firstRow / rows);
        await turns.next();
      }
    }
  }
  return all;
}
