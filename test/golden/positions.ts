import { separation } from '../../src/core/sky/geometry';
import type { Wcs } from '../../src/core/sky/wcs';
import type { Comparison } from './comparison';
import { isList, numberOf, type Json } from './json';

/** Rows of positions, as the truth has them, as one array for each axis. */
export function columnsOf(rows: readonly Json[]): Float64Array[] {
  const lists = rows.filter(isList);
  return (lists[0] ?? []).map((_, axis) =>
    Float64Array.from(lists, (row) => (row[axis] === null ? NaN : numberOf(row[axis]))),
  );
}

export interface Tolerance {
  /** Degrees on the sky. */
  readonly degrees: number;
  /** Of coordinates that are no directions. */
  readonly relative: number;
}

/** Compares world coordinates: directions by their distance, all others by their values. */
export function compareWorld(
  comparison: Comparison,
  path: string,
  ours: readonly Float64Array[],
  theirs: readonly Float64Array[],
  celestial: Wcs['celestial'],
  { degrees, relative }: Tolerance,
): void {
  comparison.same(`${path}.axes`, ours.length, theirs.length);
  const sky = celestial ? [celestial.longitude, celestial.latitude] : [];
  theirs.forEach((column, axis) =>
    column.forEach((value, k) => {
      const own = ours[axis]?.[k] ?? NaN;
      if (!sky.includes(axis) || Number.isNaN(value) || Number.isNaN(own)) {
        comparison.near(`${path}[${k}][${axis}]`, own, value, relative);
      }
    }),
  );
  const [longitude = -1, latitude = -1] = sky;
  theirs[longitude]?.forEach((_, k) => {
    const at = (columns: readonly Float64Array[]): { longitude: number; latitude: number } => ({
      longitude: columns[longitude]?.[k] ?? NaN,
      latitude: columns[latitude]?.[k] ?? NaN,
    });
    const distance = separation(at(ours), at(theirs));
    if (!Number.isNaN(distance)) {
      comparison.near(`${path}[${k}] (degrees apart)`, distance, 0, degrees, 1);
    }
  });
}

/** Whether positions lead back to their pixels, where they are any. */
export function compareRoundTrip(
  comparison: Comparison,
  path: string,
  wcs: Wcs,
  pixels: readonly Float64Array[],
  tolerance: number,
): void {
  const world = wcs.toWorld(pixels);
  const back = wcs.toPixel(world);
  pixels.forEach((column, axis) =>
    column.forEach((value, k) => {
      if (world.every((each) => Number.isFinite(each[k]))) {
        const own = back[axis]?.[k] ?? NaN;
        comparison.near(`${path}[${k}][${axis}] (and back)`, own - value, 0, tolerance, 1);
      }
    }),
  );
}
