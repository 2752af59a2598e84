import { turned } from '../angles';
import type { Directions } from '../frames';
import { type GridStep, type GridUnits, gridStep, multipleOf, sizeOf } from './steps';

/** The lines of one kind. */
export interface GridValues {
  readonly step: GridStep;
  /** Degrees: longitudes from 0 to below 360. */
  readonly values: readonly number[];
}

/** Parallels at round latitudes within those given; the poles are none. */
export function parallels(
  { latitude }: Directions,
  units: GridUnits,
  lines: number,
): GridValues | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of latitude) {
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  const step = high > low ? gridStep(units, high - low, lines, 30) : undefined;
  return (
    step && { step, values: multiples(step, low, high).filter((value) => Math.abs(value) < 90) }
  );
}

/** Meridians at round longitudes within those given, which may lie on both sides of 0. */
export function meridians(
  { longitude }: Directions,
  units: GridUnits,
  lines: number,
): GridValues | undefined {
  const { start, range } = arcOf(longitude);
  const step = range > 0 ? gridStep(units, range, lines, 90) : undefined;
  if (step === undefined) {
    return undefined;
  }
  const size = sizeOf(step);
  const values =
    range + size >= 360
      ? Array.from({ length: Math.round(360 / size) }, (_, k) => multipleOf(step, k))
      : multiples(step, start, start + range).map(turned);
  return { step, values };
}

function multiples(step: GridStep, low: number, high: number): number[] {
  const [from, to] = [Math.ceil(low / sizeOf(step)), Math.floor(high / sizeOf(step))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, k) => multipleOf(step, from + k));
}

/** The shortest arc that has all longitudes in it: all of the circle but for the widest gap. */
function arcOf(longitude: Float64Array): { start: number; range: number } {
  const sorted = longitude.filter(Number.isFinite).map(turned).sort();
  const last = sorted.at(-1);
  const first = sorted[0];
  if (first === undefined || last === undefined) {
    return { start: 0, range: 0 };
  }
  let [gap, start] = [first + 360 - last, first];
  for (let k = 1; k < sorted.length; k += 1) {
    const [before, here] = [sorted[k - 1] as number, sorted[k] as number];
    if (here - before > gap) {
      gap = here - before;
      start = here;
    }
  }
  return { start, range: 360 - gap };
}
