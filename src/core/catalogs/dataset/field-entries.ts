import type { ParquetColumn } from '../../parquet/columns';
import type { LogicalType } from '../../parquet/schema-element';
import type { Column } from '../../table/table';

export interface FieldEntry {
  readonly name: string;
  readonly value: string;
}

const MOST_VALUE = 20_000;

/** All that is known of a column: what its file says of how it is stored, and its metadata in the file's order. */
export function fieldEntries(column: Column, inFolders: boolean): FieldEntry[] {
  const { name, type, shape, unit, description, format, display, nullRule, problem } = column;
  const entries: [string, string | undefined][] = [
    ['Name', name],
    ['Type', type === 'logical' ? 'bool' : type],
    ['Shape', shape.length > 0 ? shape.join(' × ') : undefined],
    ['List', column.variable ? 'a list in each row' : undefined],
    ['Unit', unit],
    ['Description', description],
    ['Stored as', inFolders ? 'the names of folders' : format],
    ['Shown as', display],
    ['Missing values', nullRule],
    ['Problem', problem],
    ...(isParquet(column) && !inFolders ? parquetEntries(column) : []),
  ];
  return entries.flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ name: key, value: value.slice(0, MOST_VALUE) }],
  );
}

function parquetEntries({
  node,
  leaves,
  metadata,
  nullable,
}: ParquetColumn): [string, string | undefined][] {
  const { element } = node;
  const logical = element.logical && wordsOf(element.logical);
  return [
    ['Path', node.path.length > 1 ? node.path.join('.') : undefined],
    ['Physical type', leaves.map((leaf) => typeWords(leaf.type, leaf.element.length)).join(', ')],
    ['Logical type', logical],
    ['Converted type', element.converted],
    ['Repetition', element.repetition],
    ['Nullable', nullable ? 'yes' : 'no'],
    ...[...metadata].map(([key, value]): [string, string] => [key, value]),
  ];
}

function typeWords(type: string, length: number | undefined): string {
  return length === undefined || length === 0 ? type : `${type}(${length})`;
}

function wordsOf(logical: LogicalType): string {
  const { kind } = logical;
  if (kind === 'DECIMAL') {
    return `DECIMAL(${logical.precision}, ${logical.scale})`;
  }
  if (kind === 'TIME' || kind === 'TIMESTAMP') {
    return `${kind}(${logical.unit}${logical.utc ? ', UTC' : ''})`;
  }
  return kind === 'INTEGER' ? `${logical.signed ? 'INT' : 'UINT'}${logical.bits}` : kind;
}

function isParquet(column: Column): column is ParquetColumn {
  return 'leaves' in column && 'node' in column;
}
