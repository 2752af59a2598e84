import type { ColumnLine } from '../../src/protocol/table';
import { alignment, isArray, typeText } from './cell-text';

/** Words of the filter language, as far as the field for it has to know them. */

const WORDS = [
  ...['and', 'or', 'not', 'between', 'in', 'is', 'null', 'nan', 'true', 'false'],
  ...['like', 'contains', 'startswith', 'endswith'],
];
const FUNCTIONS = [
  ...['abs', 'sqrt', 'exp', 'ln', 'log', 'log10', 'log2', 'sin', 'cos', 'tan', 'asin', 'acos'],
  ...['atan', 'atan2', 'deg', 'rad', 'floor', 'ceil', 'round', 'pow', 'min', 'max'],
  ...['isfinite', 'isnan'],
];

/** The name as an expression has to write it; one that several columns have, by its number. */
export function writtenName(column: ColumnLine, columns: readonly ColumnLine[]): string {
  const { name, index } = column;
  if (columns.some((other) => other !== column && other.name === name)) {
    return `$${index + 1}`;
  }
  const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !WORDS.includes(name.toLowerCase());
  return plain ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** A text in quotes. */
export function writtenText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export interface WordPlace {
  readonly from: number;
  readonly to: number;
  /** What has been typed of the name. */
  readonly typed: string;
}

const NAME_END = /[\p{L}_$][\p{L}\p{M}\p{N}_.$]*$/u;

/** The name that ends at the caret, begun with a backquote perhaps; undefined within a text. */
export function wordAt(text: string, caret: number): WordPlace | undefined {
  let quote: { readonly mark: string; readonly at: number } | undefined;
  for (let i = 0; i < caret; i++) {
    const mark = text.charAt(i);
    if (quote === undefined) {
      quote = mark === "'" || mark === '"' || mark === '`' ? { mark, at: i } : undefined;
    } else if (mark === quote.mark) {
      // A quote within is written twice: it ends one text and begins the next.
      quote = undefined;
    }
  }
  if (quote !== undefined) {
    const { mark, at } = quote;
    return mark === '`' ? { from: at, to: caret, typed: text.slice(at + 1, caret) } : undefined;
  }
  const typed = NAME_END.exec(text.slice(0, caret))?.[0] ?? '';
  return { from: caret - typed.length, to: caret, typed };
}

export interface Completion {
  readonly shown: string;
  /** What takes the place of the word. */
  readonly written: string;
  readonly note: string;
}

const MOST_COMPLETIONS = 40;

/** What a word may become: columns that begin with it, words of the language, other columns that hold it. */
export function completions(columns: readonly ColumnLine[], typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const able = columns.filter(({ problem }) => problem === undefined);
  const begins = able.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const others = able.filter(({ name, description = '' }) => {
    const lower = name.toLowerCase();
    const within = lower.includes(wanted) || description.toLowerCase().includes(wanted);
    return within && !lower.startsWith(wanted);
  });
  const column = (line: ColumnLine): Completion => ({
    shown: line.name,
    written: writtenName(line, columns) + (isArray(line) ? firstElement(line) : ''),
    note: [typeText(line), line.unit].filter(Boolean).join(' · '),
  });
  const word = (shown: string, written: string, note: string): Completion[] =>
    wanted !== '' && shown.startsWith(wanted) ? [{ shown, written, note }] : [];
  return [
    ...begins.map(column),
    ...WORDS.flatMap((each) => word(each, `${each} `, '')),
    ...word('row', 'row', 'row number'),
    ...FUNCTIONS.flatMap((each) => word(each, `${each}(`, 'function')),
    ...(wanted === '' ? [] : others.map(column)),
  ].slice(0, MOST_COMPLETIONS);
}

function firstElement({ shape }: ColumnLine): string {
  return `[${(shape.length > 0 ? shape : [1]).map(() => '0').join(', ')}]`;
}

export interface Example {
  readonly filter: string;
  readonly does: string;
}

/** What can be asked for, said with the names of this table. */
export function examples(columns: readonly ColumnLine[]): Example[] {
  const able = columns.filter((column) => column.problem === undefined && column.scalar);
  const name = (column: ColumnLine): string => writtenName(column, columns);
  const [first, second = first] = able.filter((column) => alignment(column) === 'number');
  const text = able.find((column) => alignment(column) === 'text');
  const logical = able.find((column) => alignment(column) === 'logical');
  return [
    ...(first === undefined || second === undefined
      ? []
      : [
          { filter: `${name(first)} > 10`, does: 'numbers compared' },
          { filter: `${name(first)} between 1 and 2`, does: 'both ends included' },
          { filter: `${name(first)} > 0 and not ${name(second)} < 1`, does: 'and, or, not' },
          { filter: `${name(second)} in (1, 2, 3)`, does: 'one of a list' },
          { filter: `abs(${name(first)}) < sqrt(2)`, does: 'functions of numbers' },
          { filter: `${name(first)} is not null`, does: 'not missing' },
        ]),
    ...(text === undefined
      ? []
      : [
          { filter: `${name(text)} = 'M 31'`, does: 'text in quotes' },
          { filter: `${name(text)} contains 'ngc'`, does: 'also startswith, endswith, like' },
        ]),
    ...(logical === undefined ? [] : [{ filter: name(logical), does: 'true' }]),
    { filter: 'row < 1000', does: 'row number, as in the grid' },
  ];
}

/** A filter that must hold as well. */
export function narrowed(filter: string, condition: string): string {
  const before = filter.trim();
  if (before === '') {
    return condition;
  }
  // `or` binds looser than `and`.
  return /\bor\b|\|\|/i.test(before)
    ? `(${before}) and ${condition}`
    : `${before} and ${condition}`;
}

export type ValueTest = '=' | '>=' | '<=';

/**
 * The condition that a column compares so with the value of a cell.
 *
 * @param text the value in full; null where it is missing.
 * @param value the number it is, which tells it more exactly than its text for a float32.
 */
export function conditionOf(
  column: ColumnLine,
  columns: readonly ColumnLine[],
  test: ValueTest,
  text: string | null,
  value: number | undefined,
): string {
  const name = writtenName(column, columns);
  if (text === null) {
    return `${name} is null`;
  }
  switch (alignment(column)) {
    case 'logical':
      return `${name} = ${/^(t|true|1)$/i.test(text)}`;
    case 'text':
      return `${name} ${test} ${writtenText(text)}`;
    case 'number':
      if (!column.type.startsWith('float')) {
        return `${name} ${test} ${text}`;
      }
      return value === undefined || Number.isNaN(value)
        ? `${name} is nan`
        : `${name} ${test} ${value}`;
  }
}
