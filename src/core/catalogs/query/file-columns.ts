import type { ParquetColumn } from '../../parquet/columns';
import type { ParquetFile } from '../../parquet/parquet-file';
import type { Column, ElementType } from '../../table/table';
import type { Partition, PartitionValue } from '../layout/layout';
import type { DatasetSchema } from './query';

/** Where a column of the data set is in one file. */
export type FileColumn =
  | { readonly from: 'file'; readonly column: ParquetColumn; readonly same: boolean }
  /** All rows have one value, or none. */
  | { readonly from: 'folder'; readonly value: PartitionValue };

/**
 * Finds a column of the data set in a file. Files of one data set may differ: a column that is not there, or
 * of a type that does not fit, is missing in all of its rows, and `problem` says so.
 */
export function fileColumn(
  { inFolders }: DatasetSchema,
  column: Column,
  partition: Partition,
  { columns }: ParquetFile,
): { readonly found: FileColumn; readonly problem: string | undefined } {
  const { name } = column;
  const inFolder = inFolders.has(name) ? partition.values.get(name) : undefined;
  if (inFolder !== undefined) {
    // The folder decides, even where the files have the column too.
    return { found: { from: 'folder', value: inFolder }, problem: undefined };
  }
  const there = columns.find((candidate) => candidate.name === name);
  if (there === undefined) {
    const problem = `${partition.path} has no column “${name}”; it is missing in these rows.`;
    return { found: { from: 'folder', value: null }, problem };
  }
  if (!fits(there, column)) {
    const problem = `${partition.path} has “${name}” as ${there.format}, which does not fit the others; it is missing in these rows.`;
    return { found: { from: 'folder', value: null }, problem };
  }
  const same = there.type === column.type;
  return { found: { from: 'file', column: there, same }, problem: undefined };
}

/** Numbers are taken where no digit is lost. */
const HOLDS: Readonly<Partial<Record<ElementType, readonly ElementType[]>>> = {
  int16: ['int8', 'uint8'],
  int32: ['int8', 'uint8', 'int16', 'uint16'],
  int64: ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32'],
  float32: ['int8', 'uint8', 'int16', 'uint16'],
  float64: ['float32', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32'],
};

function fits(there: Column, wanted: Column): boolean {
  const alike = there.variable === wanted.variable;
  return (
    alike && (there.type === wanted.type || (HOLDS[wanted.type]?.includes(there.type) ?? false))
  );
}
