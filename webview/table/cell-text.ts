import type { ColumnLine } from '../../src/protocol/table';

/** How values of a column are drawn, by the type numpy would give them. */

export type Alignment = 'number' | 'logical' | 'text';

const REAL = /^(u?int|float)\d*$/;

/** Whether its elements are real numbers, so that an array of them can be drawn. */
export function isReal({ type }: ColumnLine): boolean {
  return REAL.test(type);
}

/** Whether a cell holds more than one element. */
export function isArray({ shape, variable }: ColumnLine): boolean {
  return variable || shape.length > 0;
}

export function alignment(column: ColumnLine): Alignment {
  if (isArray(column)) {
    return 'text';
  }
  if (column.type === 'bool' || column.type === 'bit') {
    return 'logical';
  }
  return isReal(column) || column.type.startsWith('complex') ? 'number' : 'text';
}

/** How the array in a cell is looked at; undefined where there is none to look at. */
export function opensAs(column: ColumnLine): 'picture' | 'line' | undefined {
  if (column.problem !== undefined || !isReal(column) || !isArray(column)) {
    return undefined;
  }
  return column.shape.filter((length) => length > 1).length > 1 ? 'picture' : 'line';
}

/** `float32`, `int16[3, 5]`, `float64[…]`. */
export function typeText({ type, shape, variable }: ColumnLine): string {
  return variable ? `${type}[…]` : shape.length > 0 ? `${type}[${shape.join(', ')}]` : type;
}

/** Everything that is known of a column, a line each. */
export function columnTitle(column: ColumnLine): string {
  const { name, description, unit, format, nullRule, problem } = column;
  return [
    name,
    description,
    problem === undefined ? undefined : `Cannot be read: ${problem}`,
    unit === undefined ? undefined : `Unit: ${unit}`,
    `Type: ${typeText(column)} (${format})`,
    nullRule === undefined ? undefined : `Missing: ${nullRule}`,
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** What stands for a missing value. */
export const MISSING = '–';
