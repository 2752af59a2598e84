import uPlot from 'uplot';
import type { ChartOptions } from '../inspector/chart';
import { Chart, chartAxis } from '../inspector/chart';
import type { ChartStyle } from '../inspector/chart-style';
import { tickTexts } from '../inspector/ticks';
import type { LineData } from './line-data';
import { binCentre, binsOf } from './line-data';
import type { PixelRange } from './pixel-range';
import { listenToGestures } from './spectrum-gestures';
import type { XAxis } from './x-axis';
import type { YScale } from './y-scale';
import { heightOf, heights, marks } from './y-scale';

export interface SpectrumPlotView {
  readonly data: LineData;
  readonly range: PixelRange;
  readonly axis: XAxis;
  readonly scale: YScale;
  /** Of the y axis. */
  readonly title: string;
}

export interface SpectrumPlotActions {
  /** The pointer, or `point`, is at a bin of the data, or at none. */
  onPoint(bin: number | undefined): void;
  /** `about` is a pixel. */
  onZoom(factor: number, about: number): void;
  /** By a share of what is in sight. */
  onPan(share: number): void;
  onRange(range: PixelRange): void;
  onAll(): void;
}

/** The line of the means, and the band between the smallest and largest values where bins are wider than a pixel. */
export class SpectrumPlot {
  readonly element: HTMLElement;
  readonly #actions: SpectrumPlotActions;
  readonly #chart = new Chart((style) => this.#options(style));
  #view: SpectrumPlotView | undefined;
  /** The bins that are drawn, in the order they are drawn in. */
  #bins: readonly number[] = [];

  constructor(actions: SpectrumPlotActions) {
    this.#actions = actions;
    this.element = this.#chart.element;
  }

  show(view: SpectrumPlotView): void {
    this.#view = view;
    const { data, range, axis, scale } = view;
    // One more on either side, so that the line reaches the edges.
    const { from, to } = binsOf(data, {
      x0: Math.floor(range.from) - data.step,
      x1: Math.ceil(range.to) + data.step + 1,
    });
    const bins = Array.from({ length: to - from }, (_, i) => from + i);
    this.#bins = axis.rising ? bins : bins.reverse();
    this.#chart.show([
      this.#bins.map((bin) => axis.toX(binCentre(data, bin))),
      this.#bins.map((bin) => heightOf(data.mean[bin] as number, scale)),
    ]);
  }

  /** Moves the reading position to a bin. */
  point(bin: number | undefined): void {
    const index = bin === undefined ? -1 : this.#bins.indexOf(bin);
    // After the plot has taken in what it was shown, which it does once this turn is over.
    queueMicrotask(() => this.#chart.point(index < 0 ? undefined : index));
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#chart.plot?.ctx.canvas;
  }

  #options(style: () => ChartStyle): ChartOptions {
    const linear = uPlot.paths.linear?.();
    return {
      padding: [12, 18, 0, 0],
      scales: {
        x: { time: false, range: () => this.#xRange() },
        y: { range: () => (this.#view ? heights(this.#view.scale) : [0, 1]) },
      },
      series: [
        {},
        {
          stroke: () => style().line,
          fill: () => style().fill,
          width: 1.25,
          paths: (plot, series, from, to) => {
            const paths = linear?.(plot, series, from, to) ?? null;
            return paths && { ...paths, fill: this.#band(plot, from, to) };
          },
          points: {
            size: 4,
            fill: () => style().line,
            stroke: () => style().line,
            filter: (plot, series, all) => (all ? null : lonely(plot, series)),
          },
        },
      ],
      axes: [
        chartAxis(2, style, {
          space: 80,
          values: (_, ticks) => tickTexts(ticks),
          label: () => this.#view?.axis.title ?? '',
          labelSize: 20,
          labelGap: 0,
          labelFont: style().font,
        }),
        chartAxis(3, style, {
          splits: (plot) => this.#marks(plot).at,
          values: (plot) => this.#marks(plot).texts,
          label: () => this.#view?.title ?? '',
          labelSize: 18,
          labelGap: 0,
          labelFont: style().font,
        }),
      ],
      ready: (plot) => this.#attach(plot),
      onPoint: (index) => {
        this.#actions.onPoint(index === undefined ? undefined : this.#bins[index]);
      },
    };
  }

  #xRange(): [number, number] {
    if (this.#view === undefined) {
      return [0, 1];
    }
    const { axis, range } = this.#view;
    const [from, to] = [axis.toX(range.from), axis.toX(range.to)];
    return from < to ? [from, to] : [to, from];
  }

  #marks(plot: uPlot): { at: number[]; texts: string[] } {
    const wanted = plot.bbox.height / uPlot.pxRatio / 32;
    return this.#view ? marks(this.#view.scale, wanted) : { at: [], texts: [] };
  }

  /** From the smallest to the largest value of each bin; empty where every bin is one pixel. */
  #band(plot: uPlot, from: number, to: number): Path2D {
    const path = new Path2D();
    const { data, scale } = this.#view ?? {};
    const xs = plot.data[0];
    if (data === undefined || scale === undefined || data.step === 1) {
      return path;
    }
    const [bottom] = heights(scale);
    const place = (index: number, value: number): [number, number] => [
      plot.valToPos(xs[index] ?? 0, 'x', true),
      // Below what a logarithmic scale has a place for, the band goes down to its edge.
      plot.valToPos(heightOf(value, scale) ?? bottom, 'y', true),
    ];
    let run: number[] = [];
    const close = (): void => {
      run.forEach((index, i) => {
        const at = place(index, data.max[this.#bins[index] ?? 0] as number);
        if (i === 0) {
          path.moveTo(...at);
        } else {
          path.lineTo(...at);
        }
      });
      for (const index of [...run].reverse()) {
        path.lineTo(...place(index, data.min[this.#bins[index] ?? 0] as number));
      }
      // What stands out in a single bin is narrower than a pixel of the screen, and to be seen all the same.
      for (const index of run) {
        const [x, top] = place(index, data.max[this.#bins[index] ?? 0] as number);
        const [, low] = place(index, data.min[this.#bins[index] ?? 0] as number);
        path.rect(x - uPlot.pxRatio / 2, top, uPlot.pxRatio, low - top);
      }
      run = [];
    };
    for (let index = from; index <= to; index++) {
      if (isMissing(plot.data[1]?.[index])) {
        close();
      } else {
        run.push(index);
      }
    }
    close();
    return path;
  }

  #attach(plot: uPlot): void {
    const { over } = plot;
    const pixelAt = (left: number): number =>
      this.#view?.axis.toPixel(plot.posToVal(left, 'x')) ?? 0;
    listenToGestures(over, {
      onZoom: (factor, left) => this.#actions.onZoom(factor, pixelAt(left)),
      onPan: (right) => {
        const towards = this.#view?.axis.rising === false ? -1 : 1;
        this.#actions.onPan((towards * right) / Math.max(1, over.clientWidth));
      },
      onBand: (band) => {
        const [from, to] = band ?? [0, 0];
        const start = Math.max(0, Math.min(from, to));
        const end = Math.min(over.clientWidth, Math.max(from, to));
        const width = Math.max(1, end - start);
        // Without a height its edges are not drawn either.
        const height = band === undefined ? 0 : over.clientHeight;
        plot.setSelect({ left: start, width, top: 0, height }, false);
      },
      onBandDone: (from, to) => {
        const [a, b] = [pixelAt(from), pixelAt(to)];
        this.#actions.onRange({ from: Math.min(a, b), to: Math.max(a, b) });
      },
      onAll: () => this.#actions.onAll(),
    });
  }
}

function isMissing(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}

/** Samples without a neighbour: no line leads to them. */
function lonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!isMissing(values[i]) && isMissing(values[i - 1]) && isMissing(values[i + 1])) {
      found.push(i);
    }
  }
  return found;
}
