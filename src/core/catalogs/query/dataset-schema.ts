import { SkybucketError } from '../../errors';
import { openParquet, type ParquetFile } from '../../parquet/parquet-file';
import { isWide } from '../../table/element-type';
import type { Column, ElementType } from '../../table/table';
import type { DatasetFolder, FolderOptions } from '../layout/dataset-folder';
import { isParquet, type Layout } from '../layout/layout';
import type { DatasetSchema } from './query';

/** More columns than any catalogue has; a grid of them could not be shown. */
const MOST_COLUMNS = 20_000;

/**
 * The columns of a data set: from the file that holds its schema, else from the first of its files.
 *
 * @throws SkybucketError `not-found` where there is no file at all, `too-large`, or what reading throws.
 */
export async function readDatasetSchema(
  folder: DatasetFolder,
  layout: Layout,
  options: FolderOptions = {},
): Promise<DatasetSchema> {
  const file = await schemaFile(folder, layout, options);
  if (file.columns.length > MOST_COLUMNS) {
    throw new SkybucketError('too-large', `${folder.label} has ${file.columns.length} columns.`, {
      hint: `At most ${MOST_COLUMNS} can be shown.`,
    });
  }
  const known = new Set(file.columns.map(({ name }) => name));
  const lacking = layout.partitionColumns.filter((name) => !known.has(name));
  const types = lacking.length > 0 ? await typesInFolders(layout, lacking, options) : [];
  const added = lacking.map((name, i) =>
    folderColumn(name, file.columns.length + i, types[i] ?? 'text'),
  );
  return { columns: [...file.columns, ...added], inFolders: new Set(layout.partitionColumns) };
}

async function schemaFile(
  folder: DatasetFolder,
  layout: Layout,
  options: FolderOptions,
): Promise<ParquetFile> {
  for (const path of layout.schemaFiles) {
    try {
      return await openParquet(folder.open(path, undefined), options);
    } catch (error) {
      if (!(error instanceof SkybucketError) || error.code !== 'not-found') {
        throw error;
      }
    }
  }
  for await (const { path, size } of layout.partitions(options)) {
    if (!path.endsWith('/')) {
      return openParquet(folder.open(path, size), options);
    }
    for await (const file of folder.files(path, options)) {
      if (isParquet(file.path)) {
        return openParquet(folder.open(file.path, file.size), options);
      }
    }
  }
  throw new SkybucketError('not-found', `${folder.label} has no Parquet file.`);
}

/** Of the first partition; a column of names like `W1` is text. */
async function typesInFolders(
  layout: Layout,
  names: readonly string[],
  options: FolderOptions,
): Promise<ElementType[]> {
  for await (const { values } of layout.partitions(options)) {
    return names.map((name) => (typeof values.get(name) === 'number' ? 'int64' : 'text'));
  }
  return [];
}

function folderColumn(name: string, index: number, type: ElementType): Column {
  return {
    ...{ index, name, type, shape: [], variable: false },
    ...{ unit: undefined, description: 'From the names of the folders', display: undefined },
    format: isWide(type) ? 'INT64' : 'text',
    nullRule: undefined,
    problem: undefined,
  };
}
