/** A page with the plots of a catalogue alone, before a table in memory and the worker's own answers. */
import '../../../webview/image/image.css';
import '../../../webview/table/table.css';
import type { CatalogMethods } from '../../../src/protocol/catalog';
import type { PlotMethods } from '../../../src/protocol/plot';
import { RemoteError } from '../../../src/protocol/wire';
import { plotHandlers } from '../../../src/worker/catalog/plot-handlers';
import { OpenTables } from '../../../src/worker/open-tables';
import { tableReply } from '../../../src/worker/table-replies';
import { toWireError } from '../../../src/worker/wire-error';
import type { CatalogHost } from '../../../webview/catalog/catalog-host';
import { PlotsPane } from '../../../webview/catalog/plots/plots-pane';
import { registerControls } from '../../../webview/ui/controls';
import { column, MemoryTable } from '../../unit/table/memory-table';

/** What the runner finds in the page. */
export interface PlotsWindow {
  pane: PlotsPane;
  changes: number;
  /** Specs of the plots that were asked for. */
  asked: PlotMethods['plot'][0]['spec'][];
  chosen: number[][];
  saved: { name: string; text: string; size: number }[];
  copied: string[];
  /** Shows the first rows of the table, as a table of its own. */
  show: (rows: number) => void;
  hide: () => void;
}

const ROWS = Number(new URLSearchParams(location.search).get('rows') ?? 6000);
/** All around the sky, instead of a cluster. */
const ALL_SKY = new URLSearchParams(location.search).has('sky');

let seed = 12345;
const uniform = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
const normal = (): number =>
  Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const every = (make: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => make(row));

/** Two clumps of colours, some rows without a magnitude. */
const w1 = every(() => 11 + 2 * normal());
const w2 = every((row) => (w1[row] ?? 0) - (row % 3 === 0 ? 1.1 : 0.1) - 0.15 * normal());
const w3 = every((row) => (row % 50 === 0 ? NaN : (w2[row] ?? 0) - (row % 3 === 0 ? 2.8 : 0.4)));
const noisy = every((row) => (w3[row] ?? 0) - 0.4 * normal());
const ra = every(() => (ALL_SKY ? 360 * uniform() : 64 + normal()));
const dec = every(() => (ALL_SKY ? Math.asin(2 * uniform() - 1) * (180 / Math.PI) : 27 + normal()));
const mag = { unit: 'mag' };
const columns = [
  column(
    'designation',
    'text',
    Array.from({ length: ROWS }, (_, row) => `J${row}`),
  ),
  column('ra', 'float64', ra, { unit: 'deg' }),
  column('dec', 'float64', dec, { unit: 'deg' }),
  column('w1mpro', 'float64', w1, mag),
  column('w2mpro', 'float64', w2, mag),
  column('w3mpro', 'float64', noisy, mag),
];
const whole = new MemoryTable(columns, ROWS);
/** The first rows of the table, by the number of the table. */
const heights = new Map<number, number>();
const tables = new OpenTables(async (hdu) => new MemoryTable(columns, heights.get(hdu) ?? ROWS));
const handlers = plotHandlers(tables);

const page = window as unknown as PlotsWindow;
page.changes = 0;
page.asked = [];
page.chosen = [];
page.saved = [];
page.copied = [];

const others: Pick<CatalogMethods, never> & Record<string, (params: never) => unknown> = {
  choose: ({ rows }: CatalogMethods['choose'][0]) => {
    page.chosen.push([...new Uint32Array(rows.slice().buffer)]);
    return null;
  },
  save: ({ name, data }: CatalogMethods['save'][0]) => {
    page.saved.push({ name, text: new TextDecoder().decode(data), size: data.length });
    return { saved: true };
  },
  copy: ({ text }: CatalogMethods['copy'][0]) => {
    page.copied.push(text);
    return null;
  },
};

type Options = { signal?: AbortSignal; onProgress?: (body: never) => void };

const host = {
  request: async (method: string, params: never, options: Options = {}): Promise<unknown> => {
    if (method === 'plot') {
      page.asked.push((params as PlotMethods['plot'][0]).spec);
    }
    const answer = (
      handlers as unknown as Record<string, (params: never, call: unknown) => unknown>
    )[method];
    const { signal = new AbortController().signal, onProgress = () => undefined } = options;
    try {
      return answer === undefined
        ? await others[method]?.(params)
        : await answer(params, { signal, progress: async (body: never) => onProgress(body) });
    } catch (error) {
      throw new RemoteError(toWireError(error));
    }
  },
  on: () => () => undefined,
} as unknown as CatalogHost;

registerControls();
page.pane = new PlotsPane(host, { onChange: () => page.changes++ });
page.show = (rows) => {
  const hdu = heights.size;
  heights.set(hdu, rows);
  page.pane.show({
    ...{ hdu, view: '', rows, columns: tableReply(whole).columns },
    title: 'Taurus <L1495> & "friends"',
  });
};
page.hide = () => page.pane.show(undefined);

document.body.style.padding = '0';
page.pane.element.style.height = '100vh';
document.body.append(page.pane.element);
if (!location.search.includes('empty')) {
  page.show(ROWS);
}
