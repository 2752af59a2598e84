import { SkybucketError } from '../../errors';
import type { JsonObject } from '../json-object';
import { textOf, type AnswerField } from './answer-table';
import { unknownColumn } from './columns';
import { isNumberField, MINIMUM_RECOMMENDED } from './products';

/** What products are chosen by. */
export interface ProductFilters {
  /** Only "Minimum Recommended Products". */
  readonly recommendedOnly?: boolean | undefined;
  /** Ends of file names, whatever their case; any of them. */
  readonly extension?: string | readonly string[] | undefined;
  /**
   * By column: any of the values, and none of those that begin with `!`. Text is compared whole, whatever its
   * case. Of numbers a value may be a range `a..b` (both included) or `>=n`, `<=n`, `>n`, `<n`.
   */
  readonly columns?: Readonly<Record<string, FilterValue | readonly FilterValue[]>> | undefined;
}

export type FilterValue = string | number;

/** Tells whether a cell is what a filter wants. */
type Test = (value: unknown) => boolean;

/**
 * The products that a filter leaves, as astroquery's `filter_products` does it.
 *
 * @throws SkybucketError `not-found` for a column the products do not have, with the nearest name; `format`
 *   for a value that is no number where numbers are compared.
 */
export function filterProducts<T extends { readonly row: JsonObject }>(
  products: readonly T[],
  fields: readonly AnswerField[],
  { recommendedOnly = false, extension, columns = {} }: ProductFilters,
  filenameColumn = 'productFilename',
): readonly T[] {
  const tests: ((row: JsonObject) => boolean)[] = [];
  if (recommendedOnly) {
    tests.push((row) => row['productGroupDescription'] === MINIMUM_RECOMMENDED);
  }
  const ends = typeof extension === 'string' ? [extension].filter(Boolean) : (extension ?? []);
  if (ends.length > 0) {
    const lower = ends.map((end) => end.toLowerCase());
    tests.push((row) => {
      const name = textOf(row[filenameColumn]).toLowerCase();
      return name !== '' && lower.some((end) => name.endsWith(end));
    });
  }
  for (const [name, wanted] of Object.entries(columns)) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) {
      throw unknownColumn(
        'The list of products',
        name,
        fields.map((one) => one.name),
      );
    }
    const test = columnTest(field, wanted);
    tests.push((row) => test(row[name]));
  }
  return products.filter(({ row }) => tests.every((test) => test(row)));
}

function columnTest(field: AnswerField, wanted: FilterValue | readonly FilterValue[]): Test {
  const values: readonly FilterValue[] =
    typeof wanted === 'string' || typeof wanted === 'number' ? [wanted] : wanted;
  const numeric = isNumberField(field);
  const [yes, no]: [Test[], Test[]] = [[], []];
  for (const value of values) {
    const negated = typeof value === 'string' && value.startsWith('!');
    const plain = negated ? value.slice(1) : value;
    (negated ? no : yes).push(numeric ? numberTest(field, plain) : textTest(plain));
  }
  return (value) => (yes.length === 0 || yes.some((t) => t(value))) && !no.some((t) => t(value));
}

function textTest(wanted: FilterValue): Test {
  const lower = String(wanted).toLowerCase();
  return (value) => textOf(value).toLowerCase() === lower;
}

function numberTest(field: AnswerField, wanted: FilterValue): Test {
  const no = (text: string): never => {
    throw new SkybucketError('format', `“${text}” is no number, and “${field.name}” has numbers.`, {
      hint: 'Give a number, a range like 100..200, or a bound like >=100.',
    });
  };
  const number = (text: string): number =>
    // What Python's float() takes, but for its rarest spellings.
    /^\s*[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text)
      ? Number(text.replaceAll('_', ''))
      : no(text);
  if (typeof wanted === 'number') {
    return compare((value) => value === wanted);
  }
  const [, sign, bound = ''] = /^(>=|<=|>|<)(.*)$/s.exec(wanted) ?? [];
  if (sign !== undefined) {
    const limit = number(bound);
    const tests: Readonly<Record<string, (value: number) => boolean>> = {
      '>=': (value) => value >= limit,
      '<=': (value) => value <= limit,
      '>': (value) => value > limit,
      '<': (value) => value < limit,
    };
    return compare(tests[sign] as (value: number) => boolean);
  }
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)\.\.[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(wanted)) {
    // Of `1...5` the first two dots part it, as astroquery does; four are too many for both.
    const [from = NaN, to = NaN, more] = wanted.split('..').map(number);
    return more === undefined ? compare((value) => value >= from && value <= to) : no(wanted);
  }
  const same = number(wanted);
  return compare((value) => value === same);
}

/** A missing number is none of those that are named, whether asked for or not wanted. */
function compare(test: (value: number) => boolean): Test {
  return (value) => {
    const known =
      typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
    return known && value !== '' && test(Number(value));
  };
}
