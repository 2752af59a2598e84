import { isCancelled, sentence, SkybucketError } from '../../errors';
import type { DatasetFolder, FolderListing, StoredFile } from './dataset-folder';
import {
  isParquet,
  MOST_PARTITIONS,
  type Layout,
  type Partition,
  type PartitionOptions,
  type PartitionValue,
  type Pixel,
} from './layout';

const KEY = /^([^=]+)=(.*)$/;
const PIXEL = /^healpix_k(\d+)$/;
const NONE = '__HIVE_DEFAULT_PARTITION__';
const MOST_DEPTH = 8;
/** Folders that are tried where the first ones cannot be listed. */
const MOST_TRIED = 3;
/** So many folders of one part of the sky are listed one by one; more are found sooner with one listing of all. */
const FEW_FOLDERS = 64;

/** Whether a folder has folders named `key=value`. */
export function isHive({ folders }: FolderListing): boolean {
  return folders.some((name) => KEY.test(name));
}

/**
 * A data set whose folders are named `key=value`. Where the keys are `healpix_k0` and `healpix_k5`, as in
 * the catalogues of IRSA, pixels are nested and the folders follow from a region without any listing.
 *
 * @throws SkybucketError `too-large` for folders nested deeper than sensible.
 */
export async function hiveLayout(
  files: DatasetFolder,
  top: FolderListing,
  options: PartitionOptions = {},
): Promise<Layout> {
  const keys = await keysOf(files, top, options);
  const orders = keys.map((key) => Number(PIXEL.exec(key)?.[1] ?? -1));
  const order = orders.at(-1) ?? -1;
  const sky = orders.every((one, i) => one >= 0 && one > (orders[i - 1] ?? -1)) && order <= 12;
  const names = new Set(top.files.map(({ name }) => name));
  const has = (name: string): string[] => (names.has(name) ? [name] : []);
  return {
    kind: 'hive',
    about: sky
      ? `Parquet files by HEALPix pixel of order ${order}`
      : `Parquet files by ${keys.join(', ')}`,
    partitionColumns: keys,
    schemaFiles: [...has('_common_metadata'), ...has('_metadata')],
    metadataFile: has('_metadata')[0],
    position: undefined,
    healpix: undefined,
    defaultColumns: [],
    rows: undefined,
    warnings: [],
    partitions: (given = {}) =>
      sky && given.within ? skyPartitions(files, orders, given) : allPartitions(files, sky, given),
  };
}

/** The keys from the first folder down to the files. */
async function keysOf(
  files: DatasetFolder,
  top: FolderListing,
  options: PartitionOptions,
): Promise<string[]> {
  const keys: string[] = [];
  let listing = top;
  let path = '';
  for (;;) {
    const names = listing.folders.filter((folder) => KEY.test(folder));
    const key = KEY.exec(names[0] ?? '')?.[1];
    if (!key) {
      return keys;
    }
    keys.push(decoded(key));
    if (keys.length > MOST_DEPTH) {
      throw new SkybucketError('too-large', `The folders of ${files.label} are nested too deep.`, {
        hint: 'Open a folder further below.',
      });
    }
    const below = await firstListed(
      files,
      names.map((name) => `${path}${name}/`),
      options,
    );
    ({ path, listing } = below);
  }
}

/** What lies in the first of some folders that can be listed. */
async function firstListed(
  files: DatasetFolder,
  folders: readonly string[],
  options: PartitionOptions,
): Promise<{ readonly path: string; readonly listing: FolderListing }> {
  let failure: unknown;
  for (const path of folders.slice(0, MOST_TRIED)) {
    try {
      return { path, listing: await files.list(path, options) };
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      failure ??= error;
    }
  }
  throw failure;
}

/** The folders of the pixels that the region may touch; ones that are not there have no rows. */
async function* skyPartitions(
  files: DatasetFolder,
  orders: readonly number[],
  options: PartitionOptions,
): AsyncGenerator<Partition> {
  const { within = () => true } = options;
  const order = orders.at(-1) as number;
  const [first = order] = orders;
  for (let base = 0; base < 12 * 4 ** first; base++) {
    const pixels: number[] = [];
    if (within({ order: first, pixel: base, scheme: 'nested' })) {
      const each = 4 ** (order - first);
      for (let pixel = base * each; pixel < (base + 1) * each; pixel++) {
        if (within({ order, pixel, scheme: 'nested' })) {
          pixels.push(pixel);
        }
      }
    }
    if (pixels.length > FEW_FOLDERS) {
      const wanted = new Set(pixels);
      for await (const file of listed(files, `healpix_k${first}=${base}/`, options)) {
        const partition = isParquet(file.path) ? partitionOf(file, true) : undefined;
        if (partition?.pixel && wanted.has(partition.pixel.pixel)) {
          yield partition;
        }
      }
      continue;
    }
    // Listed side by side: each is a request of its own.
    const listings = pixels.map(async (pixel) => {
      const folder = orders
        .map((at) => `healpix_k${at}=${Math.floor(pixel / 4 ** (order - at))}/`)
        .join('');
      const found: StoredFile[] = [];
      for await (const file of listed(files, folder, options)) {
        found.push(file);
      }
      return found;
    });
    for (const listing of await Promise.all(listings)) {
      yield* listing.filter(({ path }) => isParquet(path)).map((file) => partitionOf(file, true));
    }
  }
}

async function* allPartitions(
  files: DatasetFolder,
  sky: boolean,
  options: PartitionOptions,
): AsyncGenerator<Partition> {
  const { within = () => true } = options;
  let count = 0;
  for await (const file of listed(files, '', options)) {
    if (!isParquet(file.path)) {
      continue;
    }
    count += 1;
    if (count > MOST_PARTITIONS) {
      throw new SkybucketError(
        'too-large',
        `${files.label} has more than ${MOST_PARTITIONS} files.`,
        {
          hint: 'Open a folder further below.',
        },
      );
    }
    const partition = partitionOf(file, sky);
    if (partition.pixel === undefined || within(partition.pixel)) {
      yield partition;
    }
  }
}

/** What lies below a folder. One that cannot be listed is told of, where somebody is there to be told. */
async function* listed(
  files: DatasetFolder,
  folder: string,
  options: PartitionOptions,
): AsyncGenerator<StoredFile> {
  let some = folder !== '';
  try {
    for await (const file of files.files(folder, options)) {
      some = true;
      yield file;
    }
  } catch (error) {
    if (!options.onLost || !some || isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    const where = folder === '' ? files.label : folder;
    options.onLost(`What lies in ${where} could not be listed: ${sentence(error)}`);
  }
}

/** What the names of the folders say of a file. */
export function partitionOf({ path, size }: StoredFile, sky: boolean): Partition {
  const values = new Map<string, PartitionValue>();
  let pixel: Pixel | undefined;
  for (const folder of path.split('/').slice(0, -1)) {
    const [, key, text] = KEY.exec(folder) ?? [];
    if (key === undefined || text === undefined) {
      continue;
    }
    values.set(decoded(key), valueOf(decoded(text)));
    const order = PIXEL.exec(key)?.[1];
    if (sky && order !== undefined && /^\d+$/.test(text)) {
      pixel = { order: Number(order), pixel: Number(text), scheme: 'nested' };
    }
  }
  return { path, size, pixel, values };
}

function valueOf(text: string): PartitionValue {
  const number = Number(text);
  return text === NONE ? null : /^-?\d{1,15}$/.test(text) ? number : text;
}

/** Hive writes what a path cannot hold as `%3A`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
