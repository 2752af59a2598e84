import { RemoteError } from '../../../src/protocol/rpc';
import type {
  FieldChoice,
  FilledForm,
  ProductLine,
  SearchEvents,
  SearchField,
  SearchForm,
  SearchMethods,
  SearchState,
} from '../../../src/protocol/search';
import type { TableMethods } from '../../../src/protocol/table';
import type { SearchHost } from '../../../webview/search/search-host';
import { REAL_FORMS, REAL_NAMES } from './search-forms';
import { makeTableHost, type TableStand } from './table-host';

/** A host with two services, whose searches end when the test says so. */

export interface SearchScenario {
  readonly rows: number;
  /** Words: `columns-fail`, `costly`, `auxiliary-only`, `real` for the forms of real services. */
  readonly words: ReadonlySet<string>;
}

export interface SearchAsked {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** What the host has seen, and how the test moves it. */
export interface SearchStand {
  readonly asked: SearchAsked[];
  readonly table: TableStand;
  /** Rows come in, of so many. */
  progress(rows: number, total: number | undefined): void;
  /** The search that runs ends. */
  end(rows: number, total: number | undefined, partial?: string): void;
  /** The known values of a form arrive. */
  giveValues(): void;
  emit<N extends keyof SearchEvents>(name: N, body: SearchEvents[N]): void;
  state: SearchState;
}

type Params<M extends keyof SearchMethods> = SearchMethods[M][0];
type Answer<M extends keyof SearchMethods> = (
  params: Params<M>,
  tools: { signal: AbortSignal; progress: (body: SearchMethods[M][2]) => void },
) => Promise<SearchMethods[M][1]>;
type Own = Exclude<keyof SearchMethods, keyof TableMethods>;

const MAST = { id: 'mast', label: 'MAST, all missions', kind: 'mast' } as const;
const IRSA = { id: 'irsa', label: 'IRSA images', kind: 'sia' } as const;

function field(name: string, label: string, more: Partial<SearchField> = {}): SearchField {
  return {
    ...{ name, label, unit: undefined, description: undefined, example: undefined },
    ...{ asked: 'values', type: 'text', wildcards: true, choices: [], extent: undefined },
    ...{ negates: false, first: true, ...more },
  };
}

const choices = (...values: readonly [string, number][]): readonly FieldChoice[] =>
  values.map(([value, count]) => ({ value, count }));

const FORMS: Readonly<Record<string, SearchForm>> = {
  mast: {
    ...{ service: MAST, counts: true, notes: [] },
    place: { shapes: false, several: false, radius: '0.2 deg' },
    incomplete: undefined,
    fields: [
      field('obs_collection', 'Mission', {
        choices: choices(['HST', 120_000], ['JWST', 83_412], ['TESS', 900], ['GALEX', 44]),
      }),
      field('instrument_name', 'Instrument', {
        choices: choices(['NIRCAM/IMAGE', 700], ['NIRISS/IMAGE', 300]),
      }),
      field('t_min', 'Start Time', { asked: 'range', type: 'date', unit: 'MJD' }),
      field('calib_level', 'Calibration Level', {
        choices: [
          { value: '2', meaning: 'calibrated', count: undefined },
          { value: '3', meaning: 'science product', count: undefined },
        ],
      }),
      field('t_exptime', 'Exposure Length', {
        ...{ asked: 'range', type: 'number', unit: 'sec', first: false },
        extent: [0, 123_456.789],
      }),
      field('target_name', 'Target Name', {
        ...{ first: false, description: 'The name <b>given</b> by the proposer' },
      }),
    ],
  },
  irsa: {
    ...{ service: IRSA, counts: false },
    notes: ['Almost a billion rows: a search names a position or a collection.'],
    place: { shapes: true, several: true, radius: '0.1 deg' },
    incomplete: undefined,
    fields: [
      field('collection', 'Collection', { choices: choices(['spitzer_seip', 2]) }),
      field('band', 'Wavelength', { asked: 'range', unit: 'µm' }),
    ],
  },
};

const MEGABYTE = 1e6;

function productsOf(row: number, words: ReadonlySet<string>): ProductLine[] {
  const made = (id: string, more: Partial<ProductLine>): ProductLine => ({
    ...{ id, name: `${id}_${row}.fits`, science: true, type: 'SCIENCE', group: 'RATE' },
    ...{ description: 'A <i>file</i>', size: 84 * MEGABYTE, calibration: 2, rights: 'PUBLIC' },
    ...{ recommended: true, place: { kind: 'asking' }, dataUri: `mast:JWST/product/${id}.fits` },
    ...{ url: `https://mast.example/${id}`, viewable: true, ...more },
  });
  const others = Array.from({ length: 5 }, (_, k) =>
    made(`aux${k}`, { science: false, type: 'PREVIEW', group: '', viewable: k > 2 }),
  );
  const science = ['rate', 'cal'].map((id, k) => made(id, words.has('real') ? real(k) : {}));
  return words.has('auxiliary-only') ? others : [...science, ...others];
}

function real(k: number): Partial<ProductLine> {
  return {
    ...{ name: REAL_NAMES[k] ?? '', group: k === 0 ? 'RATE' : 'I2D', calibration: k + 2 },
    ...{ recommended: k === 1, rights: k === 0 ? 'PUBLIC' : 'EXCLUSIVE_ACCESS' },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function makeSearchHost(scenario: SearchScenario): { host: SearchHost; stand: SearchStand } {
  const { words } = scenario;
  const forms = words.has('real') ? REAL_FORMS : FORMS;
  const table = makeTableHost({ rows: scenario.rows, columns: 6, words: new Set() });
  const listeners = new Map<string, Set<(body: never) => void>>();
  let [failures, lookUps, version] = [words.has('columns-fail') ? 1 : 0, 0, 0];
  let valueFailures = 1;
  let ending: ((run: SearchMethods['runSearch'][1]) => void) | undefined;

  const emit: SearchStand['emit'] = (name, body) => {
    for (const listener of listeners.get(name) ?? []) {
      listener(structuredClone(body) as never);
    }
  };
  const change = (more: Partial<SearchState>): void => {
    stand.state = { ...stand.state, ...more };
    emit('search', stand.state);
  };
  const stand: SearchStand = {
    asked: [],
    table: table.stand,
    emit,
    giveValues: () => undefined,
    state: {
      ...{ id: undefined, title: 'New search', form: undefined, run: undefined },
      ...{ query: undefined, running: undefined, table: undefined },
    },
    progress: (rows, total) => change({ running: { text: 'Rows are coming in…', rows, total } }),
    end: (rows, total, partial) => {
      const run = { at: Date.now(), rows, total, partial };
      change({
        ...{ running: undefined, run },
        table: { hdu: 1, fileName: 'search.vot', version: ++version },
      });
      ending?.(run);
      ending = undefined;
    },
  };

  const own: { readonly [M in Own]: Answer<M> } = {
    searchServices: () =>
      Promise.resolve({ services: Object.values(forms).map(({ service }) => service) }),
    searchForm: async ({ service }, { progress }) => {
      await pause(5);
      const form = forms[service];
      if (failures > 0 || form === undefined) {
        failures--;
        throw trouble('server', 'MAST did not say which columns can be searched.', 'Try later.');
      }
      if (words.has('values-late')) {
        const fields = form.fields.map((one) => ({ ...one, choices: [] }));
        progress({ ...form, fields });
        await new Promise<void>((resolve) => (stand.giveValues = resolve));
      }
      if (words.has('values-fail') && valueFailures-- > 0) {
        const incomplete = 'The known values are missing: MAST is away.';
        return { ...form, fields: form.fields.map((one) => ({ ...one, choices: [] })), incomplete };
      }
      return form;
    },
    searchPlace: async ({ place, radius }) => {
      await pause(5);
      if (place.startsWith('nobody')) {
        throw trouble('not-found', `Nobody knows “${place}”.`);
      }
      const understood = `${place}: 14h03m12.54s +54d20m56.2s (ICRS), within ${radius}`;
      return { understood, ra: 210.8, dec: 54.3, radius: 0.2 };
    },
    countSearch: async ({ fields }) => {
      await pause(5);
      if ('t_exptime' in fields) {
        throw trouble('format', '“ten” of “Exposure Length” is no number.');
      }
      return { rows: Object.keys(fields).length * 1234, place: undefined };
    },
    runSearch: ({ form, evenIfCostly }) => {
      change({ id: 's1', title: titleOf(form), form });
      if (words.has('costly') && evenIfCostly !== true) {
        throw trouble('costly', 'That is nearly a billion rows.', 'Name a collection.');
      }
      change({ running: { text: 'MAST is working on it…', rows: 0, total: undefined } });
      return new Promise((resolve) => {
        ending = resolve;
      });
    },
    rerunSearch: () => {
      change({ running: { text: 'MAST is working on it…', rows: 0, total: undefined } });
      return new Promise((resolve) => {
        ending = resolve;
      });
    },
    editQuery: () => Promise.resolve(null),
    chooseProducts: ({ row, filter }) => {
      if (filter.startsWith('=')) {
        throw trouble('format', `“${filter}” is no filter of files.`);
      }
      const [, group = filter] = /^group=(.*)$/.exec(filter) ?? [];
      const chosen = productsOf(row, words).filter(({ name }) => name.includes(group));
      return Promise.resolve({
        products: chosen.map(({ id }) => id),
        choices: choices(['group=rate', 1], ['group=cal', 1]),
      });
    },
    cancelSearch: () => {
      change({ running: undefined });
      return Promise.resolve(null);
    },
    products: async ({ row }, { progress }) => {
      const products = productsOf(row, words);
      progress({ products, partial: undefined });
      await pause(5);
      const found = (id: string): ProductLine['place'] =>
        id === 'rate'
          ? { kind: 'cloud', uri: `s3://stpubdata/${row}/rate.fits`, derived: false }
          : id === 'cal' && lookUps++ === 0
            ? {
                ...{ kind: 'none', reason: 'look-up failed: retry', detail: 'MAST is away.' },
                retryable: true,
              }
            : { kind: 'none', reason: 'not in the cloud', detail: '', retryable: false };
      return {
        products: products.map((product) => ({ ...product, place: found(product.id) })),
        partial: undefined,
      };
    },
    openProduct: () => Promise.resolve(null),
    downloadProducts: () => Promise.resolve(null),
    copyProducts: ({ products = ['rate'], address }) =>
      Promise.resolve({ copied: address === 's3' ? 1 : products.length }),
    copyPython: () => Promise.resolve(null),
    footprints: async (_, { progress }) => {
      await pause(5);
      const rows = Math.min(scenario.rows, 100);
      const outlines = new Uint32Array(2 * rows);
      const points = new Float64Array(8 * rows);
      for (let row = 0; row < rows; row++) {
        outlines.set([row, 4], 2 * row);
        const [x, y] = [10 + (row % 10), Math.floor(row / 10)];
        points.set([x, y, x + 0.8, y, x + 0.8, y + 0.8, x, y + 0.8], 8 * row);
      }
      progress({
        ...{ from: 0, count: scenario.rows },
        outlines: new Uint8Array(outlines.buffer),
        points: new Uint8Array(points.buffer),
      });
      return { rows: scenario.rows, placed: rows };
    },
    copy: () => Promise.resolve(null),
  };
  // By a name that came as text no single type can be looked up.
  const answers = { ...table.answers, ...own } as unknown as Readonly<Record<string, Answer<Own>>>;

  const request = async (
    method: string,
    params: unknown,
    { signal = new AbortController().signal, onProgress }: RequestOptions = {},
  ): Promise<unknown> => {
    stand.asked.push({ method, params: structuredClone(params) as Record<string, unknown> });
    const progress = (body: unknown): void => {
      if (!signal.aborted) {
        onProgress?.(structuredClone(body));
      }
    };
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(trouble('cancelled', 'Cancelled.')));
    });
    const answer = answers[method] as Answer<Own>;
    const work = Promise.resolve().then(() => answer(params as never, { signal, progress }));
    return structuredClone(await Promise.race([work, cancelled]));
  };
  const on = (name: string, listener: (body: never) => void): (() => void) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  };
  return { host: { request, on } as unknown as SearchHost, stand };
}

interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (body: unknown) => void;
}

function titleOf({ place, fields }: FilledForm): string {
  const values = Object.values(fields).flatMap((text) => ('values' in text ? text.values : []));
  return [place, ...values].filter((part) => part !== '').join(', ');
}

function trouble(code: string, message: string, hint?: string): RemoteError {
  return new RemoteError({ code, message, hint, retryable: true });
}
