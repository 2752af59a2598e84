import { SkybucketError } from '../../errors';
import { columnNamed, type MastColumn } from './columns';

/** What is asked of one column. */
export type MastCriterion =
  | {
      readonly column: string;
      /** Any of them; one may have wildcards (`*` or `%`). */
      readonly values: readonly (string | number | boolean)[];
    }
  | {
      readonly column: string;
      /** Least and greatest value, both included; undefined for an open end. */
      readonly range: readonly [number | undefined, number | undefined];
    };

export type MastCriteria = readonly MastCriterion[];

/** A filter as the Mashup service takes it. */
export interface MastFilter {
  readonly paramName: string;
  readonly separator?: string;
  readonly values: readonly (string | { readonly min: number; readonly max: number })[];
  readonly freeText?: string;
}

/** Stands for an open end: beyond any time, wavelength, angle or count there is. */
export const OPEN_END = 1e12;

/**
 * The filters of a search, as astroquery builds them: all of them hold, of one column any of the values. Of
 * a column of numbers with a fraction a range is asked for; of any other, whole numbers too, values as text.
 *
 * @throws SkybucketError `not-found` for an unknown column, with the nearest name; `format` for values that
 *   do not suit the column; `unsupported` for more than one value with wildcards.
 */
export function buildFilters(
  criteria: MastCriteria,
  columns: readonly MastColumn[],
): readonly MastFilter[] {
  return criteria.map((criterion) => {
    const column = columnNamed(columns, criterion.column);
    return column.asked === 'range'
      ? rangeFilter(criterion, column)
      : valuesFilter(criterion, column);
  });
}

function rangeFilter(criterion: MastCriterion, column: MastColumn): MastFilter {
  const [min = -OPEN_END, max = OPEN_END] = rangeOf(criterion);
  if (Number.isNaN(min) || Number.isNaN(max) || min > max) {
    throw new SkybucketError('format', `“${column.label}” takes a least and a greatest number.`, {
      hint: `Give it as two numbers${column.unit === undefined ? '' : ` in ${column.unit}`}, the smaller one first.`,
    });
  }
  return { ...named(criterion, column), values: [{ min: finite(min), max: finite(max) }] };
}

/** The range of a criterion; of two numbers given as values, those. NaN for what is none. */
export function rangeOf(
  criterion: MastCriterion,
): readonly [number | undefined, number | undefined] {
  if ('range' in criterion) {
    return criterion.range;
  }
  const [min, max] = criterion.values;
  const two = criterion.values.length === 2 && typeof min === 'number' && typeof max === 'number';
  return two ? [min, max] : [NaN, NaN];
}

/** JSON has no infinity. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Math.sign(value) * OPEN_END;
}

function valuesFilter(criterion: MastCriterion, column: MastColumn): MastFilter {
  if ('range' in criterion) {
    throw new SkybucketError('format', `“${column.label}” takes values, not a range.`, {
      hint: 'Give one or more values.',
    });
  }
  const texts = criterion.values.map(valueText);
  const wild = texts.filter(isWild);
  if (texts.length === 0) {
    throw new SkybucketError('format', `Nothing is asked of “${column.label}”.`, {
      hint: 'Give it a value, or leave it out.',
    });
  }
  if (wild.length > 1) {
    throw new SkybucketError(
      'unsupported',
      `Only one value of “${column.label}” may have a wildcard; there are ${wild.length}.`,
      { hint: 'Write the others out, or search for them one after the other.' },
    );
  }
  const [pattern] = wild;
  return {
    ...named(criterion, column),
    values: texts.filter((text) => !isWild(text)),
    ...(pattern === undefined ? {} : { freeText: pattern.replaceAll('*', '%') }),
  };
}

/** Python's text of a value, which is what MAST is used to. */
export function valueText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

export function isWild(text: string): boolean {
  return /[*%]/.test(text);
}

/** The name as it was typed, as astroquery sends it. */
function named(
  { column: typed }: MastCriterion,
  { separator }: MastColumn,
): Pick<MastFilter, 'paramName' | 'separator'> {
  return separator === undefined ? { paramName: typed } : { paramName: typed, separator };
}
