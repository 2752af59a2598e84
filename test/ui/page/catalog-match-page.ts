/** A page with the cross-match of a catalogue's panel alone, before a host that does what the test says. */
import '../../../webview/image/image.css';
import type { CatalogEvents, CatalogMethods, CatalogReply } from '../../../src/protocol/catalog';
import type { CatalogMatchPlan, MatchChoice } from '../../../src/protocol/catalog-match';
import { RemoteError } from '../../../src/protocol/rpc';
import type { ColumnLine } from '../../../src/protocol/table';
import '../../../webview/catalog/catalog.css';
import type { CatalogHost } from '../../../webview/catalog/catalog-host';
import { MatchPane } from '../../../webview/catalog/match/match-pane';
import '../../../webview/search/search.css';
import '../../../webview/table/table.css';
import { registerControls } from '../../../webview/ui/controls';

export interface CatalogMatchStand {
  readonly asked: { readonly method: string; readonly params: unknown }[];
  plan: CatalogMatchPlan;
  /** A match waits until this is called, or it is cancelled. */
  finish: () => void;
  held: boolean;
  costly: boolean;
  cancelled: number;
  done: number;
  emit: <N extends keyof CatalogEvents>(name: N, body: unknown) => void;
}

/** What the runner finds in the page. */
export interface CatalogMatchWindow {
  stand: CatalogMatchStand;
  pane: MatchPane;
  /** Shows a table with these columns. */
  show: (columns: readonly string[], rows: number) => void;
}

const CHOICES: readonly MatchChoice[] = [
  { dataset: { uri: 'file:///kept/a/rows.parquet', part: '' }, label: 'Kept', kind: 'result' },
  { dataset: { uri: 'skybucket://public/hats/', part: '' }, label: 'Gaia DR3', kind: 'catalogue' },
  { dataset: { uri: 'skybucket://public/odd/', part: '' }, label: 'Broken', kind: 'catalogue' },
];

const names = (count: number): string[] => [
  ...['source_id', 'ra', 'dec', 'phot_g_mean_mag'],
  ...Array.from({ length: Math.max(0, count - 4) }, (_, k) => `column_${k}`),
];

function reply(uri: string, part: string): CatalogReply {
  const columns = names(152).map((name) => ({
    ...{ name, type: name === 'source_id' ? 'int64' : 'float64' },
    unit: name === 'ra' || name === 'dec' ? 'deg' : '',
    description: name === 'phot_g_mean_mag' ? 'G-band mean magnitude' : '',
    ...{ list: false, numeric: true, inFolders: false },
  }));
  return {
    ...{ dataset: { uri, part }, label: uri, about: 'HATS catalogue', kind: 'hats', columns },
    position: uri.startsWith('file:') ? undefined : { ra: 'ra', dec: 'dec' },
    ...{ defaultColumns: ['source_id', 'ra', 'dec'], rows: 1_800_000, warnings: [] },
  };
}

const wrong = (code: 'costly' | 'network' | 'cancelled', message: string): RemoteError =>
  new RemoteError({ code, message, hint: undefined, retryable: false });

function makeStand(): { host: CatalogHost; stand: CatalogMatchStand } {
  const listeners = new Map<string, ((body: unknown) => void)[]>();
  const stand: CatalogMatchStand = {
    ...{ asked: [], held: false, costly: false, cancelled: 0, done: 0, finish: () => undefined },
    plan: { files: 3, rows: 120_000, bytes: 4_200_000, requests: 9, problems: [], asks: false },
    emit: (name, body) => listeners.get(name)?.forEach((listener) => listener(body)),
  };
  type Options = {
    readonly signal?: AbortSignal;
    readonly onProgress?: (body: { readonly words: string; readonly done: number }) => void;
  };
  const answers: Partial<
    Record<keyof CatalogMethods, (params: never, options: Options) => unknown>
  > = {
    matchOthers: () => ({ choices: CHOICES }),
    chooseMatchFile: () => ({
      choice: { dataset: { uri: 'file:///mine.csv', part: '' }, label: 'mine.csv', kind: 'file' },
    }),
    lookAtOther: ({ dataset }: { readonly dataset: { uri: string; part: string } }) => {
      if (dataset.uri.includes('odd')) {
        throw wrong('network', 'The server does not answer.');
      }
      return dataset.uri.includes('hats') && dataset.part === ''
        ? {
            choices: [
              { dataset: { ...dataset, part: 'gaia' }, label: 'gaia (catalogue)' },
              { dataset: { ...dataset, part: 'gaia_10arcs' }, label: 'gaia_10arcs (margin)' },
            ],
          }
        : reply(dataset.uri, dataset.part);
    },
    planMatch: () => stand.plan,
    matchCatalog: async (
      { agreed }: { readonly agreed: boolean },
      { signal, onProgress }: Options,
    ) => {
      if (stand.costly && !agreed) {
        throw wrong('costly', 'It reads 4.2 GB, which is above the limit of the settings.');
      }
      onProgress?.({ words: 'Reading the other side…', done: 0.25 });
      if (stand.held) {
        await new Promise<void>((resolve) => {
          stand.finish = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
      }
      if (signal?.aborted === true) {
        stand.cancelled += 1;
        throw wrong('cancelled', 'Cancelled.');
      }
      return { rows: 1234, matched: 1200, of: 5000 };
    },
  };
  const host = {
    on: (name: string, listener: (body: unknown) => void) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return () => undefined;
    },
    request: async (method: keyof CatalogMethods, params: never, options: Options = {}) => {
      stand.asked.push({ method, params });
      await new Promise((resolve) => setTimeout(resolve, 2));
      return answers[method]?.(params, options);
    },
  } as unknown as CatalogHost;
  return { host, stand };
}

const line = (name: string, index: number): ColumnLine => ({
  ...{ index, name, type: 'float64', shape: [], variable: false, unit: undefined },
  ...{ description: undefined, format: 'float64', scalar: true, numeric: true, width: 10 },
  ...{ nullRule: undefined, problem: undefined },
});

registerControls();
const page = window as unknown as CatalogMatchWindow;
const { host, stand } = makeStand();
page.stand = stand;
page.pane = new MatchPane(host, { onDone: () => (stand.done += 1) });
page.show = (columns, rows) =>
  page.pane.show({
    ...{ hdu: 4, view: 'sorted', columns: columns.map(line), rows, title: 'AllWISE' },
  });
document.body.append(page.pane.element);
