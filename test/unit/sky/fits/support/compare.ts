import type { Wcs } from '../../../../../src/core/sky/wcs';

/** A number of a JSON truth, where NaN is a word. */
export type Value = number | 'NaN' | null;

/** Rows of positions as one array for each axis. */
export function columns(rows: readonly (readonly Value[])[]): Float64Array[] {
  const axes = rows[0]?.length ?? 0;
  return Array.from({ length: axes }, (_, i) =>
    Float64Array.from(rows, (row) => (typeof row[i] === 'number' ? row[i] : NaN)),
  );
}

/**
 * How far two lists of coordinates are apart at most: degrees on the sky for celestial axes, and for the
 * others the relative difference times 10, so that 1e-9 stands for 1e-10. Infinity where one is missing.
 */
export function worldMiss(
  ours: readonly Float64Array[],
  theirs: readonly Float64Array[],
  celestial: Wcs['celestial'],
): number {
  let most = 0;
  const sky = celestial ? [celestial.longitude, celestial.latitude] : [];
  theirs.forEach((column, i) => {
    column.forEach((value, k) => {
      const own = ours[i]?.[k] as number;
      if (Number.isNaN(value) !== Number.isNaN(own)) {
        most = Infinity;
      } else if (!sky.includes(i) && Math.abs(own - value) > 0) {
        most = Math.max(most, (10 * Math.abs(own - value)) / Math.max(Math.abs(value), 1e-300));
      }
    });
  });
  const [lng = -1, lat = -1] = sky;
  (theirs[lng] ?? []).forEach((_, k) => {
    const at = (list: readonly Float64Array[]): [number, number] => [
      list[lng]?.[k] as number,
      list[lat]?.[k] as number,
    ];
    const distance = separation(at(ours), at(theirs));
    most = Math.max(most, Number.isNaN(distance) ? 0 : distance);
  });
  return most;
}

/** Great-circle distance in degrees, exact for small ones. */
export function separation([a, b]: [number, number], [c, d]: [number, number]): number {
  const radians = Math.PI / 180;
  const x = Math.sin(((d - b) * radians) / 2);
  const y = Math.sin(((c - a) * radians) / 2);
  const h = x * x + Math.cos(b * radians) * Math.cos(d * radians) * y * y;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h)))) / radians;
}
