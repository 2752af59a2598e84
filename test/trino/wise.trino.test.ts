import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectLayout } from '../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../src/core/catalogs/query/plan';
import { queryRegion } from '../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../src/core/catalogs/query/result-table';
import { runQuery } from '../../src/core/catalogs/query/run';
import { regionOf } from '../../src/core/catalogs/request/region-of';
import type { CatalogRequest, RegionSpec } from '../../src/core/catalogs/request/request';
import { requestSql, type DatasetColumn } from '../../src/core/engines/sql/request-sql';
import { diskFolder } from '../support/catalogs/folders';
import { query, version } from './server';

/** The same request to Trino and to the reader of the product, over the same Parquet files. */

const WISE = fileURLToPath(
  new URL('../../../shared/golden/synthetic/parquet/wise-like.parquet', import.meta.url),
);
const TABLE = 'hive.sky.wise';
const COLUMNS = [
  'designation',
  'ra',
  'dec',
  'w1mpro',
  'w2mpro',
  'w3mpro',
  'w4mpro',
  'cntr',
  'healpix_k5',
];

const ASKED: readonly (readonly [string, string, RegionSpec])[] = [
  [
    'the box of the reference notebook',
    'ext_flg == 0',
    { kind: 'box', ra: [62, 66], dec: [25, 29] },
  ],
  [
    'red stars in a cone',
    'w1mpro - w2mpro > 0.5 and w1mpro < 15',
    { kind: 'cone', ra: 64, dec: 27, radius: 2 },
  ],
  ['everything', '', { kind: 'everywhere' }],
  [
    'a polygon, and a list of filters',
    '[("ext_flg", "in", [0, 1]), ("w1mpro", "<", 14)]',
    {
      kind: 'polygon',
      corners: [
        [61, 24],
        [67, 25],
        [64, 30],
      ],
      larger: false,
    },
  ],
  ['a partition', 'healpix_k5 == 290 or designation like "J0401%"', { kind: 'everywhere' }],
];

describe.skipIf(version === undefined || !existsSync(WISE))(
  `a catalogue on Trino ${version ?? ''}`,
  () => {
    beforeAll(async () => {
      await query("CREATE SCHEMA IF NOT EXISTS hive.sky WITH (location = 'local:///sky')").catch(
        ignored,
      );
      await query(`CREATE TABLE IF NOT EXISTS ${TABLE} (designation varchar, ra double, dec double, w1mpro double,
      w2mpro double, w3mpro double, w4mpro double, ext_flg integer, cntr bigint, healpix_k0 integer, healpix_k5 integer)
      WITH (external_location = 'local:///wise_like', format = 'PARQUET', partitioned_by = ARRAY['healpix_k0', 'healpix_k5'])`).catch(
        ignored,
      );
      await query("CALL hive.system.sync_partition_metadata('sky', 'wise', 'FULL')").catch(ignored);
    });

    it.each(ASKED)('has the same rows of %s', async (_name, filter, region) => {
      const position = { ra: 'ra', dec: 'dec' };
      const request: CatalogRequest = {
        dataset: { uri: 'file:///wise/', part: '' },
        ...{ columns: COLUMNS, filter, region, position },
      };
      const folder = diskFolder(WISE);
      const detected = await detectLayout(folder);
      if (detected.what !== 'catalogue') {
        throw new Error(detected.what);
      }
      const { layout } = detected;
      const schema = await readDatasetSchema(folder, layout);
      const plan = await planQuery({
        ...{ folder, layout, schema, columns: COLUMNS, position },
        filter: filter === '' ? undefined : filter,
        region: queryRegion(regionOf(region)),
      });
      const result = new ResultTable(plan.columns);
      await runQuery(plan, result);
      const slice = await result.read(0, result.rows, [...COLUMNS.keys()]);
      const here = Array.from({ length: result.rows }, (_, row) =>
        slice.columns.map(({ values, missing }) =>
          missing?.[row] === 1 ? 'null' : String(values[row]),
        ),
      );
      const known = schema.columns.map(({ name, type }): DatasetColumn => ({
        name,
        type,
        list: false,
        inFolders: schema.inFolders.has(name),
      }));
      const { rows } = await query(requestSql(request, known, TABLE));
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.map((row) => row.map(String)).sort(byText)).toEqual(here.sort(byText));
    });
  },
);

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join('\n') < b.join('\n') ? -1 : 1;
}

/** Statements that give no rows end so. */
function ignored(error: unknown): void {
  if (!String(error).includes('gives no rows')) {
    throw error;
  }
}
