import { beforeAll, describe, expect, it } from 'vitest';
import { regionTest } from '../../src/core/catalogs/region/region';
import { regionOf } from '../../src/core/catalogs/request/region-of';
import type { RegionSpec } from '../../src/core/catalogs/request/request';
import { doubleLiteral } from '../../src/core/engines/sql/words';
import { requestSql, type DatasetColumn } from '../../src/core/engines/sql/request-sql';
import { nestedPixels } from '../../src/core/healpix/nested';
import { query, version } from './server';

/** Every region holds the same rows here and there, at the poles and across 0h too. */

const ROWS = 6000;

const column = (name: string, type: string, inFolders = false): DatasetColumn => ({
  ...{ name, type, inFolders },
  list: false,
});
const COLUMNS = [
  column('id', 'int32'),
  column('ra', 'float64'),
  column('dec', 'float64'),
  column('healpix_k5', 'int64', true),
  column('_healpix_29', 'int64'),
];

const SPECIAL: readonly (readonly [number | null, number | null])[] = [
  [null, 27],
  [64, null],
  [NaN, NaN],
  [64, NaN],
  [Infinity, 27],
  [62, 25],
  [66, 29],
  [-1, 1],
  [424, 27],
  [360, 0],
  [0, 0],
  [0, 90],
  [123, -90],
  [64, 91],
];

/** Even over the sky, denser around some places, with a few on borders and none at all. */
const places = Array.from({ length: ROWS }, (_, row): [number | null, number | null] => {
  if (row < SPECIAL.length) {
    return SPECIAL[row] as [number | null, number | null];
  }
  const [a, b] = [noise(row, 1), noise(row, 2)];
  const [lon, lat] = [360 * a, (Math.asin(2 * b - 1) * 180) / Math.PI];
  switch (row % 4) {
    case 0:
      return [lon, lat];
    case 1:
      return [60 + 10 * a, 22 + 10 * b];
    case 2:
      return [(355 + 10 * a) % 360, 10 * b - 5];
    default:
      return [lon, row % 8 === 3 ? 84 + 6 * b : -84 - 6 * b];
  }
});

const REGIONS: readonly (readonly [string, RegionSpec])[] = [
  ['a cone', { kind: 'cone', ra: 64, dec: 27, radius: 1.5 }],
  ['a cone across 0h', { kind: 'cone', ra: 359.5, dec: 0.5, radius: 3 }],
  ['a cone at the pole', { kind: 'cone', ra: 10, dec: 89.5, radius: 2 }],
  ['a large cone', { kind: 'cone', ra: 200, dec: -30, radius: 120 }],
  ['a cone of a hemisphere', { kind: 'cone', ra: 12, dec: 45, radius: 90 }],
  ['the whole sky as a cone', { kind: 'cone', ra: 12, dec: 45, radius: 180 }],
  ['a box', { kind: 'box', ra: [62, 66], dec: [25, 29] }],
  ['a box across 0h', { kind: 'box', ra: [357, 2], dec: [-3, 3] }],
  ['a box around the pole', { kind: 'box', ra: [0, 360], dec: [85, 90] }],
  ['a narrow box to the south pole', { kind: 'box', ra: [100, 200], dec: [-90, -85] }],
  [
    'a polygon',
    {
      kind: 'polygon',
      corners: [
        [61.9, 25],
        [66, 24],
        [67, 29],
        [63, 30],
      ],
      larger: false,
    },
  ],
  [
    'a polygon that is not convex',
    {
      kind: 'polygon',
      corners: [
        [60, 22],
        [70, 22],
        [65, 25],
        [70, 32],
        [60, 32],
      ],
      larger: false,
    },
  ],
  [
    'a polygon across 0h',
    {
      kind: 'polygon',
      corners: [
        [356, -4],
        [4, -4],
        [3, 4],
        [0, 1],
        [357, 4],
      ],
      larger: false,
    },
  ],
  [
    'a polygon over the north pole',
    {
      kind: 'polygon',
      corners: [
        [0, 85],
        [90, 86],
        [180, 87],
        [270, 86],
      ],
      larger: false,
    },
  ],
  [
    'a polygon over the south pole',
    {
      kind: 'polygon',
      corners: [
        [10, -85],
        [130, -86],
        [250, -87],
      ],
      larger: false,
    },
  ],
  [
    'all but a polygon',
    {
      kind: 'polygon',
      corners: [
        [62, 25],
        [66, 24],
        [67, 29],
      ],
      larger: true,
    },
  ],
  ['a coverage map', { kind: 'moc', text: '3/100-102 5/290 6/1162', name: 'map' }],
  [
    'several parts',
    {
      kind: 'union',
      parts: [
        { kind: 'cone', ra: 64, dec: 27, radius: 0.5 },
        { kind: 'box', ra: [357, 2], dec: [-3, 3] },
      ],
    },
  ],
];

describe.skipIf(version === undefined)(`regions on Trino ${version ?? ''}`, () => {
  beforeAll(async () => {
    await query('DROP TABLE IF EXISTS memory.default.places').catch(() => undefined);
    const sky = {
      longitude: Float64Array.from(places, ([ra]) => ra ?? 0),
      latitude: Float64Array.from(places, ([, dec]) => Math.max(-90, Math.min(90, dec ?? 0))),
    };
    const coarse = nestedPixels(5, sky);
    const fine = nestedPixels(24, sky);
    const number = (value: number | null): string =>
      value === null ? 'NULL' : doubleLiteral(value);
    const values = places.map(
      ([ra, dec], row) =>
        `(${row}, ${number(ra)}, ${number(dec)}, ${coarse[row]}, ${BigInt(fine[row] as number) << 10n})`,
    );
    const [first, ...others] = Array.from({ length: ROWS / 1000 }, (_, k) =>
      values.slice(1000 * k, 1000 * (k + 1)).join(', '),
    );
    const select = (some = ''): string =>
      `SELECT CAST(a AS integer) id, b ra, c dec, CAST(d AS bigint) healpix_k5, CAST(e AS bigint) _healpix_29 FROM (VALUES ${some}) AS t(a, b, c, d, e)`;
    await query(`CREATE TABLE memory.default.places AS ${select(first)}`);
    for (const some of others) {
      await query(`INSERT INTO memory.default.places ${select(some)}`);
    }
  });

  it.each(REGIONS)('%s', async (_name, region) => {
    const request = {
      dataset: { uri: 'file:///x/', part: '' },
      ...{ columns: ['id'], filter: '', region, position: { ra: 'ra', dec: 'dec' } },
    };
    const sky = {
      longitude: Float64Array.from(places, ([ra]) => ra ?? NaN),
      latitude: Float64Array.from(places, ([, dec]) => dec ?? NaN),
    };
    const inside = regionTest(regionOf(region)).contains(sky);
    const here = [...inside.keys()].filter((row) => inside[row] === 1);
    expect(here.length).toBeGreaterThan(10);
    const isMap = region.kind === 'moc';
    for (const columns of isMap ? [COLUMNS] : [COLUMNS, COLUMNS.slice(0, 3)]) {
      const sql = requestSql(request, columns, 'memory.default.places');
      const { rows } = await query(sql);
      const there = rows.map(([id]) => Number(id)).sort((a, b) => a - b);
      expect(there, sql).toEqual(here);
    }
  });
});

/** From 0 to below 1, the same every time. */
function noise(row: number, seed: number): number {
  const value = Math.sin(row * 12.9898 + seed * 78.233) * 43758.5453;
  return value - Math.floor(value);
}
