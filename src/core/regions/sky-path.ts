import { separation } from '../sky/geometry';
import type { PlaneSky } from '../sky/plane-sky';

/** Parts a path is measured in: a straight line in pixels is no great circle on a map of the whole sky. */
const PARTS = 64;

/**
 * How long a straight line of a picture is on the sky, in degrees; undefined where it leaves the sky.
 */
export function pathLength(
  sky: PlaneSky,
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
): number | undefined {
  const along = (axis: 0 | 1): Float64Array =>
    Float64Array.from(
      { length: PARTS + 1 },
      (_, k) => from[axis] + ((to[axis] - from[axis]) * k) / PARTS,
    );
  const { longitude, latitude } = sky.toSky({ x: along(0), y: along(1) });
  const at = (k: number): { longitude: number; latitude: number } => ({
    longitude: longitude[k] ?? NaN,
    latitude: latitude[k] ?? NaN,
  });
  let length = 0;
  for (let k = 0; k < PARTS; k++) {
    length += separation(at(k), at(k + 1));
  }
  return Number.isFinite(length) ? length : undefined;
}
