import { detectLayout, plainLayout, type Detected } from '../../core/catalogs/layout/detect';
import type { FolderOptions } from '../../core/catalogs/layout/dataset-folder';
import type { HatsCollection } from '../../core/catalogs/layout/hats';
import { isParquet, type Layout } from '../../core/catalogs/layout/layout';
import type { Dataset } from '../../core/catalogs/dataset/dataset';
import { ParquetDataset } from '../../core/catalogs/dataset/parquet-dataset';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import type { WorkerTools } from '../tools';
import { openTableFile, startOf } from './open-table-file';
import type { FolderHost } from './remote-file';
import { RemoteFolder } from './remote-folder';
import { SingleFile } from './single-file';

/** Several catalogues lie there, of which one is to be chosen; each with the `part` of its `DatasetRef`. */
export interface Choices {
  readonly choices: readonly { readonly part: string; readonly label: string }[];
}

const MAGIC = 'PAR1';
/** A folder below, without a way out of it. */
const INSIDE = /^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*$/;

/**
 * Opens a data set: finds out what lies there, and reads its schema. A part that is the only one is opened without
 * being named.
 *
 * @throws SkybucketError `unsupported` where there is no catalogue, `not-found` for a part that is not there, or what
 *   reading throws.
 */
export async function openDataset(
  host: FolderHost,
  { uri, part }: DatasetRef,
  tools: WorkerTools,
  options: FolderOptions,
): Promise<Dataset | Choices> {
  if (!uri.endsWith('/')) {
    return openFile(new SingleFile(host, uri), part, tools, options);
  }
  const folder = new RemoteFolder(host, uri);
  return openFolder(folder, part, await detectLayout(folder, options), options);
}

async function openFile(
  file: SingleFile,
  part: string,
  tools: WorkerTools,
  options: FolderOptions,
): Promise<Dataset | Choices> {
  try {
    // What is called Parquet is told as such where it is none.
    const start = isParquet(file.name) ? MAGIC : await startOf(file.file, options);
    if (!start.startsWith(MAGIC)) {
      return await openTableFile(file, start, part, tools, options);
    }
    const { name } = file;
    const listing = { files: [{ name, size: await file.file.size(options) }] };
    const layout = { ...plainLayout(listing), ...onlyPartition(name, listing.files[0]?.size) };
    return await ParquetDataset.open(file, layout, options);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** Whatever the file is called. */
function onlyPartition(path: string, size: number | undefined): Partial<Layout> {
  return {
    about: 'A Parquet file',
    single: true,
    partitions: async function* () {
      yield { path, size, pixel: undefined, values: new Map() };
    },
  };
}

async function openFolder(
  folder: RemoteFolder,
  part: string,
  detected: Detected,
  options: FolderOptions,
): Promise<Dataset | Choices> {
  switch (detected.what) {
    case 'catalogue':
      return ParquetDataset.open(folder, detected.layout, options);
    case 'kinds': {
      const { kinds } = detected;
      if (part === '' && kinds.length > 1) {
        return { choices: kinds.map(({ kind, layout }) => ({ part: kind, label: layout.about })) };
      }
      const chosen = part === '' ? kinds[0] : kinds.find(({ kind }) => kind === part);
      if (chosen === undefined) {
        throw notThere(folder, part);
      }
      return ParquetDataset.open(folder, chosen.layout, options);
    }
    case 'collection': {
      const choices = membersOf(detected.collection);
      if (part === '' && choices.length > 1) {
        return { choices };
      }
      const chosen = part === '' ? choices[0] : choices.find((choice) => choice.part === part);
      if (chosen === undefined || !INSIDE.test(chosen.part)) {
        throw notThere(folder, chosen?.part ?? part);
      }
      const inside = folder.inside(`${chosen.part}/`);
      const found = await detectLayout(inside, options);
      if (found.what !== 'catalogue') {
        throw new SkybucketError('unsupported', `${inside.label} is no catalogue itself.`, {
          hint: 'Open that folder instead.',
        });
      }
      return ParquetDataset.open(inside, found.layout, options);
    }
  }
}

/** The catalogue first, then its margins and indexes. */
function membersOf({
  primary,
  margins,
  defaultMargin,
  indexes,
  defaultIndex,
}: HatsCollection): Choices['choices'] {
  const some = [
    { part: primary, label: `${primary} (catalogue)` },
    ...margins.map((part) => ({
      part,
      label: `${part} (margin${part === defaultMargin ? ', the default one' : ''})`,
    })),
    ...[...indexes].map(([column, part]) => ({
      part,
      label: `${part} (index of ${column}${column === defaultIndex ? ', the default one' : ''})`,
    })),
  ].map(({ part, label }) => ({ part: part.replace(/\/+$/, ''), label }));
  return some.filter(({ part }, i) => some.findIndex((other) => other.part === part) === i);
}

function notThere(folder: RemoteFolder, part: string): SkybucketError {
  return new SkybucketError('not-found', `${folder.label} has no catalogue “${part}”.`, {
    hint: 'Open the folder again, and choose among what lies there now.',
  });
}
