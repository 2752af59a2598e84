import { type Trouble, troubleOf } from '../../image/host';
import type { ColumnLine } from '../../../src/protocol/table';
import type { PlotArea } from '../../../src/protocol/plot';
import type { SkyView } from '../../search/footprints/sky-view';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import { ChosenRows } from './chosen-rows';
import { fileNameOf, lookOf, plotAsPng, plotAsSvg } from './export-plot';
import { firstAxes } from './first-axes';
import { PlotCanvas } from './plot-canvas';
import { type PlotData, plotData } from './plot-data';
import type { Axes } from './plot-frame';
import type { PlotTool } from './plot-pointer';
import { sceneOf } from './plot-scene';
import { parseSettings, type PlotSettings, specOf } from './plot-settings';
import { type PlotExport, PlotToolbar } from './plot-toolbar';
import './plots.css';
import { rowsText } from './reading';
import { capOf, fittingSky } from './sky-fit';

/** The table whose rows are plotted. */
export interface PlottedTable {
  readonly hdu: number;
  readonly view: string;
  readonly columns: readonly ColumnLine[];
  readonly rows: number;
  readonly title: string;
}

export interface PlotsActions {
  /** Something changed that the panel is to be brought back with. */
  onChange(): void;
}

/** Between a move of the plot and the plot made anew, in milliseconds. */
const SETTLE = 180;
/** A plot of a table that grows is made anew no more often than so, and rests as long as it took. */
const PACE = 1500;
/** What was done is told for so long. */
const SAYING = 4000;

/** Plots of the rows on show: what is selected in them is selected in the table and on images, and back. */
export class PlotsPane {
  readonly #host: CatalogHost;
  readonly #actions: PlotsActions;
  readonly #toolbar: PlotToolbar;
  readonly #canvas: PlotCanvas;
  readonly #chosen: ChosenRows;
  readonly #about = element('span', { class: 'plots-about', attributes: { role: 'status' } });
  readonly #reading = element('span', { class: 'plots-reading' });
  readonly #notice = element('div', { class: 'plots-notice', attributes: { role: 'status' } });
  readonly #clear = createButton({
    label: 'Clear selection',
    title: 'Select no rows (Escape)',
    onClick: () => this.#choose(new Uint32Array(0)),
  });
  readonly element: HTMLElement;
  #settings: PlotSettings = parseSettings(undefined);
  #table: PlottedTable | undefined;
  #data: PlotData | undefined;
  /** Names of the columns that the axes were last found in. */
  #columnsOf = '';
  #run = new AbortController();
  #running = false;
  /** Something changed while a plot was made. */
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sayTimer: ReturnType<typeof setTimeout> | undefined;
  #began = -Infinity;
  #took = 0;

  constructor(host: CatalogHost, actions: PlotsActions) {
    this.#host = host;
    this.#actions = actions;
    this.#chosen = new ChosenRows(host, () => this.#draw());
    this.#toolbar = new PlotToolbar({
      onChange: (change) => this.#change(change),
      onTool: (tool) => this.#setTool(tool),
      onReset: () => this.#reset(),
      onExport: (what) => void this.#export(what),
      onLeave: () => this.#canvas.element.focus(),
    });
    this.#canvas = new PlotCanvas({
      onAxes: (axes) => this.#moveTo(axes),
      onSky: (sky) => this.#moveSky(sky),
      onReset: () => this.#reset(),
      onBrush: (area, adds) => void this.#brush(area, adds),
      onRow: (row, adds) => this.#choose(this.#chosen.with(Uint32Array.of(row), adds)),
      onClear: () => this.#choose(new Uint32Array(0)),
      onRead: (words) => setText(this.#reading, words),
    });
    this.element = element('section', { class: 'plots', attributes: { 'aria-label': 'Plots' } }, [
      this.#toolbar.element,
      element('div', { class: 'plots-stage' }, [this.#canvas.element, this.#notice]),
      element('div', { class: 'plots-foot' }, [this.#about, this.#clear.element, this.#reading]),
    ]);
    this.#setTool('zoom');
    this.#draw();
  }

  /** Plain JSON of how it is looked at. */
  get kept(): unknown {
    return this.#settings;
  }

  restore(kept: unknown): void {
    this.#settings = parseSettings(kept);
    this.#draw();
  }

  show(table: PlottedTable | undefined): void {
    const former = this.#table;
    this.#table = table;
    this.#toolbar.setColumns(table?.columns ?? []);
    if (table === undefined) {
      clearTimeout(this.#timer);
      this.#run.abort();
      this.#running = false;
      this.#canvas.isBusy = false;
      this.#data = undefined;
      this.#chosen.set(undefined, undefined);
      this.#draw();
      return;
    }
    if (former?.hdu === table.hdu) {
      this.#plotAfter(0);
      return;
    }
    // It has grown, or is another one.
    const rest = Math.max(PACE, this.#took) - (performance.now() - this.#began);
    this.#plotAfter(this.#running ? undefined : Math.max(0, rest));
  }

  /** Rows of the table that are chosen, ascending; undefined for none. */
  setChosen(rows: Uint32Array | undefined): void {
    this.#chosen.set(rows, this.#subject);
    this.#draw();
  }

  get #subject(): { hdu: number; x: string; y: string } | undefined {
    const spec = specOf(this.#settings, undefined);
    return this.#table && spec && { hdu: this.#table.hdu, x: spec.x, y: spec.y };
  }

  #change(change: Partial<PlotSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#actions.onChange();
    const drawn = [
      ...['colourMap', 'reversed', 'low', 'high', 'norm', 'heights', 'xInverted', 'yInverted'],
    ];
    if (Object.keys(change).every((name) => drawn.includes(name))) {
      this.#draw();
      return;
    }
    if (change.kind !== undefined || change.x !== undefined || change.y !== undefined) {
      this.#data = undefined;
    }
    this.#draw();
    this.#plotAfter(0);
  }

  #moveTo({ x, y }: Axes): void {
    const flat = this.#settings.kind === 'histogram';
    this.#settings = {
      ...this.#settings,
      xRange: [x.low, x.high],
      ...(flat ? {} : { yRange: [y.low, y.high] }),
    };
    this.#moved();
  }

  #moveSky(sky: SkyView): void {
    this.#settings = { ...this.#settings, sky };
    this.#moved();
  }

  /** What there is is drawn where it belongs now; what is missing comes when the hand is still. */
  #moved(): void {
    this.#actions.onChange();
    this.#draw();
    this.#plotAfter(SETTLE);
  }

  #reset(): void {
    this.#change({ xRange: undefined, yRange: undefined, sky: undefined });
  }

  #setTool(tool: PlotTool): void {
    this.#canvas.tool = tool;
    this.#toolbar.setTool(tool);
  }

  /** @param delay undefined to wait for the plot under way */
  #plotAfter(delay: number | undefined): void {
    clearTimeout(this.#timer);
    this.#canvas.isBusy = this.#table !== undefined;
    if (delay === undefined) {
      this.#isStale = true;
      return;
    }
    this.#timer = setTimeout(() => void this.#plot(), delay);
  }

  async #plot(): Promise<void> {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    const table = this.#table;
    if (table === undefined) {
      return;
    }
    this.#running = true;
    this.#isStale = false;
    this.#began = performance.now();
    try {
      await this.#findAxes(table, signal);
      if (!signal.aborted && (await this.#checked(table, signal))) {
        await this.#ask(table, signal);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      // A table that was replaced meanwhile is gone: its successor is plotted next.
      if (!signal.aborted && trouble !== undefined && table === this.#table) {
        this.#fail(trouble);
      }
    }
    if (!signal.aborted) {
      this.#running = false;
      this.#took = performance.now() - this.#began;
      this.#canvas.isBusy = this.#isStale;
      if (this.#isStale) {
        this.#plotAfter(Math.max(PACE, this.#took));
      }
    }
  }

  /** Guesses what to plot of columns that were not there before, unless the axes make sense with them, too. */
  async #findAxes(table: PlottedTable, signal: AbortSignal): Promise<void> {
    const names = JSON.stringify(table.columns.map(({ name }) => name));
    if (names === this.#columnsOf) {
      return;
    }
    const first = firstAxes(table.columns);
    const found = await Promise.all(
      (['x', 'y', 'longitude', 'latitude'] as const).map(async (axis) => {
        const text = this.#settings[axis];
        const fits =
          text !== undefined &&
          text !== '' &&
          (await this.#problemOf(table, text, signal)) === undefined;
        return [axis, fits ? text : first[axis]] as const;
      }),
    );
    if (signal.aborted) {
      return;
    }
    const axes = Object.fromEntries(found) as Pick<
      PlotSettings,
      'x' | 'y' | 'longitude' | 'latitude'
    >;
    const same = axes.x === this.#settings.x && axes.y === this.#settings.y;
    const wider = same ? {} : { xRange: undefined, yRange: undefined, sky: undefined };
    this.#columnsOf = names;
    this.#settings = { ...this.#settings, ...axes, ...wider };
    this.#actions.onChange();
    this.#draw();
  }

  /** Whether the axes make sense; says what does not. */
  async #checked(table: PlottedTable, signal: AbortSignal): Promise<boolean> {
    const spec = specOf(this.#settings, undefined);
    if (spec === undefined) {
      this.#toolbar.setProblems(undefined, undefined);
      this.#data = undefined;
      this.#draw();
      return false;
    }
    const [x, y] = await Promise.all([
      this.#problemOf(table, spec.x, signal),
      spec.y === '' ? undefined : this.#problemOf(table, spec.y, signal),
    ]);
    if (!signal.aborted) {
      this.#toolbar.setProblems(x, y);
    }
    return x === undefined && y === undefined;
  }

  async #problemOf(
    { hdu }: PlottedTable,
    text: string,
    signal: AbortSignal,
  ): Promise<{ message: string; from: number; to: number } | undefined> {
    return (await this.#host.request('checkAxis', { hdu, text }, { signal })).problem;
  }

  async #ask({ hdu, view }: PlottedTable, signal: AbortSignal): Promise<void> {
    const sky = this.#settings.sky;
    const cap = sky === undefined ? undefined : capOf(sky, this.#canvas.size);
    const spec = specOf(this.#settings, cap);
    if (spec === undefined) {
      return;
    }
    this.element.classList.add('busy');
    try {
      const reply = await this.#host.request(
        'plot',
        { hdu, view, spec },
        { signal, onProgress: ({ done }) => this.#progress(done) },
      );
      if (!signal.aborted) {
        this.#data = plotData(reply);
        this.#draw();
        this.#chosen.follow(this.#subject);
      }
    } finally {
      if (!signal.aborted) {
        this.element.classList.remove('busy');
      }
    }
  }

  #progress(done: number): void {
    setText(this.#about, `Plotting… ${Math.round(100 * done)} %`);
  }

  #draw(): void {
    const [data, table] = [this.#data, this.#table];
    const { kind } = this.#settings;
    const fits = data?.kind === kind ? data : undefined;
    const sky =
      kind === 'sky'
        ? (this.#settings.sky ?? fittingSky(fits?.around, this.#canvas.size))
        : undefined;
    const scene =
      fits && table
        ? sceneOf(fits, this.#settings, table.columns, this.#chosen.points, sky)
        : undefined;
    this.#canvas.show(scene);
    this.#toolbar.show(this.#settings, scene?.axes);
    this.#toolbar.setDrawn(scene !== undefined);
    this.#clear.element.hidden = this.#chosen.count === 0;
    const empty =
      table === undefined
        ? 'Rows are plotted once a query has some.'
        : specOf(this.#settings, undefined) === undefined
          ? 'Write a column, or an expression of columns, for each axis.'
          : fits?.finite === 0
            ? 'No row has a value on both axes.'
            : '';
    this.#say(empty, undefined);
    if (fits !== undefined) {
      setText(this.#about, this.#words(fits));
    } else if (table === undefined) {
      setText(this.#about, '');
    }
    this.#describe(fits);
  }

  #words({ rows, finite, within }: PlotData): string {
    const { count } = this.#chosen;
    return [
      rowsText(rows),
      ...(finite < rows ? [`${(rows - finite).toLocaleString('en-US')} without a value`] : []),
      ...(within < finite ? [`${within.toLocaleString('en-US')} in sight`] : []),
      ...(count > 0 ? [`${count.toLocaleString('en-US')} selected`] : []),
    ].join(' · ');
  }

  #describe(data: PlotData | undefined): void {
    const { kind, x = '', y = '' } = this.#settings;
    const words =
      data === undefined
        ? 'Plot, empty'
        : `${kind} of ${kind === 'histogram' ? x : `${y} against ${x}`}, ${this.#words(data)}. Arrow keys ` +
          'move, plus and minus zoom, 0 shows all, Escape selects nothing.';
    this.#canvas.element.setAttribute('aria-label', words);
  }

  async #brush(area: PlotArea, adds: boolean): Promise<void> {
    const [table, spec] = [this.#table, specOf(this.#settings, undefined)];
    if (table === undefined || spec === undefined) {
      return;
    }
    const { hdu, view } = table;
    await this.#try(async () => {
      const { rows } = await this.#host.request('plotArea', { hdu, view, spec, area });
      this.#choose(this.#chosen.with(new Uint32Array(rows.slice().buffer), adds));
    });
  }

  #choose(rows: Uint32Array): void {
    const table = this.#table;
    if (table !== undefined) {
      this.setChosen(rows.length === 0 ? undefined : rows);
      const bytes = new Uint8Array(rows.slice().buffer);
      void this.#try(async () => {
        await this.#host.request('choose', { hdu: table.hdu, rows: bytes });
      });
    }
  }

  async #export(what: PlotExport): Promise<void> {
    const [shown, table, spec] = [
      this.#canvas.shown,
      this.#table,
      specOf(this.#settings, undefined),
    ];
    if (shown === undefined || table === undefined || spec === undefined) {
      return;
    }
    const { scene, style } = shown;
    const { size } = this.#canvas;
    const save = async (data: Uint8Array, extension: string): Promise<void> => {
      const name = fileNameOf(table.title, extension);
      const { saved } = await this.#host.request('save', { name, data });
      this.#tell(saved ? 'Saved.' : '');
    };
    await this.#try(async () => {
      if (what === 'png') {
        await save(await plotAsPng(scene, style, size), 'png');
      } else if (what === 'svg') {
        await save(plotAsSvg(scene, style, size), 'svg');
      } else {
        const look = lookOf(scene, this.#settings, table.title);
        const { code } = await this.#host.request('plotCode', { hdu: table.hdu, spec, look });
        if (what === 'saveCode') {
          await save(new TextEncoder().encode(code), 'py');
        } else {
          await this.#host.request('copy', { text: code });
          this.#tell('Copied as matplotlib.');
        }
      }
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#tell([trouble.message, trouble.hint].filter(Boolean).join(' '));
      }
    }
  }

  /** For a while, in place of what is under the pointer. */
  #tell(words: string): void {
    clearTimeout(this.#sayTimer);
    setText(this.#reading, words);
    this.#sayTimer = setTimeout(() => setText(this.#reading, ''), SAYING);
  }

  #fail({ message, hint, retryable }: Trouble): void {
    this.#data = undefined;
    this.#draw();
    setText(this.#about, '');
    const retry = createButton({ label: 'Try Again', onClick: () => this.#plotAfter(0) });
    this.#say([message, hint].filter(Boolean).join(' '), retryable ? retry.element : undefined);
  }

  /** Over the plot; empty for nothing. */
  #say(words: string, action: HTMLElement | undefined): void {
    this.#notice.hidden = words === '';
    if (this.#notice.textContent !== words || action !== undefined) {
      this.#notice.replaceChildren(
        element('span', { text: words }),
        ...(action === undefined ? [] : [action]),
      );
    }
  }
}
