import { SkybucketError } from '../../core/errors';
import { BinGrid, Bins } from '../../core/plots/bins';
import { HexGrid, hexLimits, rowsOfHexagons } from '../../core/plots/hexbin';
import {
  eachPoint,
  type Extent,
  extentOf,
  type PlottedRows,
  type Range,
  rowsIn,
} from '../../core/plots/plotted-rows';
import { scatterPoints } from '../../core/plots/scatter';
import { capAround, skyPoints } from '../../core/plots/sky-points';
import type { Turns } from '../../core/table/turns';
import type { PlotReply, PlotSpec } from '../../protocol/plot';
import { bytesOf } from './plot-bytes';

/** Points that are drawn one by one, at most. */
const MOST_POINTS = 100_000;
const MOST_SKY_POINTS = 50_000;

export type RowsWithUnits = PlottedRows & { readonly xUnit: string; readonly yUnit: string };
type Progress = (done: number) => void;

/** What one kind of plot adds to what all have. */
type Made = Omit<PlotReply, 'kind' | 'rows' | 'finite' | 'xUnit' | 'yUnit'>;

const NOTHING = {
  points: new Uint8Array(0),
  counts: new Uint8Array(0),
  pointRows: new Uint8Array(0),
  corners: new Uint8Array(0),
  ...{ cell: undefined, bins: undefined, around: undefined },
};

/**
 * A plot of the rows of a view.
 *
 * @throws SkybucketError `protocol` for limits or bins that are none, `cancelled`
 */
export async function makePlot(
  spec: PlotSpec,
  rows: RowsWithUnits,
  turns: Turns,
  onProgress: Progress,
): Promise<PlotReply> {
  const { kind } = spec;
  const extent = await extentOf(rows, turns, (done) => onProgress(done / 3));
  const make = { hexbin, density, scatter, histogram, sky }[kind];
  if (make === undefined) {
    throw new SkybucketError('protocol', 'There is no such plot.');
  }
  const made = await make(spec, rows, extent, turns, (done) => onProgress((1 + 2 * done) / 3));
  const { xUnit, yUnit } = rows;
  return { kind, rows: rowsIn(rows), finite: extent.points, xUnit, yUnit, ...made };
}

async function hexbin(
  spec: PlotSpec,
  rows: PlottedRows,
  extent: Extent,
  turns: Turns,
  onProgress: Progress,
): Promise<Made> {
  const xRange = spec.xRange ?? hexLimits(extent.x);
  const yRange = spec.yRange ?? hexLimits(extent.y);
  const { gridsize, ygridsize = rowsOfHexagons(gridsize), mincnt } = spec;
  const grid = new HexGrid(gridsize, ygridsize, xRange, yRange);
  let within = 0;
  await eachPoint(rows, turns, (x, y) => void (within += grid.add(x, y) ? 1 : 0), onProgress);
  const shown: number[] = [];
  grid.counts.forEach((count, hexagon) => {
    if (mincnt === undefined || count >= mincnt) {
      shown.push(hexagon);
    }
  });
  const points = new Float64Array(2 * shown.length);
  shown.forEach((hexagon, k) => points.set(grid.centre(hexagon), 2 * k));
  const counts = Uint32Array.from(shown, (hexagon) => grid.counts[hexagon] as number);
  return {
    ...NOTHING,
    ...{ within, xRange, yRange, points: bytesOf(points), counts: bytesOf(counts) },
    cell: { width: grid.width, height: grid.height },
  };
}

async function density(
  spec: PlotSpec,
  rows: PlottedRows,
  extent: Extent,
  turns: Turns,
  onProgress: Progress,
): Promise<Made> {
  const { gridsize, ygridsize = gridsize } = spec;
  const x = new Bins(gridsize, spec.xRange ?? extent.x ?? [0, 1]);
  const y = new Bins(ygridsize, spec.yRange ?? extent.y ?? [0, 1]);
  const grid = new BinGrid(x, y);
  let within = 0;
  await eachPoint(rows, turns, (px, py) => void (within += grid.add(px, py) ? 1 : 0), onProgress);
  return {
    ...NOTHING,
    ...{ within, xRange: x.range, yRange: y.range, counts: bytesOf(grid.counts) },
    ...{ cell: { width: x.width, height: y.width }, bins: { x: x.count, y: y.count } },
  };
}

async function histogram(
  spec: PlotSpec,
  rows: PlottedRows,
  extent: Extent,
  turns: Turns,
  onProgress: Progress,
): Promise<Made> {
  const bins = new Bins(spec.gridsize, spec.xRange ?? extent.x ?? [0, 1]);
  const counts = new Uint32Array(bins.count);
  let within = 0;
  await eachPoint(
    rows,
    turns,
    (x) => {
      const bin = bins.at(x);
      if (bin >= 0) {
        counts[bin] = (counts[bin] as number) + 1;
        within += 1;
      }
    },
    onProgress,
  );
  const most = counts.reduce((so, count) => Math.max(so, count), 0);
  return {
    ...NOTHING,
    ...{ within, xRange: bins.range, yRange: [0, most], counts: bytesOf(counts) },
    ...{ cell: { width: bins.width, height: 0 }, bins: { x: bins.count, y: 1 } },
  };
}

async function scatter(
  spec: PlotSpec,
  rows: PlottedRows,
  extent: Extent,
  turns: Turns,
  onProgress: Progress,
): Promise<Made> {
  const xRange = checked(spec.xRange ?? extent.x ?? [0, 1]);
  const yRange = checked(spec.yRange ?? extent.y ?? [0, 1]);
  const {
    within,
    points,
    rows: numbers,
    density: grid,
  } = await scatterPoints(...([rows, xRange, yRange, MOST_POINTS, turns, onProgress] as const));
  return {
    ...NOTHING,
    ...{ within, xRange, yRange, points: bytesOf(points), pointRows: bytesOf(numbers) },
    ...(grid === undefined
      ? {}
      : {
          counts: bytesOf(grid.counts),
          cell: { width: grid.x.width, height: grid.y.width },
          bins: { x: grid.x.count, y: grid.y.count },
        }),
  };
}

async function sky(
  spec: PlotSpec,
  rows: PlottedRows,
  _extent: Extent,
  turns: Turns,
  onProgress: Progress,
): Promise<Made> {
  const around = await capAround(rows, turns);
  const cap = spec.cap ?? around ?? { longitude: 0, latitude: 0, radius: 180 };
  if (![cap.longitude, cap.latitude, cap.radius].every(Number.isFinite)) {
    throw new SkybucketError('protocol', 'This is no part of the sky.');
  }
  const found = await skyPoints(rows, cap, MOST_SKY_POINTS, turns, onProgress);
  const { within, points, rows: numbers, counts, corners, cell } = found;
  return {
    ...NOTHING,
    ...{ within, xRange: [0, 360], yRange: [-90, 90], around },
    ...{ points: bytesOf(points), pointRows: bytesOf(numbers) },
    ...{ counts: bytesOf(counts), corners: bytesOf(corners) },
    cell: cell === undefined ? undefined : { width: cell, height: cell },
  };
}

/** @throws SkybucketError `protocol` */
function checked(range: Range): Range {
  if (!(Number.isFinite(range[1] - range[0]) && range[0] <= range[1])) {
    throw new SkybucketError('protocol', 'The limits of a plot are two numbers, low and high.');
  }
  return range;
}
