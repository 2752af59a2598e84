import { distinctNames } from './distinct-names';
import { isComplex, isScalar } from './element-type';
import { ecsvColumnLines } from './ecsv-header';
import { cellText, exactElementText } from './format';
import type { Column, ColumnValues, TableSlice } from './table';

/** Tables as ECSV 1.0 (astropy's APE 6), with commas between the fields. */

const EXACT = { exact: true };

/** What makes quotes necessary: also what a reader would take for a comment, strip, or break a line at, as Python does. */
const NEEDS_QUOTES = /[",#\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|^\s|\s$/;
/** What JSON may have as it is, though Python breaks lines there. */
const LINE_BREAKS = /[\x85\u2028\u2029]/g;

/** The comments that say what the columns are, and the line of their names, which are made different. */
export function ecsvHead(columns: readonly Column[], comments: readonly string[] = []): string {
  const named = withNames(columns);
  const said = comments.map((comment) => `# - ${JSON.stringify(comment.replace(/\s+/g, ' '))}`);
  const lines = [
    '# %ECSV 1.0',
    '# ---',
    '# delimiter: ","',
    '# datatype:',
    ...ecsvColumnLines(named).map((line) => `# ${line}`),
    ...(said.length === 0 ? [] : ['# meta: !!omap', '# - comments:', ...said.map(indented)]),
    '# schema: astropy-2.0',
    named.map(({ name }) => field(name)).join(','),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The rows `[from, to)` of a slice: values exact; what is missing is an empty field, and so is, as the format has it,
 * an empty text. Arrays are JSON, with `null` for an element that is missing.
 */
export function ecsvRows(
  columns: readonly Column[],
  { columns: parts, rows }: TableSlice,
  from = 0,
  to = rows,
): string {
  const lines: string[] = [];
  for (let row = from; row < to; row++) {
    const fields = columns.map((column, i) => {
      const text = ecsvCell(parts[i] as ColumnValues, row, column);
      return text === '' ? '""' : field(text);
    });
    lines.push(`${fields.join(',')}\n`);
  }
  return lines.join('');
}

function ecsvCell(values: ColumnValues, row: number, column: Column): string {
  if (Number.isNaN(values.lengths?.[row])) {
    return '';
  }
  if (!isScalar(column)) {
    return arrayText(values, row, column);
  }
  if (values.missing?.[row] === 1) {
    return '';
  }
  if (column.type === 'bit') {
    return values.values[row] === 1 ? 'True' : 'False';
  }
  const text = cellText(values, row, column, EXACT) ?? '';
  return column.type === 'float32' || column.type === 'float64' ? numberText(text) : text;
}

/** Nested as the shape says. */
function arrayText(values: ColumnValues, row: number, column: Column): string {
  const start = values.starts?.[row] ?? row;
  const end = values.starts?.[row + 1] ?? start + 1;
  let texts: string[] = [];
  for (let at = start; at < end; at++) {
    texts.push(jsonElement(values, at, column));
  }
  for (const length of column.shape.slice(1).reverse()) {
    if (length > 0) {
      const groups = texts;
      texts = Array.from(
        { length: groups.length / length },
        (_, i) => `[${groups.slice(i * length, (i + 1) * length).join(',')}]`,
      );
    }
  }
  return `[${texts.join(',')}]`;
}

function jsonElement(values: ColumnValues, at: number, { type }: Column): string {
  if (values.missing?.[at] === 1) {
    return 'null';
  }
  if (type === 'logical' || type === 'bit') {
    return values.values[at] === 1 ? 'true' : 'false';
  }
  const text = exactElementText(values, at, type) ?? 'null';
  return type === 'text' || isComplex(type) ? jsonText(text) : jsonNumber(text);
}

/** As Python reads them. */
function numberText(text: string): string {
  return text === 'NaN' ? 'nan' : text.replace('Infinity', 'inf');
}

function jsonText(text: string): string {
  return JSON.stringify(text).replace(
    LINE_BREAKS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON of Python knows NaN and Infinity, and no minus zero that is an integer. */
function jsonNumber(text: string): string {
  return text === '-0' ? '-0.0' : text;
}

function withNames(columns: readonly Column[]): Column[] {
  const names = distinctNames(columns);
  return columns.map((column, i) => ({ ...column, name: names[i] as string }));
}

function indented(line: string): string {
  return line.replace('# ', '#   ');
}

function field(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
