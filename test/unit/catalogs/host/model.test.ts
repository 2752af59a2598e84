import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../../src/core/bytes/meter';
import type { CatalogRequest, DatasetRef } from '../../../../src/core/catalogs/request/request';
import { SkybucketError } from '../../../../src/core/errors';
import { CatalogModel } from '../../../../src/extension/catalogs/catalog-model';
import { CatalogWorker } from '../../../../src/extension/catalogs/catalog-worker';
import { ResultStore } from '../../../../src/extension/catalogs/result-store';
import { FolderServer } from '../../../../src/extension/catalogs/serve-folders';
import { ChosenRows } from '../../../../src/extension/catalogs-sky/chosen-rows';
import type { CatalogMatchRequest } from '../../../../src/protocol/catalog-match';
import { CatalogThread } from '../../../support/catalogs/in-process';
import { DiskPlaces } from '../../../support/catalogs/disk-places';
import truth from '../../../ui/support/catalog-truth.json' with { type: 'json' };

const SAMPLE = new URL('../../../fixtures/catalogs/wise/wise-sample.parquet/', import.meta.url);
const dataset: DatasetRef = { uri: pathToFileURL(SAMPLE.pathname).href, part: '' };
const box: CatalogRequest = {
  dataset,
  columns: truth.columns,
  filter: 'ext_flg == 0',
  region: { kind: 'box', ra: [62, 66], dec: [25, 29] },
  position: { ra: 'ra', dec: 'dec' },
};

class Bench {
  readonly meter = new Meter();
  readonly places = new DiskPlaces();
  readonly chosen = new ChosenRows();
  readonly threads: CatalogThread[] = [];
  readonly problems: unknown[] = [];
  limits = { bytes: 1e9, rows: 1e9, memory: 1e9 };
  readonly results: ResultStore;
  readonly models: CatalogModel[] = [];
  private ids = 0;

  constructor(readonly folder: string) {
    this.results = new ResultStore(folder);
  }

  model(): CatalogModel {
    const model = new CatalogModel({
      ...{ meter: this.meter, results: this.results, chosen: this.chosen, now: Date.now },
      worker: (onDeath) =>
        new CatalogWorker({
          startThread: () => {
            const thread = new CatalogThread();
            this.threads.push(thread);
            return thread;
          },
          serveFolders: () => new FolderServer(this.places, this.meter),
          onDeath,
        }),
      limits: () => this.limits,
      nameOf: () => 'WISE sample',
      matchChoices: async () => [],
      newId: () => `result${++this.ids}`,
      onProblem: (error) => void this.problems.push(error),
    });
    this.models.push(model);
    return model;
  }
}

let bench: Bench;
beforeEach(async () => {
  bench = new Bench(await mkdtemp(join(tmpdir(), 'skybucket-model-')));
});
afterEach(async () => {
  await Promise.all(bench.models.map((model) => model.dispose()));
  await rm(bench.folder, { recursive: true, force: true });
});

async function kept(model: CatalogModel): Promise<void> {
  await expect.poll(() => model.isKept, { timeout: 10_000 }).toBe(true);
}

describe('CatalogModel', () => {
  it('opens, plans and runs a query, and gives the rows that pyarrow gives', async () => {
    const model = bench.model();
    const reply = await model.openCatalog(dataset);
    expect(reply).toMatchObject({ kind: 'hive', position: { ra: 'ra', dec: 'dec' } });
    const plan = await model.plan(box);
    expect(plan.asks).toBe(false);
    expect(plan.spent.bytes).toBeGreaterThan(0);
    const result = await model.run(box, false);
    expect(result).toMatchObject({ state: 'done', complete: true, rows: truth.sample.count });
    expect(result.title).toBe('WISE sample · RA 62–66°, Dec 25 to 29° · ext_flg == 0');
    expect(result.bytes).toBeGreaterThan(0);
    const { table } = model.state;
    expect(table?.rows).toBe(truth.sample.count);
  });

  it('keeps a result, which another panel shows with nothing read of the data set', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);
    const [only] = await bench.results.list();
    expect(only).toMatchObject({ id, rows: truth.sample.count, complete: true });

    const other = bench.model();
    bench.places.opened.length = 0;
    await other.showResult(id);
    expect(other.state).toMatchObject({
      dataset,
      catalog: { kind: 'hive' },
      request: { filter: 'ext_flg == 0' },
      result: { id, complete: true },
      table: { rows: truth.sample.count },
    });
    expect(bench.places.opened).toEqual([only?.path]);
    const { hdu } = other.state.table ?? { hdu: -1 };
    const rows = await other.use((content) =>
      content.request('rows', { hdu, view: '', from: 0, to: 1, columns: [0] }, {}),
    );
    expect(JSON.stringify(rows)).toContain('J04');
  });

  it('checks filters of a kept result by the columns that were kept, and opens its data set for a plan', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);

    const other = bench.model();
    const asked: string[] = [];
    await other.showResult(id);
    bench.places.before = async (what) => void asked.push(what);
    expect(await other.checkFilter({ filter: 'w1mpro < 15 and ext_flg == 0' })).toEqual({
      problem: undefined,
    });
    const { problem } = await other.checkFilter({ filter: 'w1mpro < wrong' });
    expect(problem).toMatchObject({ from: 9, to: 14 });
    expect(asked).toEqual([]);
    await other.plan(box);
    expect(asked).not.toEqual([]);
    // The worker says the same of it.
    expect((await other.checkFilter({ filter: 'w1mpro < wrong' })).problem).toEqual(problem);
    expect(other.state.result?.id).toBe(id);
  });

  it('says why a kept result cannot be shown, until something else is', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);
    const [only] = await bench.results.list();
    await writeFile(only?.path ?? '', 'no Parquet');

    const other = bench.model();
    await expect(other.showResult(id)).rejects.toBeInstanceOf(SkybucketError);
    const { failure, result, table } = other.state;
    expect(failure).toMatchObject({ of: 'result' });
    expect(failure?.message).not.toBe('');
    expect([result?.id, table]).toEqual([id, undefined]);
    await other.run(box, false);
    expect(other.state.failure).toBeUndefined();
  });

  it('says that rows are gone whose worker died before they were kept', async () => {
    bench.results.add = () => Promise.reject(new SkybucketError('local-file', 'The disk is full.'));
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.run(box, false);
    await expect.poll(() => model.state.result?.warnings.join(' ')).toContain('The disk is full.');
    bench.threads[0]?.die({ outOfMemory: true, reason: 'test' });
    expect(model.state.failure).toMatchObject({ of: 'result', retryable: true });
  });

  it('does not begin a query that was stopped while the one before was being kept', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const add = bench.results.add.bind(bench.results);
    bench.results.add = async (...given) => {
      await held;
      await add(...given);
    };
    await model.run(box, false);
    await model.plan({ ...box, filter: '' });
    const second = model.run({ ...box, filter: '' }, false);
    await expect.poll(() => model.state.running, { interval: 1 }).toBeDefined();
    await model.stop();
    go();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(model.state.running).toBeUndefined();
    expect(model.state.result).toMatchObject({ state: 'stopped', rows: 0 });
  });

  it('plans a query of a data set that is not open yet', async () => {
    const model = bench.model();
    await expect(model.plan(box)).resolves.toMatchObject({ asks: false });
    expect(model.state.catalog?.kind).toBe('hive');
  });

  it('shows the result before again where a match with it fails', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);
    const before = model.state.table;
    const other = { uri: pathToFileURL(join(bench.folder, 'nowhere.parquet')).href, part: '' };
    const { hdu } = before ?? { hdu: 0 };
    const position = { ra: 'ra', dec: 'dec' };
    const request: CatalogMatchRequest = {
      ...{ hdu, view: '', position, radius: 1, which: 'nearest', keepUnmatched: false },
      other: { dataset: other, columns: [], filter: '', position },
    };
    await expect(model.matchCatalog({ ...request, agreed: true }, {})).rejects.toBeInstanceOf(
      SkybucketError,
    );
    expect(model.state).toMatchObject({ result: { id }, table: before });
    expect(model.isKept).toBe(true);
  });

  it('asks above the limit, and runs what was agreed', async () => {
    bench.limits = { ...bench.limits, rows: 3 };
    const model = bench.model();
    await model.openCatalog(dataset);
    const plan = await model.plan(box);
    expect(plan.asks).toBe(true);
    await expect(model.run(box, false)).rejects.toMatchObject({ code: 'costly' });
    expect(model.state.running).toBeUndefined();
    // Bytes of this computer are not asked about.
    bench.limits = { ...bench.limits, bytes: 100, rows: 1e9 };
    expect(model.state.plan?.asks).toBe(false);
    bench.limits = { ...bench.limits, rows: 3 };
    expect(model.state.plan?.asks).toBe(true);
    await expect(model.run(box, true)).resolves.toMatchObject({ state: 'done' });
  });

  it('marks what was stopped as incomplete, and keeps it so', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.plan(box);
    const running = model.run(box, false);
    await expect.poll(() => model.state.running, { interval: 1 }).toBeDefined();
    await model.pause(true);
    expect(model.state.running?.paused).toBe(true);
    await model.stop();
    const result = await running;
    expect(result).toMatchObject({ state: 'stopped', complete: false });
    expect(result.warnings[0]).toContain('incomplete');
    await kept(model);
    const [only] = await bench.results.list();
    expect(only).toMatchObject({ state: 'stopped', complete: false });
  });

  it('refuses a second query while one runs', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.plan(box);
    const running = model.run(box, false);
    await expect.poll(() => model.state.running, { interval: 1 }).toBeDefined();
    await expect(model.run(box, false)).rejects.toMatchObject({ code: 'unsupported' });
    await running;
  });

  it('runs two queries in turn, and keeps both', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.run(box, false);
    await model.run({ ...box, filter: 'w1mpro < 14' }, false);
    await kept(model);
    expect(await bench.results.list()).toHaveLength(2);
    expect(bench.problems).toEqual([]);
  });

  it('ends an older plan as cancelled when a newer one is asked for', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const older = model.plan(box);
    const newer = model.plan({ ...box, filter: '' });
    await expect(older).rejects.toMatchObject({ code: 'cancelled' });
    await newer;
    expect(model.state.request?.filter).toBe('');
    expect(model.state.planning).toBeUndefined();
  });

  it('says what is wrong with a data set, and opens the next', async () => {
    const model = bench.model();
    const nowhere = { uri: pathToFileURL(join(bench.folder, 'nowhere/')).href, part: '' };
    await expect(model.openCatalog(nowhere)).rejects.toBeInstanceOf(SkybucketError);
    expect(model.state.dataset).toEqual(nowhere);
    expect(model.state.failure).toMatchObject({ of: 'dataset' });
    await model.openCatalog(dataset);
    expect(model.state.failure).toBeUndefined();
    expect(model.state.catalog?.kind).toBe('hive');
  });

  it('reads the rows that are kept again after its worker died', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.run(box, false);
    await kept(model);
    bench.threads[0]?.die({ outOfMemory: false, reason: 'test' });
    expect(model.state.table).toBeUndefined();
    await expect.poll(() => model.state.table?.rows).toBe(truth.sample.count);
    expect(bench.threads).toHaveLength(2);
    await expect(model.plan(box)).resolves.toMatchObject({ asks: false });
  });

  it('fails a query whose worker dies, and runs the next in another', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    bench.places.before = () => new Promise(() => undefined);
    const running = model.run(box, false);
    await expect.poll(() => model.state.planning ?? model.state.running).toBeDefined();
    bench.threads[0]?.die({ outOfMemory: true, reason: 'test' });
    await expect(running).rejects.toMatchObject({ code: 'too-large' });
    bench.places.before = async () => undefined;
    await expect(model.run(box, false)).resolves.toMatchObject({ complete: true });
  });

  it('keeps what came of a query when its panel is closed', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    await model.plan(box);
    const running = model.run(box, false);
    await expect.poll(() => model.state.running, { interval: 1 }).toBeDefined();
    await model.dispose();
    const { state, rows } = await running;
    expect(['stopped', 'done']).toContain(state);
    expect(await bench.results.list()).toMatchObject([{ state, rows }]);
    expect(bench.threads.every(({ terminated }) => terminated)).toBe(true);
  });

  it('takes rows of an engine as a result', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { signal } = new AbortController();
    const asked = { request: box, engine: 'Trino', sql: 'SELECT 1' };
    const result = await model.runRows(
      asked,
      async (sink) => {
        await sink.begin([{ name: 'a', type: 'int32', unit: '', description: '' }]);
        await sink.add([[1, null, 3]]);
        return { state: 'done', warnings: [] };
      },
      signal,
    );
    expect(result).toMatchObject({ rows: 3, complete: true, engine: 'Trino', sql: 'SELECT 1' });
    await kept(model);
    expect(await bench.results.list()).toHaveLength(1);
  });

  it('keeps the rows that an engine had brought when it failed, and says so', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const broken = model.runRows(
      { request: box, engine: 'Trino', sql: '' },
      async (sink) => {
        await sink.begin([{ name: 'a', type: 'int32', unit: '', description: '' }]);
        await sink.add([[1]]);
        throw new SkybucketError('server', 'The engine has gone.');
      },
      new AbortController().signal,
    );
    await expect(broken).rejects.toThrow('The engine has gone.');
    expect(model.state.result).toMatchObject({ state: 'failed', complete: false, rows: 1 });
    expect(model.state.result?.warnings.join(' ')).toContain('The engine has gone.');
  });

  it('says what went wrong with an engine first, though its worker died, too', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const broken = model.runRows(
      { request: box, engine: 'Trino', sql: '' },
      async (sink) => {
        await sink.begin([{ name: 'a', type: 'int32', unit: '', description: '' }]);
        bench.threads[0]?.die({ outOfMemory: false, reason: 'test' });
        throw new SkybucketError('server', 'The engine has gone.', { hint: 'Start it.' });
      },
      new AbortController().signal,
    );
    await expect(broken).rejects.toThrow('The engine has gone.');
    expect(model.state.result?.warnings).toEqual(['The engine has gone. Start it.']);
  });

  it('tells of rows that were chosen of its own result alone', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    bench.chosen.set('another', Uint32Array.of(1));
    expect(model.state.chosen).toBeUndefined();
    bench.chosen.set(id, Uint32Array.of(3, 1));
    expect(model.state.chosen?.count).toBe(2);
  });

  it('follows a result that is renamed or deleted elsewhere', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);
    await bench.results.rename(id, 'Taurus');
    await expect.poll(() => model.state.result?.title).toBe('Taurus');
    await bench.results.delete(id);
    await expect.poll(() => model.isKept).toBe(false);
    // Its rows are in memory, and stay there.
    expect(model.state.table?.rows).toBe(truth.sample.count);
  });

  it('writes nothing beside its results', async () => {
    const model = bench.model();
    await model.openCatalog(dataset);
    const { id } = await model.run(box, false);
    await kept(model);
    expect(await readdir(bench.folder)).toEqual([id]);
    const files = await readdir(join(bench.folder, id));
    expect(files.filter((name) => !/\.parquet$/.test(name)).sort()).toEqual([
      'catalog.json',
      'result.json',
    ]);
  });
});
