import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import type { DatasetFolder } from '../../../src/core/catalogs/layout/dataset-folder';
import { hatsLayout } from '../../../src/core/catalogs/layout/hats';
import type { Layout } from '../../../src/core/catalogs/layout/layout';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../../src/core/catalogs/query/plan';
import { queryRegion } from '../../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery } from '../../../src/core/catalogs/query/run';
import { diskFolder } from '../../support/catalogs/folders';
import truth from '../../ui/support/catalog-truth.json';

/** The catalogues of `npm start` and of the tests in the editor, held against pyarrow. */

const SAMPLE = 'test/fixtures/catalogs';

describe('the sample catalogues', () => {
  it('give the rows of the notebook about Taurus that pyarrow gives', async () => {
    const folder = diskFolder(`${SAMPLE}/wise/wise-sample.parquet`);
    const detected = await detectLayout(folder);
    const layout = detected.what === 'catalogue' ? detected.layout : undefined;
    const rows = await rowsOf(folder, layout as Layout, {
      columns: truth.columns,
      filter: 'ext_flg == 0 and ra > 62 and ra < 66 and dec > 25 and dec < 29',
      region: queryRegion({ kind: 'box', west: 62, east: 66, south: 25, north: 29 }),
    });
    const lines = rows.map(([name, ...magnitudes]) =>
      [name, ...magnitudes.map((m) => (m === undefined ? '' : Number(m).toFixed(3)))].join(','),
    );
    expect(lines.sort()).toEqual(truth.sample.rows);
  });

  it('have a HATS collection whose stars are those of the star field', async () => {
    const folder = diskFolder(`${SAMPLE}/hats/star_field_collection`);
    const detected = await detectLayout(folder);
    const collection = detected.what === 'collection' ? detected.collection : undefined;
    expect(collection).toMatchObject({
      primary: 'star_field',
      defaultMargin: 'star_field_10arcs',
      indexes: new Map([['id', 'star_field_id_index']]),
    });
    const properties = await folder.read('star_field/hats.properties');
    const layout = hatsLayout(folder, 'star_field/', properties as Uint8Array);
    expect(layout).toMatchObject({
      rows: truth.starField.hats,
      position: { ra: 'ra', dec: 'dec' },
    });
    const rows = await rowsOf(folder, layout, { columns: ['id', 'lc.mag'], region: undefined });
    expect(rows).toHaveLength(truth.starField.hats);
  });
});

async function rowsOf(
  folder: DatasetFolder,
  layout: Layout,
  asked: {
    readonly columns: readonly string[];
    readonly filter?: string;
    readonly region: ReturnType<typeof queryRegion>;
  },
): Promise<unknown[][]> {
  const schema = await readDatasetSchema(folder, layout);
  const position = { ra: 'ra', dec: 'dec' };
  const query = { folder, layout, schema, position, filter: undefined, ...asked };
  const plan = await planQuery(query);
  const result = new ResultTable(plan.columns);
  await runQuery(plan, result);
  expect(result.isComplete).toBe(true);
  const { columns } = await result.read(
    0,
    result.rows,
    plan.columns.map((_, i) => i),
  );
  return Array.from({ length: result.rows }, (_, row) =>
    columns.map(({ values, missing }) => (missing?.[row] === 1 ? undefined : values[row])),
  );
}
