import uPlot from 'uplot';
import { chartAxis } from './chart';
import type { ChartStyle } from './chart-style';
import { countTicks, powerTicks, shortCount } from './ticks';

/** Where a logarithmic axis begins: a bin of one value is to be seen, one of none is not. */
const NONE = 0.5;

/** Counts in bins of equal width over a range. */
export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** The height of a count on the axis. */
function heightOf(count: number, logarithmic: boolean): number {
  return logarithmic ? Math.log10(Math.max(count, NONE)) : count;
}

/** The ends of the axis of counts. */
export function countRange(counts: readonly number[], logarithmic: boolean): [number, number] {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return logarithmic ? [Math.log10(NONE), Math.log10(most * 1.5)] : [0, most * 1.05];
}

/** Left edges of the bins and heights; the last edge closes the last bin. */
export function countSteps({ low, high, counts }: Bins, logarithmic: boolean): uPlot.AlignedData {
  const edges = Array.from(
    { length: counts.length + 1 },
    (_, i) => low + (i / counts.length) * (high - low),
  );
  return [edges, [...counts, counts.at(-1) ?? 0].map((count) => heightOf(count, logarithmic))];
}

export function countSeries(style: () => ChartStyle): uPlot.Series {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    ...(stepped === undefined ? {} : { paths: stepped }),
    stroke: () => style().line,
    fill: () => style().fill,
    fillTo: (plot) => plot.scales['y']?.min ?? 0,
    width: 1,
    points: { show: false },
  };
}

export function countAxis(style: () => ChartStyle, isLogarithmic: () => boolean): uPlot.Axis {
  return chartAxis(3, style, {
    // Fixed: a plot that changes its width with its counts would ask for other bins again.
    size: 42,
    splits: (plot, _, __, most) => {
      const wanted = plot.bbox.height / uPlot.pxRatio / 28;
      return isLogarithmic()
        ? powerTicks(10 ** most, wanted).map(Math.log10)
        : countTicks(most, wanted);
    },
    values: (_, ticks) =>
      ticks.map((tick) => shortCount(isLogarithmic() ? Math.round(10 ** tick) : tick)),
  });
}
