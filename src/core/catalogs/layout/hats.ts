import { SkybucketError } from '../../errors';
import type { DatasetFolder, FolderOptions } from './dataset-folder';
import {
  MOST_PARTITIONS,
  NO_VALUES,
  type Layout,
  type Partition,
  type PartitionOptions,
  type Pixel,
} from './layout';
import { listOf, parseProperties } from './properties';

/** A HATS catalogue, and what only HATS says of one. */
export interface HatsLayout extends Layout {
  readonly kind: 'hats';
  /** `object`, `source`, `margin`, `index`, …: rows of a margin are those of its neighbours. */
  readonly type: string;
  /** Of a margin: how far it reaches, in arcseconds. */
  readonly marginThreshold: number | undefined;
  /** Of an index: the column it is of. */
  readonly indexColumn: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
}

/** A HATS collection: one catalogue with its margins and indexes, each in a folder beside it. */
export interface HatsCollection {
  readonly kind: 'hats-collection';
  readonly about: string;
  readonly primary: string;
  readonly margins: readonly string[];
  readonly defaultMargin: string | undefined;
  /** By the column they are of. */
  readonly indexes: ReadonlyMap<string, string>;
  readonly defaultIndex: string | undefined;
}

const TEXT = new TextDecoder();
const MOST_ORDER = 29;

/**
 * Reads `hats.properties` of a catalogue in `folder` (`''` or with `/` at its end).
 *
 * @throws SkybucketError `format` where they cannot be understood.
 */
export function hatsLayout(files: DatasetFolder, folder: string, bytes: Uint8Array): HatsLayout {
  const properties = parseProperties(TEXT.decode(bytes));
  const type = properties.get('dataproduct_type') ?? 'object';
  const rows = numberOf(properties.get('hats_nrows'));
  const ra = properties.get('hats_col_ra');
  const dec = properties.get('hats_col_dec');
  const column = properties.get('hats_col_healpix');
  const order = numberOf(properties.get('hats_col_healpix_order')) ?? MOST_ORDER;
  const suffix = properties.get('hats_npix_suffix') ?? '.parquet';
  if (suffix !== '/' && !/^[\w.]+$/.test(suffix)) {
    throw new SkybucketError('format', `“${suffix}” in ${folder}hats.properties ends no file.`, {
      hint: 'hats_npix_suffix is .parquet as a rule.',
    });
  }
  const deepest = properties.get('hats_order');
  const said = [rows === undefined ? '' : `, ${rows} rows`, deepest ? `, order ${deepest}` : ''];
  const dataset = `${folder}dataset/`;
  return {
    ...{ kind: 'hats', type, rows, properties, warnings: warningsOf(type) },
    about: `HATS ${type === 'object' ? 'catalogue' : type}${said.join('')}`,
    partitionColumns: [],
    schemaFiles: [`${dataset}_common_metadata`, `${dataset}_metadata`],
    metadataFile: `${dataset}_metadata`,
    position: ra !== undefined && dec !== undefined ? { ra, dec } : undefined,
    healpix: column === undefined ? undefined : { column, order },
    defaultColumns: listOf(properties.get('hats_cols_default')),
    marginThreshold: numberOf(properties.get('hats_margin_threshold')),
    indexColumn: properties.get('hats_index_column') ?? properties.get('hats_index_column_name'),
    partitions: (options) =>
      type === 'index'
        ? indexPartitions(files, dataset, options)
        : hatsPartitions(files, { folder, dataset, suffix }, options),
  };
}

/** @throws SkybucketError `format` */
export function hatsCollection(bytes: Uint8Array): HatsCollection {
  const properties = parseProperties(TEXT.decode(bytes));
  const primary = properties.get('hats_primary_table_url');
  if (primary === undefined || primary === '') {
    throw new SkybucketError(
      'format',
      'collection.properties does not say which catalogue it has.',
      {
        hint: 'Open the folder of the catalogue itself.',
      },
    );
  }
  const pairs = listOf(properties.get('all_indexes'));
  const indexes = new Map<string, string>();
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    indexes.set(pairs[i] as string, pairs[i + 1] as string);
  }
  const margins = listOf(properties.get('all_margins'));
  return {
    ...{ kind: 'hats-collection', primary, margins, indexes },
    about: `HATS collection of ${primary}`,
    defaultMargin: properties.get('default_margin'),
    defaultIndex: properties.get('default_index'),
  };
}

/**
 * The pixels of a `partition_info.csv`; columns are found by name, since they were others in the past.
 *
 * @throws SkybucketError `format` with the line that makes no sense, `too-large`
 */
export function parsePartitionInfo(text: string): Pixel[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const at = { order: names.indexOf('Norder'), pixel: names.indexOf('Npix') };
  if (at.order === -1 || at.pixel === -1) {
    throw new SkybucketError('format', 'partition_info.csv has no columns Norder and Npix.');
  }
  if (lines.length > MOST_PARTITIONS) {
    throw new SkybucketError('too-large', `The catalogue has ${lines.length} partitions.`);
  }
  return lines.flatMap((line, i) => {
    if (line.trim() === '') {
      return [];
    }
    const cells = line.split(',');
    const order = Number(cells[at.order]);
    const pixel = Number(cells[at.pixel]);
    const most = 12 * 4 ** order;
    const sane = Number.isInteger(order) && order >= 0 && order <= MOST_ORDER;
    if (!sane || !Number.isSafeInteger(pixel) || pixel < 0 || pixel >= most) {
      throw new SkybucketError('format', `Line ${i + 2} of partition_info.csv names no pixel.`);
    }
    return [{ order, pixel, scheme: 'nested' as const }];
  });
}

interface Place {
  readonly folder: string;
  readonly dataset: string;
  readonly suffix: string;
}

async function* hatsPartitions(
  files: DatasetFolder,
  place: Place,
  options: PartitionOptions = {},
): AsyncGenerator<Partition> {
  const { within = () => true } = options;
  const info = await files.read(`${place.folder}partition_info.csv`, options);
  const pixels = info ? parsePartitionInfo(TEXT.decode(info)) : undefined;
  if (pixels !== undefined) {
    for (const pixel of pixels.filter(within)) {
      yield { path: pixelPath(place, pixel), size: undefined, pixel, values: NO_VALUES };
    }
    return;
  }
  // Without it the names of the files say the same.
  const folders = new Set<string>();
  for await (const { path, size } of files.files(place.dataset, options)) {
    const match = /Norder=(\d+)\/(?:Dir=\d+\/)?Npix=(\d+)(\/|\.)/.exec(path);
    const pixel = match && {
      ...{ order: Number(match[1]), pixel: Number(match[2]) },
      scheme: 'nested' as const,
    };
    if (!match || !pixel || pixel.order > MOST_ORDER || !within(pixel)) {
      continue;
    }
    const folder = path.slice(0, match.index + match[0].length);
    if (match[3] === '.') {
      yield { path, size, pixel, values: NO_VALUES };
    } else if (!folders.has(folder)) {
      folders.add(folder);
      yield { path: folder, size: undefined, pixel, values: NO_VALUES };
    }
  }
}

export function pixelPath(
  { dataset, suffix }: Omit<Place, 'folder'>,
  { order, pixel }: Pixel,
): string {
  const directory = Math.floor(pixel / 10_000) * 10_000;
  return `${dataset}Norder=${order}/Dir=${directory}/Npix=${pixel}${suffix}`;
}

/** An index is cut by the values of its column, not by the sky. */
async function* indexPartitions(
  files: DatasetFolder,
  dataset: string,
  options: FolderOptions = {},
): AsyncGenerator<Partition> {
  for await (const { path, size } of files.files(`${dataset}index/`, options)) {
    yield { path, size, pixel: undefined, values: NO_VALUES };
  }
}

function warningsOf(type: string): string[] {
  return type === 'margin'
    ? ['These rows are copies of rows of other partitions; count those of the catalogue itself.']
    : [];
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || text === '' || Number.isNaN(number) ? undefined : number;
}
