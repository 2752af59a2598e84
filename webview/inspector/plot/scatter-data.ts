import type { Limits } from '../../../src/protocol/methods';
import type { ScatterReply } from '../../../src/protocol/table';
import { float64s, uint32s } from '../numbers';

/** How many points are in each cell over the ranges of all, row by row from the lowest y. */
export interface Density {
  readonly width: number;
  readonly height: number;
  readonly counts: Uint32Array;
  readonly most: number;
  readonly x: Limits;
  readonly y: Limits;
}

/** The points of a plot: all of them, or an even choice and the density of all. */
export interface ScatterData {
  /** All of them. */
  readonly points: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Row of the view of each point. */
  readonly rows: Uint32Array;
  /** Of all points. */
  readonly xRange: Limits;
  readonly yRange: Limits;
  readonly density: Density | undefined;
}

export function scatterData(reply: ScatterReply): ScatterData {
  const [xLow, xHigh] = reply.xRange;
  const [yLow, yHigh] = reply.yRange;
  const xRange = { low: xLow, high: xHigh };
  const yRange = { low: yLow, high: yHigh };
  const { density } = reply;
  const counts = density && uint32s(density.counts);
  return {
    points: reply.points,
    x: float64s(reply.x),
    y: float64s(reply.y),
    rows: uint32s(reply.rows),
    xRange,
    yRange,
    density: density &&
      counts && {
        width: density.width,
        height: density.height,
        counts,
        most: counts.reduce((a, b) => Math.max(a, b), 0),
        x: xRange,
        y: yRange,
      },
  };
}

/** The smallest number above zero, where there is one. */
export function leastPositive(values: Float64Array): number | undefined {
  let least = Infinity;
  for (const value of values) {
    if (value > 0 && value < least) {
      least = value;
    }
  }
  return least === Infinity ? undefined : least;
}

/** How many of the values have no place on a logarithmic axis. */
export function notPositive(values: Float64Array): number {
  let count = 0;
  for (const value of values) {
    count += value > 0 ? 0 : 1;
  }
  return count;
}
