import uPlot from 'uplot';
import type { HistogramReply, Limits } from '../../src/protocol/methods';
import type { Curve } from '../image/curve';
import { applyCurve } from '../image/curve';
import { positionOf, stretchOf } from '../image/stretch';
import type { ChartOptions } from './chart';
import { Chart, chartAxis } from './chart';
import type { ChartStyle } from './chart-style';
import { countAxis, countRange, countSeries, countSteps } from './count-chart';
import { LimitHandle } from './limit-handle';
import { tickTexts } from './ticks';

/** Counts, and the range they were made over: while newer ones are on their way it is not the one shown. */
export interface Histogram {
  readonly reply: HistogramReply;
  readonly range: Limits;
}

export interface HistogramView {
  readonly histogram: Histogram | undefined;
  readonly range: Limits;
  readonly limits: Limits | undefined;
  readonly curve: Curve;
  readonly logarithmic: boolean;
  readonly unit: string | undefined;
}

export interface HistogramActions {
  /** A limit is moved to a value. */
  onMove(which: 'low' | 'high', to: number): void;
  onDrag(dragging: boolean): void;
  /** The range is to become `factor` times as wide around a value. */
  onZoom(factor: number, value: number): void;
  /** The range is to hold everything. */
  onWhole(): void;
  /** There is room for another number of bins. */
  onSize(): void;
  /** The pointer is at a bin, or at none. */
  onBin(bin: number | undefined): void;
}

/** The counts, the curve of the stretch, and the two limits to drag. */
export class HistogramPlot {
  readonly #actions: HistogramActions;
  readonly #chart = new Chart((style) => this.#options(style));
  readonly #handles: { readonly low: LimitHandle; readonly high: LimitHandle };
  #view: HistogramView | undefined;

  constructor(actions: HistogramActions) {
    this.#actions = actions;
    this.#handles = { low: this.#handle('low'), high: this.#handle('high') };
  }

  get element(): HTMLElement {
    return this.#chart.element;
  }

  /** Pixels across, which is how many bins are worth asking for; 0 before there is room. */
  get width(): number {
    return this.#chart.plot?.over.clientWidth ?? 0;
  }

  show(view: HistogramView): void {
    this.#view = view;
    this.#chart.show(dataOf(view));
    for (const which of ['low', 'high'] as const) {
      const handle = this.#handles[which];
      handle.element.hidden = view.limits === undefined;
      if (view.limits !== undefined) {
        handle.show(view.limits[which], view.range, view.unit);
      }
    }
  }

  #handle(which: 'low' | 'high'): LimitHandle {
    return new LimitHandle({
      which,
      valueAt: (clientX) => this.#valueAt(clientX),
      onMove: (to) => this.#actions.onMove(which, to),
      onDrag: (dragging) => this.#actions.onDrag(dragging),
    });
  }

  #valueAt(clientX: number): number {
    const plot = this.#chart.plot;
    const left = plot?.over.getBoundingClientRect().left ?? 0;
    return plot?.posToVal(clientX - left, 'x') ?? Number.NaN;
  }

  #options(style: () => ChartStyle): ChartOptions {
    const isLogarithmic = (): boolean => this.#view?.logarithmic === true;
    return {
      padding: [8, 16, 0, 0],
      scales: {
        x: { time: false, range: () => [this.#view?.range.low ?? 0, this.#view?.range.high ?? 1] },
        y: { range: () => countRange(this.#view?.histogram?.reply.counts ?? [], isLogarithmic()) },
      },
      series: [{}, countSeries(style)],
      axes: [
        chartAxis(2, style, { space: 62, values: (_, ticks) => tickTexts(ticks) }),
        countAxis(style, isLogarithmic),
      ],
      ready: (plot) => this.#attach(plot.over),
      onSize: () => this.#actions.onSize(),
      draw: (plot) => this.#drawCurve(plot, style().curve),
      onPoint: (index) => this.#actions.onBin(index),
    };
  }

  #attach(over: HTMLElement): void {
    over.append(this.#handles.low.element, this.#handles.high.element);
    over.addEventListener('dblclick', () => this.#actions.onWhole());
    over.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
        const factor = Math.exp(Math.min(Math.max(event.deltaY * lines, -200), 200) * 0.002);
        this.#actions.onZoom(factor, this.#valueAt(event.clientX));
      },
      { passive: false },
    );
  }

  /** From the bottom at the low limit to the top at the high one: how bright a value is drawn. */
  #drawCurve({ ctx, bbox }: uPlot, colour: CanvasRenderingContext2D['strokeStyle']): void {
    const { limits, range, curve } = this.#view ?? {};
    if (limits === undefined || range === undefined || curve === undefined) {
      return;
    }
    const stretch = stretchOf(limits);
    ctx.save();
    ctx.beginPath();
    for (let x = 0; x <= bbox.width; x++) {
      const value = range.low + (x / bbox.width) * (range.high - range.low);
      const share = applyCurve(positionOf(value, stretch), curve);
      ctx.lineTo(bbox.left + x, bbox.top + bbox.height * (1 - share));
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.stroke();
    ctx.restore();
  }
}

function dataOf({ histogram, range, logarithmic }: HistogramView): uPlot.AlignedData {
  return histogram === undefined
    ? [
        [range.low, range.high],
        [null, null],
      ]
    : countSteps({ ...histogram.range, counts: histogram.reply.counts }, logarithmic);
}
