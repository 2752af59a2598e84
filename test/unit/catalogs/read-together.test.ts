import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import type { Layout } from '../../../src/core/catalogs/layout/layout';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery, type QueryPlan } from '../../../src/core/catalogs/query/plan';
import { queryRegion } from '../../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery } from '../../../src/core/catalogs/query/run';
import type { SkyRegion } from '../../../src/core/catalogs/region/region';
import { diskFolder } from '../../support/catalogs/folders';
import truth from '../../ui/support/catalog-truth.json';
import { CountedSource, readerOf } from '../parquet/support';

const WISE = 'test/fixtures/catalogs/wise/wise-sample.parquet';
const BOX: SkyRegion = { kind: 'box', west: 62, east: 66, south: 25, north: 29 };

interface Done {
  readonly plan: QueryPlan;
  readonly rows: number;
  /** Of running it, without the plan. */
  readonly rounds: number;
  readonly bytes: number;
}

async function done(filter: string, region: SkyRegion): Promise<Done> {
  const meter = new Meter();
  const sources: CountedSource[] = [];
  const folder = diskFolder(WISE, (path, bytes) => {
    const source = new CountedSource(path, bytes);
    sources.push(source);
    return readerOf(source, meter);
  });
  const { layout } = (await detectLayout(folder)) as { layout: Layout };
  const schema = await readDatasetSchema(folder, layout);
  const asked = { region: queryRegion(region), position: { ra: 'ra', dec: 'dec' } };
  const plan = await planQuery({
    ...{ folder, layout, schema, filter, columns: truth.columns },
    ...asked,
  });
  const before = { rounds: meter.figures().rounds, bytes: bytesOf(sources) };
  const result = new ResultTable(plan.columns);
  await runQuery(plan, result);
  expect(result.isComplete).toBe(true);
  const rounds = meter.figures().rounds - before.rounds;
  return { plan, rows: result.rows, rounds, bytes: bytesOf(sources) - before.bytes };
}

function bytesOf(sources: readonly CountedSource[]): number {
  return sources.flatMap(({ reads }) => reads).reduce((sum, { length }) => sum + length, 0);
}

describe('the columns of a row group', () => {
  it('are read in one round where a box covers most of it', async () => {
    const field: SkyRegion = { kind: 'box', west: 149, east: 151, south: 1, north: 3 };
    const { plan, rows, rounds } = await done('ext_flg < 9', field);
    expect(plan.files.flatMap(({ groups }) => groups).map(({ together }) => together)).toEqual([
      true,
      true,
    ]);
    expect(rows).toBe(truth.starField.wise);
    expect(rounds).toBe(1);
  });

  it('are read in two where a value is looked for that few rows have', async () => {
    const [name = ''] = (truth.sample.rows[700] ?? '').split(',');
    const all = await done('ext_flg = 0', BOX);
    const one = await done(`designation = '${name}'`, BOX);
    expect(one.plan.files.flatMap(({ groups }) => groups).some(({ together }) => together)).toBe(
      false,
    );
    expect([all.rows, one.rows, one.rounds]).toEqual([truth.sample.count, 1, 2]);
    expect(one.bytes).toBeLessThan(all.bytes * 0.7);
  });
});
