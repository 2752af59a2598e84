import type { ColumnLine } from '../../../src/protocol/table';
import { axisOf, type Axis } from '../../inspector/axis';
import type { SkyView } from '../../search/footprints/sky-view';
import { type ColourScale, colourScale } from './colour-scale';
import { isMagnitudeAxis } from './first-axes';
import type { PlotData } from './plot-data';
import type { Axes } from './plot-frame';
import type { PlotSettings, Range } from './plot-settings';

/** Everything that is drawn. */
export interface PlotScene {
  readonly data: PlotData;
  readonly axes: Axes;
  readonly titles: { readonly x: string; readonly y: string };
  /** Undefined for a plot without colours. */
  readonly scale: ColourScale | undefined;
  /** Of the sky map. */
  readonly sky: SkyView | undefined;
  /** Rows that are chosen, x and y in turns. */
  readonly chosen: Float64Array;
}

/** What is drawn of a plot under some settings. */
export function sceneOf(
  data: PlotData,
  settings: PlotSettings,
  columns: readonly ColumnLine[],
  chosen: Float64Array,
  sky: SkyView | undefined,
): PlotScene {
  const coloured = data.counts.length > 0 && data.kind !== 'histogram';
  const drawsNone = data.kind === 'hexbin';
  const scale = coloured ? colourScale(settings, data.counts, drawsNone) : undefined;
  const isSky = data.kind === 'sky';
  const [x = '', y = ''] = isSky
    ? [settings.longitude, settings.latitude]
    : [settings.x, settings.y];
  const titles = {
    x: titleOf(x, data.xUnit),
    y: data.kind === 'histogram' ? 'rows' : titleOf(y, data.yUnit),
  };
  const axes = axesFor(data, settings, {
    x: settings.xInverted ?? isMagnitudeAxis(x, data.xUnit, columns),
    y: settings.yInverted ?? isMagnitudeAxis(y, data.yUnit, columns),
  });
  return { data, axes, titles, scale, chosen, sky: isSky ? sky : undefined };
}

function axesFor(
  data: PlotData,
  { xRange, yRange, heights }: PlotSettings,
  inverted: { readonly x: boolean; readonly y: boolean },
): Axes {
  if (data.kind === 'histogram') {
    const y: Axis =
      heights === 'log'
        ? { low: 0.5, high: Math.max(2, data.yRange[1] * 1.5), log: true, inverted: false }
        : { low: 0, high: Math.max(1, data.yRange[1] * 1.05), log: false, inverted: false };
    return { x: axisFrom(xRange ?? data.xRange, xRange !== undefined, inverted.x, true), y };
  }
  const exact = data.kind === 'hexbin' || data.kind === 'density';
  return {
    x: axisFrom(xRange ?? data.xRange, xRange !== undefined, inverted.x, exact),
    y: axisFrom(yRange ?? data.yRange, yRange !== undefined, inverted.y, exact),
  };
}

/** Cells and limits that were set reach from edge to edge; points have some room. */
function axisFrom([low, high]: Range, given: boolean, inverted: boolean, exact: boolean): Axis {
  return (given || exact) && low < high
    ? { low, high, log: false, inverted }
    : axisOf({ low, high }, false, inverted);
}

function titleOf(text: string, unit: string): string {
  return unit === '' ? text : `${text} [${unit}]`;
}
