import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import { hatsLayout, parsePartitionInfo, pixelPath } from '../../../src/core/catalogs/layout/hats';
import type { Layout, PartitionOptions } from '../../../src/core/catalogs/layout/layout';
import { listOf, parseProperties } from '../../../src/core/catalogs/layout/properties';
import { diskFolder, emptyFiles, type MadeFolder } from '../../support/catalogs/folders';

const SHARED = fileURLToPath(new URL('../../../../shared/golden/', import.meta.url));

async function layoutOf(folder: MadeFolder): Promise<Layout> {
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  return detected.layout;
}

async function pathsOf(layout: Layout, options?: PartitionOptions): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of layout.partitions(options)) {
    paths.push(path);
  }
  return paths;
}

describe('the layout of a catalogue of IRSA', () => {
  const pixels = [0, 1023, 1986, 2551, 12287];
  const folder = (): MadeFolder =>
    emptyFiles(
      '_common_metadata',
      '_metadata',
      ...pixels.map((k5) => `healpix_k0=${k5 >> 10}/healpix_k5=${k5}/part0.snappy.parquet`),
      'healpix_k0=1/healpix_k5=1986/part1.snappy.parquet',
      'healpix_k0=1/healpix_k5=1986/_SUCCESS',
    );

  it('is known by the names of its folders', async () => {
    const layout = await layoutOf(folder());
    expect(layout).toMatchObject({
      kind: 'hive',
      about: 'Parquet files by HEALPix pixel of order 5',
      partitionColumns: ['healpix_k0', 'healpix_k5'],
      schemaFiles: ['_common_metadata', '_metadata'],
    });
    expect(await pathsOf(layout)).toHaveLength(6);
  });

  it('needs a listing for each pixel of a region and no more', async () => {
    const files = folder();
    const layout = await layoutOf(files);
    const before = files.listings;
    const within = ({ order, pixel }: { order: number; pixel: number }): boolean =>
      order === 0 ? pixel === 1 : pixel === 1986 || pixel === 1987;
    expect(await pathsOf(layout, { within })).toEqual([
      'healpix_k0=1/healpix_k5=1986/part0.snappy.parquet',
      'healpix_k0=1/healpix_k5=1986/part1.snappy.parquet',
    ]);
    // The pixel that is not there costs its listing.
    expect(files.listings - before).toBe(2);
  });

  it('gives the values of the folders', async () => {
    const layout = await layoutOf(folder());
    for await (const { path, values, pixel } of layout.partitions()) {
      if (path.startsWith('healpix_k0=2')) {
        expect([...values]).toEqual([
          ['healpix_k0', 2],
          ['healpix_k5', 2551],
        ]);
        expect(pixel).toEqual({ order: 5, pixel: 2551, scheme: 'nested' });
      }
    }
  });

  it('of other keys is read without a pixel', async () => {
    const layout = await layoutOf(
      emptyFiles(
        'band=W1/day=2010-01-07%2000%3A00/a.parquet',
        'band=__HIVE_DEFAULT_PARTITION__/day=3/b.parquet',
      ),
    );
    expect(layout).toMatchObject({ partitionColumns: ['band', 'day'], schemaFiles: [] });
    const values: unknown[] = [];
    for await (const partition of layout.partitions({ within: () => false })) {
      expect(partition.pixel).toBeUndefined();
      values.push(Object.fromEntries(partition.values));
    }
    expect(values).toEqual([
      { band: 'W1', day: '2010-01-07 00:00' },
      { band: null, day: 3 },
    ]);
  });

  it('is refused where folders go on and on', async () => {
    const deep = Array.from({ length: 12 }, (_, i) => `k${i}=1/`).join('');
    await expect(detectLayout(emptyFiles(`${deep}x.parquet`))).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});

describe('a HATS catalogue', () => {
  it('has its pixels in partition_info.csv, of whatever columns', () => {
    expect(parsePartitionInfo('Norder,Dir,Npix,num_rows\n0,0,11,131\r\n')).toEqual([
      { order: 0, pixel: 11, scheme: 'nested' },
    ]);
    expect(() => parsePartitionInfo('Norder,Npix\n0,11\n1,48\n')).toThrow('Line 3 of');
    expect(() => parsePartitionInfo('a,b\n0,11\n')).toThrow('no columns Norder and Npix');
  });

  it.each([
    ['.parquet', 'dataset/Norder=6/Dir=30000/Npix=34567.parquet'],
    ['.parq', 'dataset/Norder=6/Dir=30000/Npix=34567.parq'],
    ['/', 'dataset/Norder=6/Dir=30000/Npix=34567/'],
  ])('with the suffix %s has a partition at %s', (suffix, path) => {
    const pixel = { order: 6, pixel: 34567, scheme: 'nested' as const };
    expect(pixelPath({ dataset: 'dataset/', suffix }, pixel)).toBe(path);
  });

  it('without partition_info.csv is read from the names of its files', async () => {
    const files = emptyFiles(
      'dataset/Norder=1/Dir=0/Npix=44.parquet',
      'dataset/Norder=0/Dir=0/Npix=3/part0.parquet',
      'dataset/Norder=0/Dir=0/Npix=3/part1.parquet',
      'dataset/_metadata',
    );
    const layout = hatsLayout(files, '', new TextEncoder().encode('dataproduct_type=object'));
    expect(await pathsOf(layout)).toEqual([
      'dataset/Norder=1/Dir=0/Npix=44.parquet',
      'dataset/Norder=0/Dir=0/Npix=3/',
    ]);
  });

  it('of the time before HATS is refused with a word on what to do', async () => {
    const old = emptyFiles('catalog_info.json', 'Norder=0/Dir=0/Npix=11.parquet');
    await expect(detectLayout(old)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('says what it has in a Java properties text', () => {
    const properties = parseProperties(
      '#HATS\n! too\nhats_col_ra=ra\nhats_cols_default = a, b \\\n   c;d\nkey\\ 1: \\u03b1\\=1\nflag\n',
    );
    expect(Object.fromEntries(properties)).toEqual({
      ...{ hats_col_ra: 'ra', hats_cols_default: 'a, b c;d', 'key 1': 'α=1', flag: '' },
    });
    expect(listOf(properties.get('hats_cols_default'))).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('other folders', () => {
  it('of OpenUniverse have pixels in the ring scheme and a catalogue for each kind', async () => {
    const detected = await detectLayout(
      emptyFiles(
        'galaxy_10307.parquet',
        'galaxy_flux_10307.parquet',
        'snana_9921.parquet',
        'galaxy_99999.parquet',
      ),
    );
    expect(detected).toMatchObject({
      what: 'kinds',
      kinds: [{ kind: 'galaxy' }, { kind: 'galaxy_flux' }, { kind: 'snana' }],
    });
    const [galaxy] = detected.what === 'kinds' ? detected.kinds : [];
    const found: unknown[] = [];
    for await (const { path, pixel } of galaxy?.layout.partitions() ?? []) {
      found.push([path, pixel]);
    }
    expect(found).toEqual([['galaxy_10307.parquet', { order: 5, pixel: 10307, scheme: 'ring' }]]);
  });

  it('of plain files are those files', async () => {
    const layout = await layoutOf(emptyFiles('a.parquet', 'b.PARQUET', '_metadata', 'notes.txt'));
    expect(layout).toMatchObject({ kind: 'files', about: '2 Parquet files' });
    expect(await pathsOf(layout)).toEqual(['a.parquet', 'b.PARQUET']);
  });

  it('without Parquet are refused', async () => {
    await expect(detectLayout(emptyFiles('a.txt'))).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe.skipIf(!existsSync(SHARED))('real HATS catalogues', () => {
  it.each([
    ['small_sky', 131, ['dataset/Norder=0/Dir=0/Npix=11.parquet']],
    ['small_sky_npix_alt_suffix', 131, ['dataset/Norder=0/Dir=0/Npix=11.parq']],
    ['small_sky_npix_as_dir', 131, ['dataset/Norder=0/Dir=0/Npix=11/']],
  ])('%s', async (name, rows, paths) => {
    const layout = await layoutOf(diskFolder(`${SHARED}hats/${name}`));
    expect(layout).toMatchObject({ kind: 'hats', rows, position: { ra: 'ra', dec: 'dec' } });
    expect(layout.healpix).toEqual({ column: '_healpix_29', order: 29 });
    expect(await pathsOf(layout)).toEqual(paths);
  });

  it('a collection names its catalogue, margins and indexes', async () => {
    const root = `${SHARED}hats/small_sky_o1_collection`;
    const detected = await detectLayout(diskFolder(root));
    expect(detected).toMatchObject({
      what: 'collection',
      collection: {
        primary: 'small_sky_order1',
        margins: ['small_sky_order1_margin', 'small_sky_order1_margin_10arcs'],
        defaultMargin: 'small_sky_order1_margin',
        indexes: new Map([['id', 'small_sky_order1_id_index']]),
        defaultIndex: 'id',
      },
    });
    const margin = await layoutOf(diskFolder(`${root}/small_sky_order1_margin`));
    expect(margin).toMatchObject({ type: 'margin', marginThreshold: 7200 });
    expect(margin.warnings).toHaveLength(1);
    const index = await layoutOf(diskFolder(`${root}/small_sky_order1_id_index`));
    expect(index).toMatchObject({ type: 'index', indexColumn: 'id' });
    expect(await pathsOf(index)).toEqual(['dataset/index/part.0.parquet']);
  });
});
