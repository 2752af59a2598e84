import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { SearchRequest } from '../../../src/core/searches/saved-search';
import { rowsOf } from '../../../src/core/votable/records';
import { KeptSearches } from '../../../src/extension/searches/kept-searches';
import { RowsAtHand } from '../../../src/extension/searches/rows-at-hand';
import { SearchFiles } from '../../../src/extension/searches/search-files';
import type {
  RunnerOptions,
  RunResult,
  SearchRunner,
} from '../../../src/extension/searches/search-runner';
import { SearchStore } from '../../../src/extension/searches/search-store';
import type { SearchChange, SearchRows } from '../../../src/extension/searches/searches';
import { FakeMemory } from '../extension/fake-memory';
import { observations } from './answer-rows';

const REQUEST: SearchRequest = {
  kind: 'mast',
  service: { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' },
  criteria: { criteria: [{ column: 'obs_collection', values: ['JWST'] }] },
};
const OTHER: SearchRequest = {
  ...REQUEST,
  criteria: { criteria: [{ column: 'obs_collection', values: ['HST'] }] },
};

type Run = (options: RunnerOptions) => Promise<RunResult>;

let folder: string;
let memory: FakeMemory;
let run: Run;
let runs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skybucket-searches-'));
  memory = new FakeMemory();
  runs = 0;
  run = () => Promise.resolve(result(3));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function result(rows: number, partial?: string, total = rows): RunResult {
  return { table: observations(rows), total, partial, fields: undefined };
}

/** As after a start of the editor: nothing is in memory but what was kept. */
function store(): { store: SearchStore; changes: SearchChange[] } {
  const kept = new KeptSearches(memory);
  const files = new SearchFiles(folder, (id) => kept.get(id)?.title ?? id);
  const runner: SearchRunner<'mast'> = {
    run: (_, options) => {
      runs += 1;
      return run(options);
    },
    count: () => Promise.resolve(83412),
  };
  const none = { run: () => Promise.reject(new Error('not asked for')) };
  let ids = memory.written.length;
  let now = Date.parse('2026-11-21T19:00:00Z');
  const made = new SearchStore({
    ...{ kept, files, rows: new RowsAtHand(files) },
    runners: { mast: runner, mission: none, sia: none, tap: none },
    uriOf: (path) => ({ path }) as SearchRows['uri'],
    python: (request) => Promise.resolve(`# ${request.kind}`),
    now: () => new Date((now += 1000)),
    newId: () => `search${String(ids++).padStart(6, '0')}`,
  });
  const changes: SearchChange[] = [];
  made.onDidChange((change) => changes.push(change));
  return { store: made, changes };
}

async function names(rows: SearchRows | undefined): Promise<unknown[]> {
  const found: unknown[] = [];
  if (rows !== undefined) {
    for await (const record of rowsOf(rows.table)) {
      found.push(record['obs_id']);
    }
  }
  return found;
}

describe('a saved search', () => {
  it('is kept with its rows across restarts', async () => {
    const first = store();
    const { id, title } = await first.store.create(REQUEST);
    expect(title).toBe('JWST');
    const done = await first.store.run(id);
    expect(done.ran).toMatchObject({ rows: 3, total: 3, complete: true, kept: true });

    memory.values.set(
      'skybucket.searches',
      JSON.parse(JSON.stringify(memory.values.get('skybucket.searches'))),
    );
    const later = store().store;
    expect(later.list()).toEqual([done]);
    const rows = await later.rows(id);
    expect(rows?.uri.path).toBe(join(folder, id, 'JWST.vot'));
    expect(await names(rows)).toEqual(await names(await first.store.rows(id)));
    expect(await names(rows)).toHaveLength(3);
    expect(runs).toBe(1);
    expect(await readdir(folder)).toEqual([id]);
  });

  it('tells what happens to it', async () => {
    const { store: searches, changes } = store();
    run = ({ onProgress }) => {
      onProgress({ rows: 2, total: 3, bytes: 10, stage: 'receiving' });
      return Promise.resolve(result(3));
    };
    const { id } = await searches.create(REQUEST);
    const running = searches.run(id);
    expect(searches.progress(id)).toEqual({
      ...{ rows: 0, total: undefined, bytes: 0, stage: 'asking' },
    });
    await running;
    expect(searches.progress(id)).toBeUndefined();
    await searches.delete(id);
    expect(changes.map(({ kind }) => kind)).toEqual([
      'added',
      ...['progress', 'progress', 'progress'],
      ...['changed', 'progress', 'removed'],
    ]);
    expect(await readdir(folder)).toEqual([]);
    await expect(searches.run(id).catch(String)).resolves.toContain('there no more');
  });

  it('marks what is not all, and says why', async () => {
    const { store: searches } = store();
    run = () => Promise.resolve(result(2, 'Only 2 of 500 came: the search was cancelled.', 500));
    const { id } = await searches.create(REQUEST);
    const { ran } = await searches.run(id);
    expect(ran).toMatchObject({ rows: 2, total: 500, complete: false });
    expect(ran?.reason).toContain('cancelled');
    const { path = '' } = searches.rowsUri(id) ?? {};
    expect(await readFile(path, 'utf8')).toContain('OVERFLOW');
  });

  it('keeps the rows of before where a run brings none', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    const before = await searches.run(id);
    run = () => Promise.reject(new SkybucketError('server', 'MAST is down.'));
    await expect(searches.run(id)).rejects.toThrow('MAST is down.');
    expect(searches.get(id)).toEqual(before);
    expect(await names(await searches.rows(id))).toHaveLength(3);
  });

  it('is cancelled by whoever started it, and by anybody', async () => {
    const { store: searches } = store();
    run = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () =>
          reject(new SkybucketError('cancelled', 'Cancelled.')),
        );
      });
    const { id } = await searches.create(REQUEST);
    const stop = new AbortController();
    const own = searches.run(id, { signal: stop.signal });
    await Promise.resolve();
    stop.abort();
    await expect(own).rejects.toThrow('Cancelled.');
    const other = searches.run(id);
    await Promise.resolve();
    searches.cancel(id);
    await expect(other).rejects.toThrow('Cancelled.');
    expect(searches.get(id)?.ran).toBeUndefined();
  });

  it('is joined where it runs already', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    const [a, b] = await Promise.all([searches.run(id), searches.run(id)]);
    expect(runs).toBe(1);
    expect(a).toBe(b);
  });

  it('forgets its rows where it asks something else, and no sooner', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    await searches.run(id);
    expect((await searches.update(id, { ...REQUEST })).ran?.rows).toBe(3);
    const changed = await searches.update(id, OTHER);
    expect(changed).toMatchObject({ id, title: 'HST', ran: undefined });
    expect(await searches.rows(id)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not take rows of what it asked before', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    let finish: (found: RunResult) => void = () => undefined;
    run = () => new Promise((resolve) => (finish = resolve));
    const running = searches.run(id);
    await Promise.resolve();
    await searches.update(id, OTHER);
    finish(result(3));
    await expect(running).rejects.toThrow('Cancelled.');
    expect(searches.get(id)?.ran).toBeUndefined();
  });

  /** A run that has its rows, and waits before the last of them is written. */
  function heldInWriting(): { readonly writing: Promise<void>; readonly go: () => void } {
    let [go, begun]: (() => void)[] = [() => undefined, () => undefined];
    const gate = new Promise<void>((resolve) => (go = resolve));
    const writing = new Promise<void>((resolve) => (begun = resolve));
    run = () => {
      const table = observations(3);
      const held = {
        ...table,
        async *scan(...args: Parameters<typeof table.scan>) {
          begun?.();
          await gate;
          yield* table.scan(...args);
        },
      };
      return Promise.resolve({ ...result(3), table: held as typeof table });
    };
    return { writing, go: () => go?.() };
  }

  it('does not forget what was done to it while its rows were written', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    const { writing, go } = heldInWriting();
    const running = searches.run(id);
    await writing;
    await searches.rename(id, 'Mine');
    go();
    expect(await running).toMatchObject({ title: 'Mine', named: true, ran: { rows: 3 } });
    expect(searches.get(id)?.title).toBe('Mine');
  });

  it('is not brought back by rows that were still being written', async () => {
    const { store: searches, changes } = store();
    const { id } = await searches.create(REQUEST);
    const { writing, go } = heldInWriting();
    const running = searches.run(id);
    await writing;
    await searches.delete(id);
    go();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(searches.list()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    expect(changes.filter(({ kind }) => kind === 'changed')).toEqual([]);
  });

  it('runs anew at once where it asks something else, whatever the run of before still does', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    const { writing, go } = heldInWriting();
    const before = searches.run(id);
    await writing;
    await searches.update(id, OTHER);
    run = () => Promise.resolve(result(2));
    const done = await searches.run(id);
    expect(done).toMatchObject({ title: 'HST', ran: { rows: 2, complete: true } });
    go();
    await expect(before).rejects.toMatchObject({ code: 'cancelled' });
    expect([searches.get(id), searches.progress(id)]).toEqual([done, undefined]);
    expect(await names(await store().store.rows(id))).toHaveLength(2);
    expect(await readdir(folder)).toEqual([id]);
  });

  it('has the rows of its last run alone', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    await searches.run(id);
    run = () => Promise.resolve(result(5));
    const again = await searches.run(id);
    expect([again.ran?.rows, runs]).toEqual([5, 2]);
    expect(await names(await searches.rows(id))).toHaveLength(5);
    expect(await names(await store().store.rows(id))).toHaveLength(5);
  });

  it('that another window deleted is there no more, with all that is done to it', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    let finish: (found: RunResult) => void = () => undefined;
    run = () => new Promise((resolve) => (finish = resolve));
    const running = searches.run(id);
    await Promise.resolve();
    await store().store.delete(id);
    finish(result(3));
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(searches.list()).toEqual([]);
    for (const work of [
      () => searches.rename(id, 'x'),
      () => searches.duplicate(id),
      () => searches.update(id, OTHER),
      () => searches.delete(id),
    ]) {
      await expect(work()).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('keeps a title that was given', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST, { title: 'M 83, JWST' });
    expect(searches.get(id)?.title).toBe('M 83, JWST');
    await searches.rename(id, '  My galaxy ');
    expect((await searches.update(id, OTHER)).title).toBe('My galaxy');
    const copy = await searches.duplicate(id);
    expect(copy).toMatchObject({ title: 'My galaxy', named: true, ran: undefined });
    expect(searches.list().map((search) => search.id)).toEqual([copy.id, id]);
    await searches.rename(id, '');
    expect(searches.get(id)?.title).toBe('HST');
  });

  it('counts without keeping anything', async () => {
    const { store: searches } = store();
    expect(await searches.count(REQUEST)).toBe(83412);
    expect(
      await searches.count({ ...REQUEST, kind: 'tap', criteria: { query: '' } }),
    ).toBeUndefined();
    expect(searches.list()).toEqual([]);
  });
});

describe('of many searches', () => {
  it('a hundred keep their rows, those that ran last', async () => {
    const { store: searches } = store();
    run = () => Promise.resolve(result(1));
    const ids: string[] = [];
    for (let i = 0; i < 102; i++) {
      const { id } = await searches.create(REQUEST);
      ids.push(id);
      await searches.run(id);
    }
    expect(await readdir(folder)).toHaveLength(100);
    const without = searches.list().filter(({ ran }) => ran?.kept === false);
    expect(without.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(searches.rowsUri(ids[0] ?? '')).toBeUndefined();
    expect(await searches.rows(ids[0] ?? '')).toBeUndefined();
    expect(await names(await searches.rows(ids[101] ?? ''))).toHaveLength(1);
  });

  it('only files that belong to one stay, and what may still be written', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    await searches.run(id);
    const old = new Date('2026-11-19T00:00:00Z');
    for (const name of ['gone00.vot', `${id}.vot.part`, 'notes.txt', 'fresh0.vot.part']) {
      await writeFile(join(folder, name), '');
      if (name !== 'fresh0.vot.part') {
        await utimes(join(folder, name), old, old);
      } else {
        await utimes(join(folder, name), new Date(), new Date('2026-11-21T18:59:00Z'));
      }
    }
    await searches.tidy();
    expect((await readdir(folder)).sort()).toEqual(['fresh0.vot.part', 'notes.txt', id].sort());
  });
});

describe('what was kept by somebody else', () => {
  it('gives no file a place outside its folder, whatever a title is', async () => {
    const { store: searches } = store();
    for (const title of ['../../outside', '/etc/passwd', 'a\\b', '..', '\u0000', 'x'.repeat(500)]) {
      const { id } = await searches.create(REQUEST);
      await searches.rename(id, title);
      await searches.run(id);
      const path = searches.rowsUri(id)?.path ?? '';
      expect(path.startsWith(join(folder, id, '/'))).toBe(true);
      expect(path.slice(join(folder, id, '/').length)).toMatch(/^[^/\\]{1,80}\.vot$/);
      expect(await readdir(join(folder, id))).toHaveLength(1);
    }
  });

  it('is taken where it can be read, each search once', async () => {
    const { store: first } = store();
    const { id } = await first.create(REQUEST);
    const good = JSON.parse(JSON.stringify(first.get(id))) as Record<string, unknown>;
    const ran = { at: 'now', rows: 9007199254740991, total: 1e308, complete: false, kept: true };
    memory.values.set('skybucket.searches', [
      ...[null, 7, 'search', [], {}, { ...good, id: '../../../etc/passwd' }, { ...good, id: 7 }],
      ...[
        { ...good, kind: '__proto__' },
        { ...good, criteria: null },
        { ...good, ran },
      ],
      { ...good, title: '<b>x</b>\u0000', ran: { ...ran, total: undefined, reason: '[a](b)' } },
      ...[good, { ...good, id: 'constructor' }],
    ]);
    const later = store().store;
    expect(later.list().map((search) => [search.id, search.ran?.rows])).toEqual([
      [id, Number.MAX_SAFE_INTEGER],
      ['constructor', undefined],
    ]);
    await expect(later.rows(id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await later.run(id)).ran?.rows).toBe(3);
    for (const value of [undefined, null, 7, 'x', {}]) {
      memory.values.set('skybucket.searches', value);
      expect(store().store.list()).toEqual([]);
    }
  });
});

describe('the rows of a search', () => {
  it('that were replaced while they were read do not come back', async () => {
    const { store: first } = store();
    run = () => Promise.resolve(result(1500));
    const { id } = await first.create(REQUEST);
    await first.run(id);
    const later = store().store;
    run = () => Promise.resolve(result(4));
    const [before] = await Promise.all([later.rows(id), later.run(id)]);
    expect([1500, 4]).toContain(before?.table.rows);
    expect((await later.rows(id))?.table.rows).toBe(4);
  });

  it('are read only as far as they are wanted', async () => {
    const { store: searches } = store();
    run = () => Promise.resolve(result(3000));
    const { id } = await searches.create(REQUEST);
    await searches.run(id);
    const later = store().store;
    expect((await later.rows(id, { upTo: 200 }))?.table.rows).toBe(1000);
    expect((await later.rows(id, { upTo: 1001 }))?.table.rows).toBe(2000);
    expect((await later.rows(id))?.table.rows).toBe(3000);
    expect((await later.rows(id, { upTo: 5 }))?.table.rows).toBe(3000);
  });

  it('that somebody deleted are missed in one sentence', async () => {
    const { store: searches } = store();
    const { id } = await searches.create(REQUEST);
    await searches.run(id);
    await rm(searches.rowsUri(id)?.path ?? '');
    await expect(store().store.rows(id)).rejects.toThrow('kept no more');
  });
});
