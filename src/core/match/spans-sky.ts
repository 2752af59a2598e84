import { PlaneSky } from '../sky/plane-sky';
import type { PlacedPlane } from './pixel-map';

/** Places along each axis where one looks. */
const PROBES = 9;

/** The sine between two directions on the sky below which they are one. */
const LEAST_SINE = 1e-6;

const DEGREE = Math.PI / 180;

/**
 * Whether the picture has an area on the sky: not so where one of its two axes is a wavelength, say, or where
 * both run along one line. True where none of it is on the sky at all.
 */
export function spansSky({
  wcs,
  slice,
  width,
  height,
}: PlacedPlane & { readonly width: number; readonly height: number }): boolean {
  const sky = new PlaneSky(wcs, slice);
  const [dx, dy] = [Math.max(1, width / PROBES), Math.max(1, height / PROBES)];
  const starts = Array.from({ length: PROBES * PROBES }, (_, k) => ({
    x: (k % PROBES) * dx,
    y: Math.floor(k / PROBES) * dy,
  }));
  const places = starts.flatMap(({ x, y }) => [
    { x, y },
    { x: x + dx, y },
    { x, y: y + dy },
  ]);
  const { longitude, latitude } = sky.toSky({
    x: Float64Array.from(places, ({ x }) => x),
    y: Float64Array.from(places, ({ y }) => y),
  });
  const step = (from: number, to: number): readonly [east: number, north: number] => {
    const along = ((longitude[to] as number) - (longitude[from] as number)) * DEGREE;
    const middle = ((latitude[from] as number) + (latitude[to] as number)) / 2;
    const north = ((latitude[to] as number) - (latitude[from] as number)) * DEGREE;
    return [2 * Math.asin(Math.sin(along / 2)) * Math.cos(middle * DEGREE), north];
  };
  const sines = starts.map((_, n) => {
    const [a, b] = step(3 * n, 3 * n + 1);
    const [c, d] = step(3 * n, 3 * n + 2);
    const lengths = Math.hypot(a, b) * Math.hypot(c, d);
    return lengths === 0 ? 0 : Math.abs(a * d - b * c) / lengths;
  });
  const known = sines.filter((sine) => !Number.isNaN(sine));
  return known.length === 0 || known.some((sine) => sine > LEAST_SINE);
}
