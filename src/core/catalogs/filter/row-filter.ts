import { checkCondition, type ColumnUse } from '../../table/expression/check';
import { compile, type Batch, type ColumnPart } from '../../table/expression/evaluate';
import type { ExpressionColumn } from '../../table/expression/names';
import { ExpressionError } from '../../table/expression/problem';
import { parse } from '../../table/expression/parse';
import type { Syntax } from '../../table/expression/syntax';
import type { Typed } from '../../table/expression/typed';
import { BATCH } from '../../table/expression/vector';
import { isPythonFilters, parsePythonFilters } from './python-filters';

/**
 * A filter on the rows of a catalogue: an expression as in any table here, or filters as pyarrow takes them.
 *
 * What is missing follows SQL: a comparison with a missing value is neither true nor false, such a row is
 * left out, and so it is by `not`. (DuckDB and pyarrow do the same; only pyarrow's `not in` keeps such rows, and
 * so do filters that are written its way.) NaN follows IEEE 754, as in pyarrow and numpy: it is unequal to
 * everything, itself too, and neither less nor greater. DuckDB takes it for the largest of all numbers.
 */
export interface RowFilter {
  readonly text: string;
  readonly typed: Typed;
  /** The columns it needs, in the order in which {@link matching} wants them. */
  readonly uses: readonly ColumnUse[];
}

/** A filter as it was written; positions in it are those of the text. */
export function parseFilter(text: string): Syntax {
  return isPythonFilters(text) ? parsePythonFilters(text) : parse(text);
}

/** @throws ExpressionError that says what makes no sense, and where. */
export function readFilter(text: string, columns: readonly ExpressionColumn[]): RowFilter {
  const syntax = parseFilter(text);
  const { typed, uses, usesRow } = checkCondition(syntax, columns);
  if (usesRow) {
    throw new ExpressionError(
      'The rows of a catalogue have no numbers.',
      syntax,
      'Leave out “row”.',
    );
  }
  return { text, typed, uses };
}

/**
 * Makes a function that tells which of `rows` rows fulfil the filter: their positions, in their order. The
 * columns are those of `uses`.
 */
export function matching(
  filter: RowFilter,
): (columns: readonly ColumnPart[], rows: number) => Uint32Array {
  const test = compile(filter.typed);
  return (columns, rows) => {
    const found = new Uint32Array(rows);
    let count = 0;
    for (let from = 0; from < rows; from += BATCH) {
      const batch: Batch = {
        firstRow: from,
        rows: Math.min(BATCH, rows - from),
        columns: columns.map((column) => ({ ...column, start: column.start + from })),
      };
      const { values, missing } = test(batch);
      for (let i = 0; i < batch.rows; i++) {
        if (values[i] === 1 && missing?.[i] !== 1) {
          found[count++] = from + i;
        }
      }
    }
    return found.slice(0, count);
  };
}
