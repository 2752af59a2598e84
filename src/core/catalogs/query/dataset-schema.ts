import { isBroken, sentence, SkybucketError, type ErrorCode } from '../../errors';
import { openParquet, type ParquetFile } from '../../parquet/parquet-file';
import { isWide } from '../../table/element-type';
import type { Column, ElementType } from '../../table/table';
import type { DatasetFolder, FolderOptions } from '../layout/dataset-folder';
import { isParquet, type Layout } from '../layout/layout';
import type { DatasetSchema } from './query';

/** More columns than any catalogue has; a grid of them could not be shown. */
const MOST_COLUMNS = 20_000;

/** Files of a data set that are looked into for its schema, where the first ones are gone or broken. */
const MOST_TRIED = 8;
/** S3 denies access to what is not there, to those who may not list. */
const GONE: readonly ErrorCode[] = ['not-found', 'access-denied'];

interface SchemaFile {
  readonly file: ParquetFile;
  /** True where it is a file of rows and not one of the schema alone. */
  readonly hasRows: boolean;
  readonly warnings: readonly string[];
}

/**
 * The columns of a data set: from the file that holds its schema, else from the first of its files that can be read.
 *
 * @throws SkybucketError `not-found` where there is no file at all, `too-large`, or what reading throws.
 */
export async function readDatasetSchema(
  folder: DatasetFolder,
  layout: Layout,
  options: FolderOptions = {},
): Promise<DatasetSchema> {
  const { file, hasRows, warnings } = await schemaFile(folder, layout, options);
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
  return {
    columns: [...file.columns, ...added],
    inFolders: new Set(layout.partitionColumns),
    rows: hasRows && layout.single === true ? file.metadata.rows : undefined,
    warnings,
  };
}

async function schemaFile(
  folder: DatasetFolder,
  layout: Layout,
  options: FolderOptions,
): Promise<SchemaFile> {
  const warnings: string[] = [];
  for (const path of layout.schemaFiles) {
    try {
      const file = await openParquet(folder.open(path, undefined), options);
      return { file, hasRows: false, warnings };
    } catch (error) {
      if (isBroken(error)) {
        warnings.push(`The schema in ${path} cannot be used: ${sentence(error)}`);
      } else if (!isGone(error)) {
        throw error;
      }
    }
  }
  let failure: unknown;
  let tried = 0;
  for await (const { path, size } of filesOf(folder, layout, options)) {
    try {
      const file = await openParquet(folder.open(path, size), options);
      return { file, hasRows: true, warnings };
    } catch (error) {
      failure ??= error;
      if (!(isBroken(error) || isGone(error)) || ++tried === MOST_TRIED) {
        throw error;
      }
      if (isBroken(error)) {
        warnings.push(`${path} cannot be read: ${sentence(error)}`);
      }
    }
  }
  throw failure ?? new SkybucketError('not-found', `${folder.label} has no Parquet file.`);
}

async function* filesOf(
  folder: DatasetFolder,
  layout: Layout,
  options: FolderOptions,
): AsyncGenerator<{ path: string; size: number | undefined }> {
  for await (const partition of layout.partitions(options)) {
    if (!partition.path.endsWith('/')) {
      yield partition;
      continue;
    }
    for await (const file of folder.files(partition.path, options)) {
      if (isParquet(file.path)) {
        yield file;
      }
    }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof SkybucketError && GONE.includes(error.code);
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
