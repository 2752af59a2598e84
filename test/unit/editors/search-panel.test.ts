import { describe, expect, it, vi } from 'vitest';
import { cancelled, SkybucketError } from '../../../src/core/errors';
import type { SavedSearch, SearchRequest } from '../../../src/core/searches/saved-search';
import { searchHandlers, type SearchActions } from '../../../src/extension/editors/search-handlers';
import { type RowsFile, SearchModel } from '../../../src/extension/editors/search-model';
import { type FormSources, SearchForms } from '../../../src/extension/searches/forms/search-forms';
import { Listeners } from '../../../src/extension/searches/listeners';
import type {
  ProductPlace,
  Products,
  RowProducts,
  SearchProduct,
} from '../../../src/extension/searches/product';
import type {
  SearchChange,
  Searches,
  SearchProgress,
} from '../../../src/extension/searches/searches';
import type { RpcCall } from '../../../src/protocol/rpc-server';
import type { FilledForm, ProductsReply } from '../../../src/protocol/search';

const IRSA = { id: 'irsa', label: 'IRSA', address: 'https://irsa.example/SIA' };

const form = (collection: string): FilledForm => ({
  ...{ service: 'irsa', place: '', radius: '' },
  fields: { collection: { values: [collection] } },
});

/** Searches in memory, whose runs end when they are told to. */
class FakeSearches {
  readonly changes = new Listeners<SearchChange>();
  readonly kept = new Map<string, SavedSearch>();
  readonly runs: {
    id: string;
    evenIfCostly: boolean;
    end(rows: number, reason?: string): void;
    fail(error: Error): void;
  }[] = [];
  readonly cancelledIds: string[] = [];
  running: SearchProgress | undefined;
  counted: SearchRequest[] = [];
  private made = 0;

  get searches(): Searches {
    return {
      onDidChange: this.changes.event as Searches['onDidChange'],
      list: () => [...this.kept.values()],
      get: (id) => this.kept.get(id),
      create: (request) => {
        const id = `s${++this.made}`;
        const about = { id, title: `Search ${id}`, named: false, created: '', ran: undefined };
        return Promise.resolve(this.put({ ...request, ...about }, 'added'));
      },
      update: (id, request) => {
        const old = this.kept.get(id) as SavedSearch;
        return Promise.resolve(this.put({ ...old, ...request, ran: undefined } as SavedSearch));
      },
      rename: () => Promise.reject(cancelled()),
      duplicate: () => Promise.reject(cancelled()),
      delete: (id) => {
        this.kept.delete(id);
        this.changes.fire({ id, kind: 'removed' });
        return Promise.resolve();
      },
      run: (id, { evenIfCostly = false } = {}) =>
        new Promise((resolve, fail) => {
          this.runs.push({
            ...{ id, evenIfCostly, fail },
            end: (rows, reason) => {
              const at = new Date(1_700_000_000_000 + this.runs.length * 1000).toISOString();
              const complete = reason === undefined;
              const ran = { at, rows, total: undefined, complete, reason, kept: true };
              this.running = undefined;
              resolve(this.put({ ...(this.kept.get(id) as SavedSearch), ran }));
            },
          });
        }),
      progress: () => this.running,
      cancel: (id) => void this.cancelledIds.push(id),
      count: (request) => {
        this.counted.push(request);
        return Promise.resolve(42);
      },
      rowsUri: () => undefined,
      rows: () => Promise.resolve(undefined),
      asPython: () => Promise.resolve(''),
    };
  }

  put(search: SavedSearch, kind: SearchChange['kind'] = 'changed'): SavedSearch {
    this.kept.set(search.id, search);
    this.changes.fire({ id: search.id, kind });
    return search;
  }
}

const product = (id: string, science: boolean, place?: ProductPlace): SearchProduct => ({
  ...{ id, name: `${id}.fits`, size: 10, type: science ? 'SCIENCE' : 'PREVIEW', subgroup: 'RATE' },
  ...{ description: '', science, recommended: science, calibration: 2, rights: 'PUBLIC', place },
  ...{ web: `https://mast.example/${id}`, lasting: true, dataUri: `mast:${id}` },
});

const CLOUD: ProductPlace = {
  ...{ kind: 'cloud', bucket: 'stpubdata', key: 'jwst/a.fits', region: undefined },
  derived: false,
};
const FAILED: ProductPlace = { kind: 'failed', reason: 'look-up failed: retry', problem: 'Away.' };

function stand() {
  const fake = new FakeSearches();
  const { searches } = fake;
  const sources: FormSources = {
    services: () => [{ kind: 'sia', service: IRSA, notes: [] }],
    mastColumns: () => Promise.resolve([]),
    mastValues: () => Promise.resolve(new Map()),
    missionColumns: () => Promise.resolve([]),
    collections: () => Promise.resolve([]),
    resolveName: () => Promise.reject(new SkybucketError('not-found', 'Nobody knows that name.')),
  };
  const forms = new SearchForms(sources);
  const files: { id: string; closed: boolean }[] = [];
  let changes = 0;
  const model = new SearchModel({
    ...{ searches, forms },
    openRows: (id): RowsFile => {
      const file = { id, closed: false };
      files.push(file);
      return {
        use: () => Promise.reject(new Error('not read here')),
        close: () => {
          file.closed = true;
          return Promise.resolve();
        },
      };
    },
    onChange: () => {
      changes++;
    },
  });
  const copied: string[] = [];
  const opened: string[] = [];
  const located: (readonly string[] | undefined)[] = [];
  const found = (places: Readonly<Record<string, ProductPlace>>): RowProducts => ({
    science: [product('a', true, places['a'])],
    auxiliary: [product('b', false, places['b'])],
    partial: undefined,
  });
  const products: Products = {
    list: () => Promise.resolve(found({})),
    locate: (_, ids) => {
      located.push(ids);
      return Promise.resolve(found(ids?.length === 1 ? { a: CLOUD } : { a: CLOUD, b: FAILED }));
    },
    main: () => Promise.resolve(product('a', true, CLOUD)),
    asPython: ({ row }) => Promise.resolve(`row ${row}`),
    forget: () => undefined,
  };
  const actions: SearchActions = {
    copy: (text) => Promise.resolve(void copied.push(text)),
    open: (_, { id }) => Promise.resolve(void opened.push(id)),
    download: () => Promise.resolve(),
    exportTable: () => Promise.resolve(false),
    asPython: ({ kind }) => Promise.resolve(`python of ${kind}`),
    urlOf: ({ web }) => web ?? '',
    editQuery: () => Promise.resolve(),
    isViewable: (name) => name.endsWith('.fits'),
  };
  const handlers = searchHandlers({ model, forms, searches, products, actions });
  return {
    ...{ fake, model, handlers, files, copied, opened, located },
    changes: () => changes,
  };
}

function call<P>(): RpcCall<P> & { reports: P[] } {
  const reports: P[] = [];
  return {
    reports,
    signal: new AbortController().signal,
    progress: (body) => Promise.resolve(void reports.push(body)),
  };
}

describe('the search of a panel', () => {
  it('is kept when it is first run, changed when it is filled in otherwise, or made anew', async () => {
    const { fake, model, handlers } = stand();
    expect(model.state).toMatchObject({ id: undefined, title: 'New search', table: undefined });
    const first = handlers.runSearch({ form: form('one'), asNew: false }, call());
    await vi.waitFor(() => expect(fake.runs.length).toBe(1));
    expect(model.state).toMatchObject({ id: 's1', form: form('one') });
    fake.runs[0]?.end(12);
    expect(await first).toMatchObject({ rows: 12, partial: undefined });
    expect(model.state).toMatchObject({ run: { rows: 12 }, table: { hdu: 1, version: 1 } });

    const second = handlers.runSearch({ form: form('two'), asNew: false }, call());
    await vi.waitFor(() => expect(fake.runs.length).toBe(2));
    expect(fake.kept.get('s1')?.criteria).toEqual({ collection: ['two'] });
    expect(model.state.table).toBeUndefined();
    fake.runs[1]?.end(3, 'IRSA sent no more.');
    expect(await second).toMatchObject({ rows: 3, partial: 'IRSA sent no more.' });
    expect(model.state.table).toMatchObject({ version: 2 });

    void handlers.runSearch({ form: form('three'), asNew: true }, call());
    await vi.waitFor(() => expect(fake.runs.length).toBe(3));
    expect([...fake.kept.keys()]).toEqual(['s1', 's2']);
    expect(fake.kept.get('s1')?.criteria).toEqual({ collection: ['two'] });
    expect(model.shown).toBe('s2');
  });

  it('run again has other rows; those of before are closed', async () => {
    const { fake, handlers, files, model } = stand();
    for (const rows of [5, 6]) {
      const run = handlers.runSearch({ form: form('one'), asNew: false }, call());
      await vi.waitFor(() => expect(fake.runs.length).toBe(rows - 4));
      fake.runs.at(-1)?.end(rows);
      await run;
    }
    expect([...fake.kept.keys()]).toEqual(['s1']);
    expect(files.map(({ closed }) => closed)).toEqual([true, false]);
    expect(model.state.table?.version).toBe(2);
    model.dispose();
    expect(files.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('is asked once more where it is costly, as the same search', async () => {
    const { fake, handlers } = stand();
    const run = handlers.runSearch({ form: form('one'), asNew: false }, call());
    await vi.waitFor(() => expect(fake.runs.length).toBe(1));
    fake.runs[0]?.fail(new SkybucketError('costly', 'That is nearly a billion rows.'));
    await expect(run).rejects.toThrow('nearly a billion rows');
    void handlers.runSearch({ form: form('one'), asNew: false, evenIfCostly: true }, call());
    await vi.waitFor(() => expect(fake.runs.length).toBe(2));
    expect(fake.runs.map(({ id, evenIfCostly }) => [id, evenIfCostly])).toEqual([
      ['s1', false],
      ['s1', true],
    ]);
  });

  it('shows what is kept with its form, follows who runs it, and survives its deletion', async () => {
    const { fake, model, handlers } = stand();
    const { searches } = fake;
    const kept = await searches.create({
      ...{ kind: 'sia', service: IRSA },
      criteria: { collection: ['kept'] },
    });
    model.show(kept.id);
    await vi.waitFor(() => expect(model.state.form).toEqual(form('kept')));
    fake.running = { rows: 7, total: 70, bytes: 1, stage: 'receiving' };
    fake.changes.fire({ id: kept.id, kind: 'progress' });
    expect(model.state.running).toEqual({ text: 'Rows are coming in…', rows: 7, total: 70 });
    await handlers.cancelSearch({}, call());
    expect(fake.cancelledIds).toEqual([kept.id]);
    await searches.delete(kept.id);
    expect(model.state).toMatchObject({ id: undefined, form: form('kept') });
  });

  it('keeps what was typed as it was typed', async () => {
    const { fake, model, handlers } = stand();
    const typed = { ...form('one'), place: '150.01, 2.2', radius: '36"' };
    for (const radius of ['36"', "1'"]) {
      void handlers.runSearch({ form: { ...typed, radius }, asNew: false }, call());
      await vi.waitFor(() => expect(model.state.form?.radius).toBe(radius));
      await vi.waitFor(() => expect(fake.runs.length).toBe(radius === '36"' ? 1 : 2));
      fake.runs.at(-1)?.end(1);
      await vi.waitFor(() => expect(model.state.run?.rows).toBe(1));
      expect(model.state.form).toEqual({ ...typed, radius });
    }
  });

  it('goes on when the panel stops asking, as a hidden one does', async () => {
    const { fake, handlers } = stand();
    const stop = new AbortController();
    const asking = { ...call<never>(), signal: stop.signal };
    const run = handlers.runSearch({ form: form('one'), asNew: false }, asking);
    await vi.waitFor(() => expect(fake.runs.length).toBe(1));
    stop.abort();
    fake.runs[0]?.end(9);
    expect(await run).toMatchObject({ rows: 9 });
    expect(fake.cancelledIds).toEqual([]);
  });

  it('says that it has no rows before it was run', async () => {
    const { handlers } = stand();
    await expect(handlers.footprints({}, call())).rejects.toThrow('This search has no rows.');
    await expect(handlers.table({ hdu: 1 }, call())).rejects.toThrow('This search has no rows.');
    await expect(handlers.products({ row: 0 }, call())).rejects.toThrow('there no more');
  });
});

describe('the form of a panel', () => {
  it('is counted unless it is empty', async () => {
    const { handlers, fake } = stand();
    expect(await handlers.countSearch(form('one'), call())).toEqual({ rows: 42, place: undefined });
    const empty = { service: 'irsa', place: '', radius: '', fields: {} };
    await expect(handlers.countSearch(empty, call())).rejects.toThrow('asks for nothing');
    expect(fake.counted.length).toBe(1);
    expect(
      await handlers.searchPlace({ service: 'irsa', place: '150.01 2.2', radius: '36"' }, call()),
    ).toMatchObject({ ra: 150.01, dec: 2.2, radius: 0.01 });
  });

  it('is copied as Python, with a row or without', async () => {
    const { handlers, copied, model, fake } = stand();
    await handlers.copyPython({ form: form('one') }, call());
    const { id } = await fake.searches.create({ kind: 'sia', service: IRSA, criteria: {} });
    model.show(id);
    await handlers.copyPython({ form: form('one'), row: 3 }, call());
    expect(copied).toEqual(['python of sia', 'row 3']);
  });
});

describe('the products of a row', () => {
  async function shown() {
    const all = stand();
    const { id } = await all.fake.searches.create({ kind: 'sia', service: IRSA, criteria: {} });
    all.model.show(id);
    return all;
  }

  it('are listed at once, then with their places, science first', async () => {
    const { handlers, located } = await shown();
    const asking = call<ProductsReply>();
    const reply = await handlers.products({ row: 0 }, asking);
    expect(asking.reports[0]?.products.map(({ id, place }) => [id, place.kind])).toEqual([
      ['a', 'asking'],
      ['b', 'asking'],
    ]);
    expect(located).toEqual([['a'], undefined]);
    expect(reply.products.map(({ place }) => place)).toEqual([
      { kind: 'cloud', uri: 's3://stpubdata/jwst/a.fits', derived: false },
      { kind: 'none', reason: 'look-up failed: retry', detail: 'Away.', retryable: true },
    ]);
    expect(reply.products[0]).toMatchObject({ name: 'a.fits', group: 'RATE', viewable: true });
  });

  it('are copied as addresses, as many as have one, and opened', async () => {
    const { handlers, copied, opened } = await shown();
    const products = ['a', 'b'];
    expect(await handlers.copyProducts({ row: 0, products, address: 's3' }, call())).toEqual({
      copied: 1,
    });
    expect(await handlers.copyProducts({ row: 0, products, address: 'dataUri' }, call())).toEqual({
      copied: 2,
    });
    expect(copied).toEqual(['s3://stpubdata/jwst/a.fits', 'mast:a\nmast:b']);
    await handlers.openProduct({ row: 0, product: 'a' }, call());
    expect(opened).toEqual(['a']);
    await expect(handlers.openProduct({ row: 0, product: 'z' }, call())).rejects.toThrow(
      'not among those of this row',
    );
  });
});
