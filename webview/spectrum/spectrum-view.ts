import type { AxisLine, PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import { element } from '../ui/dom';
import type { Coordinate, KeptSpectrum } from './kept';
import type { LineData } from './line-data';
import { binCentre, binsOf, extremes } from './line-data';
import { LineDemand } from './line-demand';
import { covers, LineLoader } from './line-loader';
import type { PixelRange } from './pixel-range';
import { bounded, isWhole, moved, pixelsIn, wholeRange, zoomed } from './pixel-range';
import { SpectrumCopy } from './spectrum-copy';
import { spectrumKey } from './spectrum-keys';
import { SpectrumPlot } from './spectrum-plot';
import { SpectrumReading } from './spectrum-reading';
import { SpectrumStatistics } from './spectrum-statistics';
import { plotName } from './spectrum-text';
import { SpectrumTools } from './spectrum-tools';
import './spectrum.css';
import type { XAxis } from './x-axis';
import { pixelAxis, straightAxis, worldAxis, worldTitle } from './x-axis';
import type { YScale } from './y-scale';
import { scaleOf } from './y-scale';

export interface SpectrumTarget {
  readonly ref: PlaneRef;
  readonly plane: PlaneReply;
  /** What people call it. */
  readonly title: string;
}

export interface SpectrumActions {
  /** `state` changed. */
  onChange(): void;
  /** Nothing of the line could be read. */
  onError(error: unknown): void;
  /** Copies a text; `what` names it for the message. */
  onCopy(text: string, what: string): void;
}

/** How much closer a key or a button looks. */
const ZOOM_STEP = 1.6;

/** A one-dimensional image as a plot: of its pixels, or of what they stand for. */
export class SpectrumView {
  readonly element: HTMLElement;
  readonly #actions: SpectrumActions;
  readonly #loader: LineLoader;
  readonly #tools: SpectrumTools;
  readonly #plot: SpectrumPlot;
  readonly #reading: SpectrumReading;
  readonly #statistics: SpectrumStatistics;
  readonly #demand: LineDemand;
  readonly #copy: SpectrumCopy;
  #target: SpectrumTarget | undefined;
  #range: PixelRange = { from: 0, to: 1 };
  #coordinate: Coordinate = 'world';
  #logarithmic = false;
  #limits: KeptSpectrum['limits'];
  #origin: 0 | 1 = 1;
  /** The pixel under the cursor. */
  #cursor: number | undefined;
  /** The keys have put the cursor there: it stays at its pixel, and not at its place on the screen. */
  #keyed = false;

  constructor(host: Host, actions: SpectrumActions) {
    this.#actions = actions;
    this.#loader = new LineLoader(host, {
      onChange: () => this.#update(),
      onError: (error) => actions.onError(error),
    });
    this.#tools = new SpectrumTools({
      onCoordinate: (coordinate) => this.#change(() => (this.#coordinate = coordinate)),
      onLogarithmic: (logarithmic) => this.#change(() => (this.#logarithmic = logarithmic)),
      onLimits: (limits) => this.#change(() => (this.#limits = limits)),
      onZoom: (to) => this.zoom(to),
      onCopy: () => this.#copyData(),
    });
    this.#plot = new SpectrumPlot({
      onPoint: (bin) => this.#point(bin),
      onZoom: (factor, about) =>
        this.#look((range, length) => zoomed(range, factor, about, length)),
      onPan: (share) => this.#pan(share),
      onRange: (range) => this.#look((_, length) => bounded(range, length)),
      onAll: () => this.zoom('all'),
    });
    this.#reading = new SpectrumReading(host);
    this.#statistics = new SpectrumStatistics(host);
    this.#demand = new LineDemand(this.#loader);
    this.#copy = new SpectrumCopy(host, {
      onCopy: (text, what) => actions.onCopy(text, what),
      onTrouble: () => this.#update(),
    });
    const plot = this.#plot.element;
    plot.tabIndex = 0;
    plot.setAttribute('role', 'img');
    plot.addEventListener('keydown', (event) => this.#onKey(event));
    plot.addEventListener('blur', () => this.#plot.point(undefined));
    plot.addEventListener('pointermove', () => (this.#keyed = false));
    this.element = element('section', { class: 'spectrum', attributes: { 'aria-label': 'Plot' } }, [
      this.#tools.element,
      element('div', { class: 'spectrum-middle' }, [plot, this.#demand.element]),
      this.#reading.element,
      this.#statistics.element,
    ]);
  }

  /** Undefined while there is no line. */
  get state(): KeptSpectrum | undefined {
    return (
      this.#target && {
        range: isWhole(this.#range, this.#length) ? undefined : this.#range,
        coordinate: this.#coordinate,
        logarithmic: this.#logarithmic,
        limits: this.#limits,
      }
    );
  }

  /** The plot as it is drawn, or undefined before there is one. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#target && this.#plot.canvas;
  }

  show(target: SpectrumTarget, kept: KeptSpectrum | undefined): void {
    this.clear();
    this.#target = target;
    this.#loader.show(target);
    this.#range = bounded(kept?.range ?? this.#loader.firstRange, target.plane.width);
    this.#coordinate = kept?.coordinate ?? 'world';
    this.#logarithmic = kept?.logarithmic ?? false;
    this.#limits = kept?.limits;
    this.#loader.want(this.#range);
    this.#update();
  }

  /** Shows nothing, and lets go of what was on its way. */
  clear(): void {
    this.#target = undefined;
    this.#cursor = undefined;
    this.#loader.show(undefined);
    this.#copy.stop();
    this.#reading.clear();
    this.#update();
  }

  /** What the first pixel is counted as. */
  setOrigin(origin: 0 | 1): void {
    this.#origin = origin;
    this.#update();
  }

  /** About the cursor, or the middle. */
  zoom(to: 'in' | 'out' | 'all'): void {
    if (to === 'all') {
      this.#look((_, length) => wholeRange(length));
      return;
    }
    const factor = to === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP;
    this.#look((range, length) => {
      const cursor = this.#cursor ?? Number.NaN;
      const seen = cursor >= range.from && cursor <= range.to;
      return zoomed(range, factor, seen ? cursor : (range.from + range.to) / 2, length);
    });
  }

  get #length(): number {
    return this.#target?.plane.width ?? 1;
  }

  /** What the pixels stand for, if the user looks at that. */
  get #world(): AxisLine | undefined {
    return this.#target && straightAxis(this.#target.plane);
  }

  get #axis(): XAxis {
    const world = this.#coordinate === 'world' ? this.#world : undefined;
    return world === undefined ? pixelAxis(this.#origin) : worldAxis(world);
  }

  #change(change: () => void): void {
    change();
    this.#update();
    this.#actions.onChange();
  }

  /** Looks at another range. */
  #look(next: (range: PixelRange, length: number) => PixelRange): void {
    const { from, to } = this.#range;
    const range = next(this.#range, this.#length);
    if (this.#target !== undefined && (range.from !== from || range.to !== to)) {
      this.#change(() => {
        this.#range = range;
        this.#copy.forget();
        this.#loader.want(range);
      });
    }
  }

  #pan(share: number): void {
    const { from, to } = this.#range;
    this.#look((range, length) => moved(range, share * (to - from), length));
  }

  #update(): void {
    const target = this.#target;
    this.element.classList.toggle('empty', target === undefined);
    const data = target && this.#loader.best(this.#range);
    this.#demand.update(this.#copy.trouble ?? data?.broken);
    if (target === undefined || data === undefined) {
      this.#reading.show(undefined);
      this.#statistics.show(undefined);
      this.#tools.update(this.#toolsView({ logarithmic: false, low: 0, high: 1 }));
      this.#plot.element.classList.add('unread');
      return;
    }
    const { plane } = target;
    const seen = pixelsIn(this.#range, plane.width);
    const found = extremes(data, binsOf(data, seen), this.#logarithmic);
    const scale = scaleOf(found, this.#logarithmic, this.#limits);
    this.#tools.update(this.#toolsView(scale));
    this.#plot.element.classList.remove('unread');
    this.#plot.element.setAttribute('aria-label', plotName(target, this.#axis.title));
    this.#plot.show({
      data,
      range: this.#range,
      axis: this.#axis,
      scale,
      title: plane.unit ?? 'Value',
    });
    if (this.#keyed && this.#cursor !== undefined) {
      this.#plot.point(Math.floor((this.#cursor - data.x0) / data.step));
    }
    this.#showReading(data);
    const pixels = data.step === 1 && covers(data, seen) ? data : undefined;
    this.#statistics.show({ target, seen, pixels, origin: this.#origin });
  }

  #toolsView(scale: YScale): Parameters<SpectrumTools['update']>[0] {
    const world = this.#world;
    return {
      world: world && worldTitle(world),
      coordinate: this.#axis.coordinate,
      logarithmic: this.#logarithmic,
      limits: scale,
      automatic: this.#limits === undefined,
      whole: this.#target === undefined || isWhole(this.#range, this.#length),
    };
  }

  #point(bin: number | undefined): void {
    const data = this.#loader.best(this.#range);
    this.#cursor = bin === undefined || data === undefined ? undefined : binCentre(data, bin);
    if (data !== undefined) {
      this.#showReading(data);
    }
  }

  #showReading(data: LineData): void {
    const { ref, plane } = this.#target ?? {};
    const cursor = this.#cursor;
    if (ref === undefined || plane === undefined || cursor === undefined) {
      this.#reading.show(undefined);
      return;
    }
    const { from, to } = binsOf(data, { x0: Math.floor(cursor), x1: Math.floor(cursor) + 1 });
    const reading = {
      ...{ ref, data, bin: from, unit: plane.unit, origin: this.#origin },
      axis: this.#world,
    };
    this.#reading.show(from < to ? reading : undefined);
  }

  #onKey(event: KeyboardEvent): void {
    const key = spectrumKey(event);
    if (key === undefined || this.#target === undefined) {
      return;
    }
    if (key.kind === 'copy') {
      if ((document.getSelection()?.toString() ?? '') !== '') {
        return;
      }
      this.#copyData();
    } else if (key.kind === 'cursor') {
      this.#moveCursor(key.by);
    } else if (key.kind === 'pan') {
      this.#pan(key.share);
    } else {
      this.zoom(key.to);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** By bins, from the middle where it is nowhere; what is seen follows it. */
  #moveCursor(by: number): void {
    const data = this.#loader.best(this.#range);
    if (data === undefined) {
      return;
    }
    const { from, to } = this.#range;
    const start = this.#cursor;
    const at = start ?? Math.round((from + to) / 2);
    const bin = Math.floor((at - data.x0) / data.step) + (start === undefined ? 0 : by);
    const bounded = Math.min(Math.max(bin, 0), data.mean.length - 1);
    const cursor = binCentre(data, bounded);
    this.#keyed = true;
    if (cursor < from || cursor > to) {
      // A little further, so that the next steps need not move the view again.
      const margin = (to - from) * 0.1;
      this.#look((range, length) =>
        moved(range, cursor < from ? cursor - margin - from : cursor + margin - to, length),
      );
    }
    const shown = this.#loader.best(this.#range);
    if (shown !== undefined) {
      this.#plot.point(Math.floor((cursor - shown.x0) / shown.step));
    }
  }

  #copyData(): void {
    const target = this.#target;
    const data = this.#loader.best(this.#range);
    if (target !== undefined && data !== undefined) {
      const seen = pixelsIn(this.#range, target.plane.width);
      const view = { target, data, seen, axis: this.#world, origin: this.#origin };
      void this.#copy.start(view);
    }
  }
}
