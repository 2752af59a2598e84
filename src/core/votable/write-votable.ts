import { throwIfAborted } from '../errors';
import { columnName } from '../table/element-type';
import type { Column, ColumnValues, Table, TableSlice } from '../table/table';
import type { VoField } from './document';
import { attributeText, contentText } from './escape';
import { writtenCell } from './written-cell';
import { writtenType } from './written-type';

export interface WriteVoTableOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the table. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Positions of the columns to write, in their order; left out: all of them. */
  readonly columns?: readonly number[] | undefined;
  /**
   * The rows to write, with the columns above in their order; left out: all that the table has.
   */
  readonly slices?: AsyncIterable<TableSlice> | undefined;
  /** What a column of the same position says beside what any table says. */
  readonly fields?: readonly VoField[] | undefined;
  /** What is told of where the rows come from. */
  readonly infos?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Why there are more rows than these; the document says OVERFLOW then. */
  readonly partial?: string | undefined;
}

/**
 * A table as a VOTable 1.4 document with its rows as TABLEDATA, piece by piece. Values are exact: what VOTable
 * has no type for is written in the next wider one, unsigned 64-bit integers and arrays of text as text. In
 * arrays of integers the least value of their type stands for a missing one.
 *
 * @throws SkybucketError `cancelled`, or what reading the table throws.
 */
export async function* writeVoTable(
  table: Table,
  options: WriteVoTableOptions = {},
): AsyncGenerator<string, void, void> {
  const { signal, partial } = options;
  const positions = options.columns ?? table.columns.map(({ index }) => index);
  const columns = positions.map((index) => table.columns[index] as Column);
  throwIfAborted(signal);
  yield voTableHead(columns, options);
  for await (const slice of options.slices ?? table.scan(positions, { signal })) {
    throwIfAborted(signal);
    yield voTableRows(columns, slice);
  }
  yield voTableEnd(partial);
}

/** All that stands before the rows. */
export function voTableHead(
  columns: readonly Column[],
  options: Pick<WriteVoTableOptions, 'name' | 'description' | 'fields' | 'infos'> = {},
): string {
  const { name, description, fields, infos = [] } = options;
  const said = infos.map((info) => `<INFO${attributes(info)}/>\n`).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n' +
    `<RESOURCE type="results">\n${said}<TABLE${attributes({ name })}>\n` +
    descriptionText(description) +
    columns.map((column) => fieldText(column, fields?.[column.index])).join('') +
    '<DATA>\n<TABLEDATA>\n'
  );
}

/** The rows `[from, to)` of a slice with the given columns in their order. */
export function voTableRows(
  columns: readonly Column[],
  { columns: parts, rows }: TableSlice,
  from = 0,
  to = rows,
): string {
  let text = '';
  for (let row = from; row < to; row++) {
    text += '<TR>';
    for (let i = 0; i < columns.length; i++) {
      const cell = writtenCell(parts[i] as ColumnValues, row, columns[i] as Column);
      text += cell === '' ? '<TD/>' : `<TD>${contentText(cell)}</TD>`;
    }
    text += '</TR>\n';
  }
  return text;
}

/** What stands behind the rows. */
export function voTableEnd(partial?: string): string {
  const overflow =
    partial === undefined
      ? ''
      : `<INFO name="QUERY_STATUS" value="OVERFLOW">${contentText(partial)}</INFO>\n`;
  return `</TABLEDATA>\n</DATA>\n</TABLE>\n${overflow}</RESOURCE>\n</VOTABLE>\n`;
}

function fieldText(column: Column, field: VoField | undefined): string {
  const { words, ucd } = described(column.description);
  const { datatype, arraysize, nullValue } = writtenType(column, field);
  const own = {
    name: columnName(column),
    ...{ datatype, arraysize },
    unit: column.unit,
    ucd: field?.ucd ?? ucd,
    utype: field?.utype,
    xtype: field?.xtype,
  };
  const values = nullValue === undefined ? '' : `<VALUES${attributes({ null: nullValue })}/>`;
  const inside = descriptionText(field?.description ?? words) + values;
  return inside === ''
    ? `<FIELD${attributes(own)}/>\n`
    : `<FIELD${attributes(own)}>${inside}</FIELD>\n`;
}

/** Readers put the UCD of a column behind its description. */
function described(description: string | undefined): {
  readonly words: string | undefined;
  readonly ucd: string | undefined;
} {
  const found = /^(?:(.*?) · )?UCD (\S+)$/su.exec(description ?? '');
  return found === null
    ? { words: description, ucd: undefined }
    : { words: found[1], ucd: found[2] };
}

function descriptionText(description: string | undefined): string {
  const text = description === undefined ? '' : contentText(description);
  return text === '' ? '' : `<DESCRIPTION>${text}</DESCRIPTION>\n`;
}

function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${attributeText(value)}"`))
    .join('');
}
