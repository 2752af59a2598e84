import { SkybucketError } from '../../errors';
import type { DatasetFolder, FolderListing, FolderOptions } from './dataset-folder';
import { hatsCollection, hatsLayout, type HatsCollection, type HatsLayout } from './hats';
import { hiveLayout, isHive } from './hive';
import { isParquet, MOST_PARTITIONS, NO_VALUES, type Layout } from './layout';
import { pixelFileKinds, pixelFilesLayout } from './pixel-files';

/** What a folder turned out to hold. */
export type Detected =
  | { readonly what: 'catalogue'; readonly layout: Layout | HatsLayout }
  /** Several catalogues, of which one has to be chosen: the folder of each. */
  | { readonly what: 'collection'; readonly collection: HatsCollection }
  /** Several catalogues whose files lie together. */
  | { readonly what: 'kinds'; readonly kinds: readonly { kind: string; layout: Layout }[] };

/** A folder with one of these is a data set by itself. */
const OWN_SCHEMA = ['_common_metadata', '_metadata', 'hats.properties', 'properties'];
const PROPERTIES = ['hats.properties', 'properties'];

/**
 * Looks at a folder, and at small files in it, to find how the catalogue in it is laid out.
 *
 * @throws SkybucketError `unsupported` with what to do where it holds none, `format`, or what reading throws.
 */
export async function detectLayout(
  folder: DatasetFolder,
  options: FolderOptions = {},
): Promise<Detected> {
  const listing = await folder.list('', options);
  const names = new Set(listing.files.map(({ name }) => name));
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await folder.read(name, options);
    if (bytes === undefined) {
      throw new SkybucketError('not-found', `${folder.label} has no ${name} any more.`);
    }
    return bytes;
  };
  if (names.has('collection.properties')) {
    const collection = hatsCollection(await read('collection.properties'));
    return { what: 'collection', collection };
  }
  const properties = PROPERTIES.find((name) => names.has(name));
  if (properties !== undefined) {
    return catalogue(hatsLayout(folder, '', await read(properties)));
  }
  if (
    names.has('catalog_info.json') &&
    listing.folders.some((name) => name.startsWith('Norder='))
  ) {
    throw new SkybucketError('unsupported', `${folder.label} is a HiPSCat catalogue.`, {
      hint: 'HATS came after it; look for the HATS form of the catalogue, or convert it with hats-import.',
    });
  }
  if (isHive(listing)) {
    return catalogue(await hiveLayout(folder, listing, options));
  }
  const kinds = pixelFileKinds(listing);
  if (kinds.length > 0) {
    return {
      what: 'kinds',
      kinds: kinds.map((kind) => ({ kind, layout: pixelFilesLayout(folder, listing, kind) })),
    };
  }
  if (listing.files.some(({ name }) => isParquet(name))) {
    return catalogue(plainLayout(listing));
  }
  const nested = await nestedLayout(folder, listing, options);
  if (nested !== undefined) {
    return catalogue(nested);
  }
  throw new SkybucketError(
    'unsupported',
    `${folder.label} holds no catalogue that is known here.`,
    {
      hint: 'Open a folder of Parquet files, a HATS catalogue, or a folder with healpix_k0=… in it.',
    },
  );
}

/**
 * Folders with files of Parquet in them, of which nothing more is known. Undefined where the first of them holds
 * none, or is laid out in a way of its own: it is a catalogue by itself then.
 */
async function nestedLayout(
  folder: DatasetFolder,
  { folders }: FolderListing,
  options: FolderOptions,
): Promise<Layout | undefined> {
  const [first] = folders.filter((name) => !/^[._]/.test(name));
  const inside = first && (await folder.list(`${first}/`, options));
  const isOne =
    inside &&
    inside.files.some(({ name }) => isParquet(name)) &&
    !inside.files.some(({ name }) => OWN_SCHEMA.includes(name)) &&
    !isHive(inside);
  return isOne ? deepLayout(folder) : undefined;
}

function deepLayout(folder: DatasetFolder): Layout {
  return {
    ...plainLayout({ files: [] }),
    about: 'Parquet files in folders',
    single: false,
    partitions: async function* (options = {}) {
      let count = 0;
      for await (const { path, size } of folder.files('', options)) {
        if (isParquet(path)) {
          count += 1;
          if (count > MOST_PARTITIONS) {
            throw new SkybucketError(
              'too-large',
              `${folder.label} has more than ${MOST_PARTITIONS} files.`,
              { hint: 'Open a folder further below.' },
            );
          }
          yield { path, size, pixel: undefined, values: NO_VALUES };
        }
      }
    },
  };
}

/** Some files of Parquet, of which nothing more is known. */
export function plainLayout({ files }: Pick<FolderListing, 'files'>): Layout {
  const parquet = files.filter(({ name }) => isParquet(name));
  const has = (name: string): string[] => (files.some((file) => file.name === name) ? [name] : []);
  return {
    kind: 'files',
    about: parquet.length === 1 ? 'A Parquet file' : `${parquet.length} Parquet files`,
    partitionColumns: [],
    schemaFiles: has('_common_metadata'),
    metadataFile: has('_metadata')[0],
    position: undefined,
    healpix: undefined,
    defaultColumns: [],
    rows: undefined,
    warnings: [],
    single: parquet.length === 1,
    partitions: async function* () {
      for (const { name, size } of parquet) {
        yield { path: name, size, pixel: undefined, values: NO_VALUES };
      }
    },
  };
}

function catalogue(layout: Layout | HatsLayout): Detected {
  return { what: 'catalogue', layout };
}
