import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery, type QueryPlan } from '../../../src/core/catalogs/query/plan';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery } from '../../../src/core/catalogs/query/run';
import { SkybucketError } from '../../../src/core/errors';
import { emptyFiles, MadeFolder } from '../../support/catalogs/folders';
import { fixture } from '../parquet/support';

async function planOf(folder: MadeFolder, columns: readonly string[]): Promise<QueryPlan> {
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(folder, layout);
  return planQuery({
    ...{ folder, layout, schema, columns },
    ...{ filter: undefined, region: undefined, position: undefined },
  });
}

const part = (name: string) => (): Uint8Array => fixture(name);

describe('a plan', () => {
  it('keeps of a footer only what is read, and runs all the same', async () => {
    const folder = new MadeFolder(new Map([['a.parquet', part('brotli')]]));
    const plan = await planOf(folder, ['id']);
    const [file] = plan.files;
    expect(file?.all).toEqual({ groups: 3, rows: 60 });
    expect(file?.file.columns).toEqual([]);
    expect(file?.file.metadata.rowGroups).toEqual([]);
    for (const { group } of file?.groups ?? []) {
      const kept = group.chunks.filter((chunk) => chunk !== undefined);
      expect(kept).toHaveLength(1);
      expect(kept[0]?.statistics).toBeUndefined();
    }
    const result = new ResultTable(plan.columns);
    await runQuery(plan, result);
    expect(result).toMatchObject({ rows: 60, isComplete: true });
  });

  it('is not made where access to every file is denied', async () => {
    const opens = (path: string): never => {
      throw new SkybucketError('access-denied', `Access to ${path} is denied.`);
    };
    const whole = new MadeFolder(new Map([['a.parquet', part('brotli')]]));
    const detected = await detectLayout(whole);
    if (detected.what !== 'catalogue') {
      throw new Error(detected.what);
    }
    const { layout } = detected;
    const schema = await readDatasetSchema(whole, layout);
    const folder = new MadeFolder(new Map([['a.parquet', part('brotli')]]), opens);
    const planning = planQuery({
      ...{ folder, layout, schema, columns: ['id'] },
      ...{ filter: undefined, region: undefined, position: undefined },
    });
    await expect(planning).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('takes its schema from the next file where the first is broken, and says so', async () => {
    const folder = new MadeFolder(
      new Map([
        ['_common_metadata', () => new Uint8Array(50)],
        ['a.parquet', () => fixture('brotli').subarray(0, 500)],
        ['b.parquet', part('brotli')],
      ]),
    );
    const detected = await detectLayout(folder);
    const layout = detected.what === 'catalogue' ? detected.layout : undefined;
    const schema = layout && (await readDatasetSchema(folder, layout));
    expect(schema?.columns.map(({ name }) => name)).toContain('id');
    expect(schema?.warnings).toEqual([
      expect.stringMatching(/^The schema in _common_metadata cannot be used/),
      expect.stringMatching(/^a\.parquet cannot be read/),
    ]);
    const plan = await planOf(folder, ['id']);
    expect(plan.gone).toEqual([expect.stringMatching(/^The rows of a\.parquet are missing/)]);
    expect(plan.rows.all).toBe(60);
  });
});

describe('folders of Parquet files', () => {
  it('are one data set where they say nothing of themselves', async () => {
    const folder = new MadeFolder(
      new Map([
        ['2020/a.parquet', part('brotli')],
        ['2021/b.parquet', part('lz4')],
        ['readme.txt', () => new Uint8Array(3)],
      ]),
    );
    expect(await detectLayout(folder)).toMatchObject({
      what: 'catalogue',
      layout: { kind: 'files', about: 'Parquet files in folders' },
    });
    expect((await planOf(folder, ['id'])).rows.all).toBe(120);
  });

  it('are none where each is a data set by itself', async () => {
    for (const inside of ['_common_metadata', 'hats.properties', 'k=1/a.parquet']) {
      const folder = emptyFiles(`one/${inside}`, 'one/a.parquet', 'two/b.parquet');
      await expect(detectLayout(folder)).rejects.toMatchObject({ code: 'unsupported' });
    }
  });
});
