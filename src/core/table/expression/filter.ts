import { checkCondition, type ColumnUse } from './check';
import { compile, type Batch } from './evaluate';
import type { ExpressionColumn } from './names';
import { parse } from './parse';
import type { Vector } from './vector';

/** A condition on the rows of a table that can be evaluated. */
export interface Filter {
  /** The columns it needs; a batch gives them in this order. */
  readonly uses: readonly ColumnUse[];
  /** Whether it asks for the number of the row. */
  readonly usesRow: boolean;
  /** Tells which rows fulfil it; see `compile`. */
  readonly test: (batch: Batch) => Vector<Uint8Array>;
}

/**
 * Reads a condition such as `mag between 10 and 15 and name contains "M 31"`.
 *
 * @throws ExpressionError that says what makes no sense, and where.
 */
export function compileFilter(text: string, columns: readonly ExpressionColumn[]): Filter {
  const { typed, uses, usesRow } = checkCondition(parse(text), columns);
  return { uses, usesRow, test: compile(typed) };
}
