import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import type { Pixel } from '../../../src/core/catalogs/layout/layout';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { Pause } from '../../../src/core/catalogs/query/pause';
import { planQuery } from '../../../src/core/catalogs/query/plan';
import type { CatalogQuery, QueryRegion } from '../../../src/core/catalogs/query/query';
import { queryRegion } from '../../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery, type RunProgress } from '../../../src/core/catalogs/query/run';
import { CountedSource, fixture, random } from '../parquet/support';
import { nestedPixels } from '../../../src/core/healpix/nested';
import { nestedToRing } from '../../../src/core/healpix/ring';
import { point } from '../../../src/core/catalogs/filter/range';
import { mayLieIn } from '../../../src/core/catalogs/query/group-ranges';
import { pixelCentres } from '../../../src/core/healpix/centres';
import { diskFolder, MadeFolder } from '../../support/catalogs/folders';
import { GROUPS, largeFolder, PIXELS, ROWS_PER_GROUP } from './large-set';

const SHARED = fileURLToPath(new URL('../../../../shared/golden/', import.meta.url));

type Asked = Partial<Pick<CatalogQuery, 'columns' | 'filter' | 'region' | 'position'>>;

async function queryOf(folder: MadeFolder, asked: Asked): Promise<CatalogQuery> {
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(folder, layout);
  const position = asked.position ?? layout.position;
  return {
    ...{ folder, layout, schema, position, filter: asked.filter, region: asked.region },
    columns: asked.columns ?? schema.columns.map(({ name }) => name),
  };
}

/** A box strictly inside, and the pixels that the truth says it touches. */
function box(ra: [number, number], dec: [number, number], pixels?: readonly number[]): QueryRegion {
  const within = ({ order, pixel }: Pixel): boolean =>
    pixels === undefined ||
    pixels.some((own) => (order < 5 ? own >> (2 * (5 - order)) : own) === pixel);
  return {
    ...{ within, ra: [ra], dec },
    contains: ({ longitude, latitude }) =>
      Uint8Array.from(longitude, (x, i) => {
        const y = latitude[i] as number;
        return x > ra[0] && x < ra[1] && y > dec[0] && y < dec[1] ? 1 : 0;
      }),
  };
}

async function columnOf(result: ResultTable, name: string): Promise<unknown[]> {
  const index = result.columns.findIndex((column) => column.name === name);
  const { columns } = await result.read(0, result.rows, [index]);
  return [...(columns[0]?.values ?? [])].map((value, i) =>
    columns[0]?.missing?.[i] === 1 ? null : value,
  );
}

const part = (name: string) => (): Uint8Array => fixture(name);

describe('a query over some files', () => {
  const folder = (): MadeFolder =>
    new MadeFolder(
      new Map([
        ['k=1/a.parquet', part('pages-zstd-indexed')],
        ['k=2/b.parquet', part('brotli')],
        ['k=3/c.parquet', part('lz4')],
      ]),
    );

  it('is planned from metadata: folders, row groups and pages that cannot have a row are left out', async () => {
    const columns = ['id', 'name', 'k'];
    const whole = await planQuery(await queryOf(folder(), { columns }));
    expect(whole).toMatchObject({
      partitions: 3,
      rowGroups: { all: 9, chosen: 9 },
      rows: { all: 180, atMost: 180 },
    });
    const some = await planQuery(
      await queryOf(folder(), { columns, filter: 'k < 3 and i32 between 80000 and 96000' }),
    );
    // 7919 times the row: rows 11 and 12, four to a page where there is an index.
    expect(some).toMatchObject({
      partitions: 2,
      rowGroups: { all: 6, chosen: 2 },
      rows: { all: 120, atMost: 33 },
    });
    expect(some.files.map(({ groups }) => groups[0]?.rows)).toEqual([
      { from: 8, to: 16 },
      { from: 0, to: 25 },
    ]);
    expect(some.bytes).toBeLessThan(whole.bytes / 2);
  });

  it('gives the rows, and those of folders as columns', async () => {
    const query = await queryOf(folder(), {
      columns: ['id', 'k', 'lc.mag'],
      filter: 'i32 between 80000 and 96000 and k in (1, 3)',
    });
    const plan = await planQuery(query);
    const result = new ResultTable(plan.columns);
    const progress: RunProgress[] = [];
    await runQuery(plan, result, { onProgress: (so) => progress.push(so) });
    expect(result).toMatchObject({ state: 'done', isComplete: true, warnings: [] });
    expect(await columnOf(result, 'k')).toEqual([1n, 1n, 3n, 3n]);
    const base = 9007199254740993n;
    expect(await columnOf(result, 'id')).toEqual([base + 11n, base + 12n, base + 11n, base + 12n]);
    const { columns } = await result.readRows([3, 0], [2]);
    expect([...(columns[0]?.starts ?? [])]).toEqual([0, 0, 2]);
    expect(progress.at(-1)).toMatchObject({ bytes: plan.bytes, ofBytes: plan.bytes, rows: 4 });
  });

  it('reads the other columns only where a row is left', async () => {
    const meter = new Meter();
    const source = new CountedSource('a', fixture('brotli'));
    const opens = (): SpanReader => new SpanReader(source, { meter });
    const one = new MadeFolder(new Map([['a.parquet', part('brotli')]]), opens);
    const query = await queryOf(one, { columns: ['name', 'ra'], filter: 'odd > 2 and odd < 3' });
    const plan = await planQuery(query);
    const before = source.reads.length;
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    expect(result.rows).toBe(0);
    // One column of three row groups.
    expect(source.reads.length - before).toBeLessThanOrEqual(3);
  });

  it('says which files are gone or different, and goes on', async () => {
    const files = new Map([
      ['hats.properties', () => new TextEncoder().encode('hats_npix_suffix=.parquet\n')],
      ['partition_info.csv', () => new TextEncoder().encode('Norder,Npix\n0,1\n0,2\n0,3\n')],
      ['dataset/Norder=0/Dir=0/Npix=1.parquet', part('lz4')],
      [
        'dataset/Norder=0/Dir=0/Npix=3.parquet',
        (): Uint8Array => {
          const bytes = Uint8Array.from(fixture('plain-none-v1'));
          // The pages of the first row group, and not its footer.
          return bytes.fill(0xff, 4, 3000);
        },
      ],
    ]);
    const query = await queryOf(new MadeFolder(files), { columns: ['id', 'ra'] });
    const schema = {
      ...query.schema,
      columns: query.schema.columns.map((column) =>
        column.name === 'ra' ? { ...column, name: 'ra2000' } : column,
      ),
    };
    const plan = await planQuery({ ...query, schema, columns: ['id', 'ra2000'] });
    const lacks = 'has no column “ra2000”; it is missing in these rows.';
    expect(plan.problems).toEqual([
      `dataset/Norder=0/Dir=0/Npix=1.parquet ${lacks}`,
      `dataset/Norder=0/Dir=0/Npix=3.parquet ${lacks}`,
    ]);
    expect(plan.gone).toEqual([
      'dataset/Norder=0/Dir=0/Npix=2.parquet is not there; its rows are missing.',
    ]);
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    expect(result.rows).toBe(60 + 35);
    expect(result).toMatchObject({ state: 'done', isComplete: false });
    expect(result.warnings[0]).toBe('The result is incomplete: some of it could not be read.');
    expect(result.warnings.at(-1)).toMatch(
      /^Up to 25 rows of dataset.*Npix=3.parquet are missing: /,
    );
    expect(new Set(await columnOf(result, 'ra2000'))).toEqual(new Set([null]));
  });

  it('can be paused and stopped, and what is there then is marked', async () => {
    const plan = await planQuery(await queryOf(folder(), { columns: ['id'] }));
    const pause = new Pause();
    const stop = new AbortController();
    const result = new ResultTable(plan.columns, () => {
      if (result.rows === 50) {
        pause.pause();
      }
    });
    const running = runQuery(plan, result, { pause, signal: stop.signal });
    await expect.poll(() => result.rows).toBe(50);
    expect(result.state).toBe('running');
    stop.abort();
    await running;
    expect(result).toMatchObject({ state: 'stopped', isComplete: false, rows: 50 });
    expect(result.warnings).toEqual(['The result is incomplete: the query was stopped.']);
    const again = new ResultTable(plan.columns);
    await runQuery(plan, again, { mostMemory: 300 });
    expect(again).toMatchObject({ state: 'full', isComplete: false, rows: 50 });
  });

  it('refuses columns that are not there, and a region without columns of position', async () => {
    await expect(planQuery(await queryOf(folder(), { columns: ['x'] }))).rejects.toMatchObject({
      code: 'not-found',
    });
    const region = box([0, 1], [0, 1]);
    await expect(planQuery(await queryOf(folder(), { region }))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe.skipIf(!existsSync(SHARED))('the sample of the reference notebook', () => {
  const truth = JSON.parse(
    readFileSync(`${SHARED}truth/synthetic/parquet/wise-like.parquet.queries.json`, 'utf8'),
  ) as {
    rows: number;
    partitions: Record<string, number>;
    cone: {
      ra: number;
      dec: number;
      radius_deg: number;
      cntr: number[];
      healpix_k5_exact_overlap: number[];
    };
    box_stars: { ra_min: number; ra_max: number; dec_min: number; dec_max: number; cntr: number[] };
  };
  const wise = (): MadeFolder => diskFolder(`${SHARED}synthetic/parquet/wise-like.parquet`);
  const position = { ra: 'ra', dec: 'dec' };

  it('has the stars of its box', async () => {
    const { ra_min, ra_max, dec_min, dec_max, cntr } = truth.box_stars;
    const query = await queryOf(wise(), {
      columns: ['cntr', 'w1mpro', 'healpix_k5'],
      filter: '[("ext_flg", "==", 0)]',
      region: box([ra_min, ra_max], [dec_min, dec_max]),
      position,
    });
    const plan = await planQuery(query);
    expect(plan.rows.all).toBe(truth.rows);
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    const rows = (await columnOf(result, 'cntr')).map(Number).sort((a, b) => a - b);
    expect(rows).toEqual(cntr);
    expect(plan.columns[1]).toMatchObject({ unit: 'mag', description: 'W1 profile-fit magnitude' });
  });

  it('has the stars of its cone, from the folders that the cone touches', async () => {
    const { ra, dec, radius_deg, cntr, healpix_k5_exact_overlap } = truth.cone;
    const centre = { longitude: ra, latitude: dec };
    const files = wise();
    const query = await queryOf(files, {
      columns: ['cntr'],
      region: queryRegion({ kind: 'cone', centre, radius: radius_deg }),
      position,
    });
    files.opened.length = 0;
    const plan = await planQuery(query);
    expect(files.opened.map((path) => Number(/k5=(\d+)/.exec(path)?.[1])).sort()).toEqual(
      healpix_k5_exact_overlap.sort(),
    );
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    const rows = (await columnOf(result, 'cntr')).map(Number).sort((a, b) => a - b);
    expect(rows).toEqual(cntr);
    // Rows are spread about evenly there, so the guess is not far off.
    expect(plan.rows.expected).toBeGreaterThan(rows.length / 2);
    expect(plan.rows.expected).toBeLessThan(rows.length * 3);
  });

  it.each(Object.entries(truth.partitions))('has %s with %i rows', async (path, rows) => {
    const k5 = path.split('=').at(-1);
    const query = await queryOf(wise(), { columns: ['healpix_k5'], filter: `healpix_k5 == ${k5}` });
    const plan = await planQuery(query);
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    expect(plan.partitions).toBe(1);
    expect(await columnOf(result, 'healpix_k5')).toEqual(new Array(rows).fill(BigInt(k5 ?? 0)));
  });
});

describe('the bounds of a region', () => {
  it.each([
    [0.2, 10, 2],
    [359.9, -40, 1],
    [120, 89.5, 1],
    [40, -88, 3],
    [180, 0, 30],
  ])(
    'hold every position of the circle at %f %f of %f degrees',
    (ra, dec, radius) => {
      const centre = { longitude: ra, latitude: dec };
      const region = queryRegion({ kind: 'cone', centre, radius });
      const next = random(5);
      const longitude = Float64Array.from({ length: 4000 }, () => 360 * next());
      const latitude = Float64Array.from({ length: 4000 }, (_, i) =>
        i % 2
          ? (Math.asin(2 * next() - 1) * 180) / Math.PI
          : Math.max(-90, Math.min(90, dec + radius * (2 * next() - 1))),
      );
      const inside = region?.contains({ longitude, latitude });
      const nested = nestedPixels(5, { longitude, latitude });
      let count = 0;
      const lost: unknown[] = [];
      inside?.forEach((isIn, i) => {
        if (!region || isIn === 0) {
          return;
        }
        count += 1;
        const [x, y] = [longitude[i] as number, latitude[i] as number];
        const pixel = { order: 5, pixel: nested[i] as number, scheme: 'nested' as const };
        const ring = nestedToRing(5, [pixel.pixel])[0] as number;
        const held =
          mayLieIn(region, point(x), point(y)) &&
          mayLieIn(region, point(x > 180 ? x - 360 : x), point(y)) &&
          region.within(pixel) &&
          region.within({ order: 5, pixel: ring, scheme: 'ring' });
        if (!held) {
          lost.push([x, y]);
        }
      });
      expect(lost).toEqual([]);
      expect(count).toBeGreaterThan(10);
      const opposite = {
        order: 5,
        pixel: nestedPixels(5, {
          longitude: Float64Array.of((ra + 180) % 360),
          latitude: Float64Array.of(-dec),
        })[0] as number,
      };
      expect(region?.within({ ...opposite, scheme: 'nested' })).toBe(false);
    },
    60_000,
  );
});

describe('a catalogue of 100 million rows', () => {
  it('is planned from the footers of the files that a region touches', async () => {
    const meter = new Meter();
    const folder = largeFolder(meter);
    expect(PIXELS * GROUPS * ROWS_PER_GROUP).toBeGreaterThan(100_000_000);
    const { longitude, latitude } = pixelCentres(
      5,
      Array.from({ length: PIXELS }, (_, i) => i),
    );
    const [ra, dec] = [
      [62, 66],
      [25, 29],
    ] as const;
    // Pixels whose middle is near: more than touch it, and none less.
    const near = [...longitude.keys()].filter((i) => {
      const [x, y] = [longitude[i] as number, latitude[i] as number];
      return x > ra[0] - 3 && x < ra[1] + 3 && y > dec[0] - 2 && y < dec[1] + 2;
    });
    const query = await queryOf(folder, {
      columns: ['w1mpro', 'w2mpro'],
      filter: 'w1mpro < 5.25 and w1mpro - w2mpro > -20',
      region: box([...ra], [...dec], near),
      position: { ra: 'ra', dec: 'dec' },
    });
    const listings = folder.listings;
    const before = meter.figures();
    const plan = await planQuery(query);
    const after = meter.figures();
    expect(plan.partitions).toBe(near.length);
    expect(folder.listings - listings).toBe(near.length);
    expect(plan.rowGroups.all).toBe(near.length * GROUPS);
    // Of eight row groups the brightest three can have such a star, and not all of them lie in the box.
    expect(plan.rowGroups.chosen).toBeLessThanOrEqual(near.length * 3);
    expect(plan.rowGroups.chosen).toBeGreaterThan(near.length);
    expect(plan.rows.atMost).toBe(plan.rowGroups.chosen * ROWS_PER_GROUP);
    // Position and two magnitudes of each, which lie beside each other.
    expect(plan.bytes).toBe(plan.rowGroups.chosen * 4 * 6000);
    expect(plan.requests).toBe(plan.rowGroups.chosen);
    // One request a file, and nothing but its footer.
    expect(after.requests - before.requests).toBe(near.length);
    expect((after.bytes - before.bytes) / near.length).toBeLessThan(16 * 1024);
  }, 60_000);

  it('is cut down by the names of folders alone', async () => {
    const meter = new Meter();
    const query = await queryOf(largeFolder(meter), {
      columns: ['ra'],
      filter: 'healpix_k5 in (1986, 2551) and w1mpro < 10',
    });
    const before = meter.figures().requests;
    const plan = await planQuery(query);
    expect(plan).toMatchObject({ partitions: 2, rowGroups: { all: 16, chosen: 16 } });
    expect(meter.figures().requests - before).toBe(2);
  }, 60_000);
});
