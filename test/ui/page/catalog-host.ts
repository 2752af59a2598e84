import type {
  CatalogColumn,
  CatalogEvents,
  CatalogMethods,
  CatalogPlan,
  CatalogReply,
  CatalogRequest,
  CatalogResult,
  CatalogState,
  DatasetRef,
} from '../../../src/protocol/catalog';
import { RemoteError } from '../../../src/protocol/rpc';
import type { ColumnLine, TableMethods } from '../../../src/protocol/table';
import type { CatalogHost } from '../../../webview/catalog/catalog-host';
import { plottedAnswers } from './catalog-plotted';

/** A host with one catalogue made of numbers, whose queries go as far as the test says. */

export interface CatalogScenario {
  readonly columns: number;
  /** Words: `choice`, `open-fails`, `big` (above the limit), `costly` (by now), `engines`, `gone`, `no-position`, `none` (no data set). */
  readonly words: ReadonlySet<string>;
}

export interface CatalogAsked {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** What the host has seen, and how the test moves it. */
export interface CatalogStand {
  readonly asked: CatalogAsked[];
  state: CatalogState;
  change(more: Partial<CatalogState>): void;
  emit<N extends keyof CatalogEvents>(name: N, body: CatalogEvents[N]): void;
  /** Rows come in: so many there are now. */
  grow(rows: number): void;
  /** Chooses rows, as a plot or an image does. */
  choose(rows: readonly number[]): void;
  /** The query that runs ends. */
  end(more?: Partial<CatalogResult>): void;
}

export const DATASET: DatasetRef = { uri: 'skybucket://public/wise/wise.parquet/', part: '' };
export const SECOND: DatasetRef = { ...DATASET, part: 'margin' };

type Own = Exclude<keyof CatalogMethods, keyof TableMethods>;
type Tools = { signal: AbortSignal; progress: (body: unknown) => Promise<void> };
type Answer<M extends keyof CatalogMethods> = (
  params: CatalogMethods[M][0],
  tools: Tools,
) => CatalogMethods[M][1] | Promise<CatalogMethods[M][1]>;
type Answered =
  | 'openCatalog'
  | 'field'
  | 'checkFilter'
  | 'catalogPlace'
  | 'imageRegions'
  | 'openMoc'
  | 'checkRegion'
  | 'plan'
  | 'run'
  | 'pause'
  | 'stop'
  | 'choose'
  | 'chosen'
  | 'viewOfRows'
  | 'rowsOfView'
  | 'showOnImage'
  | 'notebook'
  | 'copyPython'
  | 'copy'
  | 'engines'
  | 'sqlOf'
  | 'matchOthers';

const NAMES: readonly (readonly [string, string, string, string])[] = [
  ['designation', 'text', '', 'WISE source designation'],
  ['ra', 'float64', 'deg', 'Right ascension (J2000)'],
  ['dec', 'float64', 'deg', 'Declination (J2000)'],
  ['w1mpro', 'float32', 'mag', 'W1 profile-fit photometry magnitude'],
  ['w2mpro', 'float32', 'mag', 'W2 profile-fit photometry magnitude'],
  ['ext_flg', 'int32', '', 'Extended source flag <b>of</b> 2MASS'],
  ['healpix_k5', 'int32', '', 'HEALPix pixel of order 5'],
  ['w3mpro', 'float32', 'mag', 'W3 profile-fit photometry magnitude'],
];

function column(at: number): CatalogColumn {
  const known = NAMES[at];
  const [name, type, unit, description] = known ?? [`col_${at}`, 'float32', 'mJy', `Flux ${at}`];
  return {
    ...{ name, type, unit, description },
    ...{ list: at === 8, numeric: type !== 'text', inFolders: name === 'healpix_k5' },
  };
}

function catalogOf({ columns, words }: CatalogScenario, dataset: DatasetRef): CatalogReply {
  return {
    dataset,
    label: 's3://wise/wise.parquet/',
    about: dataset.part === 'margin' ? 'HATS margin, order 2' : 'Hive partitions of HEALPix',
    kind: 'hive',
    columns: Array.from({ length: columns }, (_, at) => column(at)),
    position: words.has('no-position') ? undefined : { ra: 'ra', dec: 'dec' },
    defaultColumns: ['designation', 'ra', 'dec', 'w1mpro'],
    rows: 747_634_026,
    warnings: words.has('warned') ? ['One <b>file</b> has another schema.', 'Another.'] : [],
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a cell of the result shows. */
export function cellOf(row: number, name: string): string {
  return name === 'designation' ? `J${String(row).padStart(6, '0')}` : String(row / 8);
}

export function makeCatalogHost(scenario: CatalogScenario): {
  host: CatalogHost;
  stand: CatalogStand;
} {
  const { words } = scenario;
  const listeners = new Map<string, Set<(body: never) => void>>();
  const views = new Map<string, readonly number[]>();
  const lengths = new Map<number, number>();
  let [chosen, hdu, failures, version, ids] = [
    [] as readonly number[],
    0,
    words.has('open-fails') ? 1 : 0,
    0,
    0,
  ];
  let request: CatalogRequest | undefined;
  let ending: ((result: CatalogResult) => void) | undefined;

  const emit: CatalogStand['emit'] = (name, body) => {
    for (const listener of listeners.get(name) ?? []) {
      listener(structuredClone(body) as never);
    }
  };
  const change = (more: Partial<CatalogState>): void => {
    stand.state = { ...stand.state, ...more };
    emit('state', stand.state);
  };
  const planOf = (): CatalogPlan => ({
    ...{ partitions: 5, files: 5, rowGroups: { all: 4096, chosen: 12 } },
    rows: { all: 747_634_026, atMost: 120_000, expected: 12_345 },
    pixels: { order: 5, count: 5 },
    ...{ bytes: words.has('big') ? 1.2e9 : 8.4e6, requests: 34 },
    spent: { bytes: 1.1e6, requests: 6 },
    problems: words.has('gone') ? ['The statistics of one file make no sense.'] : [],
    gone: words.has('gone') ? ['Norder=2/<b>Dir</b>=0/Npix=7.parquet'] : [],
    asks: words.has('big'),
  });
  const resultOf = (more: Partial<CatalogResult>): CatalogResult => ({
    ...{ id: `r${ids}`, title: 'WISE around L 1495', request: request as CatalogRequest },
    ...{ state: 'done', complete: true, rows: lengths.get(hdu) ?? 0, warnings: [] },
    ...{ bytes: 8.4e6, requests: 34, milliseconds: 1400, at: Date.now(), engine: '', sql: '' },
    ...more,
  });
  const stand: CatalogStand = {
    asked: [],
    emit,
    change,
    state: {
      title: 'wise.parquet',
      dataset: words.has('none') ? undefined : DATASET,
      ...{ catalog: undefined, request: undefined, plan: undefined, planning: undefined },
      ...{ running: undefined, result: undefined, table: undefined, chosen: undefined },
    },
    grow: (rows) => {
      lengths.set(++hdu, rows);
      const progress = { bytes: rows * 100, ofBytes: 8.4e6, rowGroups: 3, ofRowGroups: 12, rows };
      const { paused = false } = stand.state.running ?? {};
      change({ table: { hdu, rows }, running: { progress, paused, engine: '' } });
    },
    choose: (rows) => {
      chosen = rows;
      change({ chosen: { version: ++version, count: rows.length } });
    },
    end: (more = {}) => {
      const result = resultOf(more);
      change({ running: undefined, result });
      ending?.(result);
      ending = undefined;
    },
  };

  const lines = (): ColumnLine[] =>
    (request?.columns ?? []).map((name, index) => {
      const known = Array.from({ length: scenario.columns }, (_, at) => column(at));
      const { type = 'float32', unit, description } = known.find((one) => one.name === name) ?? {};
      return {
        ...{ index, name, type, unit, description, shape: [], variable: false, format: type },
        ...{ nullRule: undefined, problem: undefined, numeric: type !== 'text', scalar: true },
        width: 12,
      };
    });
  const numbersOf = (of: number, view: string): readonly number[] => {
    const found =
      view === '' ? Array.from({ length: lengths.get(of) ?? 0 }, (_, row) => row) : views.get(view);
    if (found === undefined) {
      throw trouble('not-found', 'The view is gone.');
    }
    return found;
  };
  const makeView = (rows: readonly number[]): { view: string; rows: number } => {
    const view = `v${views.size}`;
    views.set(view, rows);
    return { view, rows: rows.length };
  };

  const table: Partial<{ readonly [M in keyof TableMethods]: Answer<M> }> = {
    table: ({ hdu: of }) => {
      const rows = lengths.get(of) ?? 0;
      const told = { rows, rowsPresent: rows, bytesPerRow: 40, local: true };
      return { ...told, columns: lines(), warnings: ['The result is incomplete: told twice.'] };
    },
    rows: async ({ hdu: of, view, from, to, columns }) => {
      await pause(5);
      const numbers = numbersOf(of, view).slice(from, to);
      const names = lines();
      return {
        ...{ from, numbers },
        cells: columns.map((at) => numbers.map((row) => cellOf(row, names[at]?.name ?? ''))),
      };
    },
    arrangeCost: () => ({ problem: undefined, cost: { bytes: 0, requests: 0 } }),
    arrange: async ({ hdu: of, filter, sort }) => {
      await pause(20);
      const all = numbersOf(of, '');
      const some = filter === '' ? all : all.filter((row) => row % 2 === 0);
      return makeView(sort[0]?.descending === true ? some.toReversed() : some);
    },
    columnsCost: () => ({ bytes: 0, requests: 0 }),
    columnStatistics: ({ column: at }) => ({
      ...{ rows: 1000, rowsInView: 1000, count: 990, missing: 10, nan: 0, infinite: 0 },
      ...{ min: '0', max: '124.875', sum: 62_437.5, mean: 62.4375 + at, deviation: 36 },
      ...{ median: 62, medianExact: true, distinct: 1000, frequent: [] },
    }),
    columnHistogram: ({ bins }) => ({
      ...{ low: 0, high: 125, below: 0, above: 0 },
      counts: Array.from({ length: bins }, () => 1000 / bins),
    }),
    cell: ({ hdu: of, view, row }) => {
      const text = cellOf(numbersOf(of, view)[row] ?? 0, 'ra');
      const values = new Uint8Array(new Float64Array([Number(text)]).buffer);
      return { shape: [], count: 1, values, texts: [text] };
    },
    rowsText: () => ({ text: 'cells' }),
    exportTable: () => ({ saved: true }),
  };
  const own: { readonly [M in Answered]: Answer<M> } = {
    openCatalog: async ({ dataset }) => {
      await pause(10);
      if (failures-- > 0) {
        throw trouble('access', 'The bucket does not let you list it.', 'Sign in.');
      }
      if (words.has('choice') && dataset.part === '') {
        const main = { ...DATASET, part: 'main' };
        return {
          choices: [
            { dataset: main, label: 'HATS catalogue wise' },
            { dataset: SECOND, label: 'HATS margin wise_10arcs' },
          ],
        };
      }
      const catalog = catalogOf(scenario, dataset);
      change({ dataset, catalog });
      return catalog;
    },
    field: async ({ column: name }) => {
      await pause(5);
      return {
        entries: [
          { name: 'Parquet type', value: 'FLOAT' },
          { name: 'unit', value: `unit of ${name}` },
          { name: 'ucd', value: '<b>phot.mag</b>' },
        ],
      };
    },
    checkFilter: async ({ filter }) => {
      await pause(5);
      const from = filter.indexOf('nonsense');
      const message = 'There is no column “nonsense”.';
      return { problem: from < 0 ? undefined : { message, from, to: from + 8 } };
    },
    catalogPlace: async ({ text }) => {
      await pause(10);
      if (text.startsWith('nobody')) {
        throw trouble('not-found', `Nobody knows “${text}”.`);
      }
      return { ra: 64.5, dec: 28.5, said: `${text} is at 04h18m +28d30m, says Sesame.` };
    },
    imageRegions: () => ({
      regions: [
        {
          ...{ label: 'L 1495 · SCI', what: 'field' },
          region: {
            kind: 'polygon',
            corners: [
              [62, 25],
              [66, 25],
              [66, 29],
              [62, 29],
            ],
            larger: false,
          },
        },
        {
          ...{ label: 'Circle 1 of L 1495', what: 'drawn' },
          region: { kind: 'cone', ra: 64, dec: 28, radius: 0.25 },
        },
      ],
    }),
    openMoc: () => ({ region: { kind: 'moc', text: '3/100-102', name: 'survey.fits' } }),
    checkRegion: async ({ region }) => {
      await pause(5);
      return region.kind === 'cone' && region.radius > 90
        ? { squareDegrees: undefined, problem: 'The radius is more than a hemisphere.' }
        : { squareDegrees: 13.93, problem: undefined };
    },
    plan: async ({ request: asked }, { progress }) => {
      change({ planning: { done: 1, known: 5 } });
      void progress({ done: 1, known: 5 });
      await pause(words.has('slow') ? 60_000 : 30);
      const plan = planOf();
      change({ planning: undefined, plan, request: asked });
      return plan;
    },
    run: ({ request: asked, agreed }) => {
      if (words.has('run-fails')) {
        throw trouble('network', 'The server does not answer.', 'Try later.');
      }
      if ((words.has('big') || words.has('costly')) && !agreed) {
        change({ plan: planOf() });
        throw trouble('costly', 'This reads 1.2 GB.');
      }
      request = asked;
      ids++;
      const result = resultOf({ state: 'running', complete: false, rows: 0 });
      const running = { progress: undefined, paused: false, engine: '' };
      change({ ...{ request: asked, running, result, table: undefined, chosen: undefined } });
      return new Promise((resolve) => {
        ending = resolve;
      });
    },
    pause: ({ paused }) => {
      const { running } = stand.state;
      change({ running: running && { ...running, paused } });
      return null;
    },
    stop: () => {
      const warnings = ['The result is incomplete: the query was stopped.', 'A file is gone.'];
      stand.end({ state: 'stopped', complete: false, warnings });
      return null;
    },
    choose: ({ rows }) => {
      stand.choose([...new Uint32Array(rows.slice().buffer)]);
      return null;
    },
    chosen: () => ({ rows: new Uint8Array(Uint32Array.from(chosen).buffer) }),
    viewOfRows: ({ rows }) => makeView([...new Uint32Array(rows.slice().buffer)]),
    rowsOfView: ({ hdu: of, view }) => ({
      rows: new Uint8Array(Uint32Array.from(numbersOf(of, view)).buffer),
    }),
    showOnImage: () => null,
    notebook: () => null,
    copyPython: () => null,
    copy: () => null,
    engines: () => ({
      engines: words.has('engines')
        ? [
            {
              ...{ id: 'a', label: 'Cluster of the institute', kind: 'trino' },
              ...{ place: 'https://trino.science.example.org:8443', lacksSecret: false },
            },
            { id: 'b', label: 'Athena', kind: 'athena', place: 'us-west-2', lacksSecret: true },
          ]
        : [],
      problems: [],
    }),
    sqlOf: ({ request: asked }) => ({
      sql: `SELECT ${asked.columns.map((name) => `"${name}"`).join(', ')}\nFROM "wise"."allwise"\nWHERE ("${asked.filter}")`,
      problem: words.has('engines-warn') ? 'No table is set for this data set.' : undefined,
    }),
    matchOthers: () => ({
      choices: [
        {
          dataset: { uri: 'file:///kept/a/rows.parquet', part: '' },
          ...{ label: '2MASS around L 1495, 20 November', kind: 'result' },
        },
        {
          dataset: { uri: 'skybucket://public/hats/', part: '' },
          ...{ label: 'Gaia DR3', kind: 'catalogue' },
        },
      ],
    }),
  };
  const plotted = plottedAnswers({
    names: () => request?.columns ?? [],
    rows: (of) => lengths.get(of) ?? 0,
    numbers: numbersOf,
  });
  // By a name that came as text no single type can be looked up.
  const answers = { ...table, ...plotted, ...own } as unknown as Readonly<
    Record<string, Answer<Own>>
  >;

  const request_ = async (
    method: string,
    params: unknown,
    { signal = new AbortController().signal, onProgress }: RequestOptions = {},
  ): Promise<unknown> => {
    stand.asked.push({ method, params: structuredClone(params) as Record<string, unknown> });
    const progress = (body: unknown): Promise<void> => {
      if (!signal.aborted) {
        onProgress?.(structuredClone(body));
      }
      return Promise.resolve();
    };
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(trouble('cancelled', 'Cancelled.')));
    });
    const answer = answers[method];
    const work = Promise.resolve().then(() => {
      if (answer === undefined) {
        throw trouble('protocol', `Nobody answers ${method} here.`);
      }
      return answer(params as never, { signal, progress });
    });
    return structuredClone(await Promise.race([work, cancelled]));
  };
  const on = (name: string, listener: (body: never) => void): (() => void) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  };
  return { host: { request: request_, on } as unknown as CatalogHost, stand };
}

interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (body: unknown) => void;
}

function trouble(code: string, message: string, hint?: string): RemoteError {
  return new RemoteError({ code, message, hint, retryable: true });
}
