import type uPlot from 'uplot';
import type { Limits } from '../../../src/protocol/methods';
import type { ChartOptions } from '../chart';
import { Chart, chartAxis } from '../chart';
import type { ChartStyle } from '../chart-style';
import type { Bins } from '../count-chart';
import { countAxis, countRange, countSeries, countSteps } from '../count-chart';
import { tickTexts } from '../ticks';
import { listenToRange, wheelFactor } from './drag-range';

export interface ColumnPlotView {
  readonly bins: Bins;
  /** What the axis shows: while other bins are on their way not the range of these. */
  readonly range: Limits;
  readonly logarithmic: boolean;
}

export interface ColumnPlotActions {
  /** The range is to become `factor` times as long, with the value at a share of it in its place. */
  onZoom(factor: number, share: number): void;
  onRange(from: number, to: number): void;
  onWhole(): void;
  /** There is room for another number of bins. */
  onSize(): void;
  onBin(bin: number | undefined): void;
}

/** The counts of a column in bins. */
export class ColumnPlot {
  readonly #actions: ColumnPlotActions;
  readonly #chart = new Chart((style) => this.#options(style));
  #view: ColumnPlotView | undefined;
  #pointed: number | undefined;

  constructor(actions: ColumnPlotActions) {
    this.#actions = actions;
    const { element } = this.#chart;
    element.classList.add('chart-column');
    element.tabIndex = 0;
    element.setAttribute('role', 'img');
    element.addEventListener('keydown', (event) => this.#onKey(event));
    element.addEventListener('blur', () => this.#chart.point(undefined));
  }

  get element(): HTMLElement {
    return this.#chart.element;
  }

  get width(): number {
    return this.#chart.plot?.over.clientWidth ?? this.#chart.element.clientWidth;
  }

  show(view: ColumnPlotView): void {
    this.#view = view;
    this.#chart.show(countSteps(view.bins, view.logarithmic));
  }

  #options(style: () => ChartStyle): ChartOptions {
    const isLogarithmic = (): boolean => this.#view?.logarithmic === true;
    return {
      padding: [8, 16, 0, 0],
      scales: {
        x: { time: false, range: () => [this.#view?.range.low ?? 0, this.#view?.range.high ?? 1] },
        y: { range: () => countRange(this.#view?.bins.counts ?? [], isLogarithmic()) },
      },
      series: [{}, countSeries(style)],
      axes: [
        chartAxis(2, style, { space: 46, values: (_, ticks) => tickTexts(ticks) }),
        countAxis(style, isLogarithmic),
      ],
      ready: (plot) => this.#attach(plot),
      onSize: () => this.#actions.onSize(),
      onPoint: (edge) => {
        const bins = this.#view?.bins.counts.length ?? 0;
        this.#pointed = edge === undefined ? undefined : Math.min(edge, bins - 1);
        this.#actions.onBin(this.#pointed);
      },
    };
  }

  #attach(plot: uPlot): void {
    const { over } = plot;
    listenToRange(over, (from, to) =>
      this.#actions.onRange(plot.posToVal(from, 'x'), plot.posToVal(to, 'x')),
    );
    over.addEventListener('dblclick', () => this.#actions.onWhole());
    over.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const { left, width } = over.getBoundingClientRect();
        this.#actions.onZoom(wheelFactor(event), (event.clientX - left) / width);
      },
      { passive: false },
    );
  }

  /** Arrow keys read bin after bin, plus and minus zoom where they read. */
  #onKey(event: KeyboardEvent): void {
    const bins = this.#view?.bins.counts.length ?? 0;
    if (bins === 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = this.#pointed ?? Math.floor(bins / 2);
    const step = event.shiftKey ? 10 : 1;
    const to = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: bins - 1 }[event.key];
    const factor = { '+': 0.5, '=': 0.5, '-': 2 }[event.key];
    if (to !== undefined) {
      this.#chart.point(Math.min(Math.max(to, 0), bins - 1));
    } else if (factor !== undefined) {
      this.#actions.onZoom(factor, this.#pointed === undefined ? 0.5 : (at + 0.5) / bins);
    } else if (event.key === '0') {
      this.#actions.onWhole();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
