import { DEGREE } from './angles';
import type { BoundingBox } from './bounding-box';

/** A way from positions to others whose way back is looked for. */
export interface Forward {
  readonly inputs: number;
  readonly outputs: number;
  readonly evaluate: (values: readonly Float64Array[]) => Float64Array[];
  /** Which outputs are longitude and latitude, in degrees. */
  readonly sky: { readonly longitude: number; readonly latitude: number } | undefined;
  /** Where solutions may be; they may be a little outside. */
  readonly box: BoundingBox;
}

/** A step as short as this is the last one: what is left after it is below the rounding of the values. */
export const SHORT = 1e-7;
/** Of each array the values at some places. */
export function picked(
  arrays: readonly Float64Array[],
  places: Int32Array,
  count: number,
): Float64Array[] {
  return arrays.map((values) => {
    const result = new Float64Array(count);
    for (let k = 0; k < count; k += 1) {
      result[k] = values[places[k] as number] as number;
    }
    return result;
  });
}

/** Values less their targets; on the sky towards east and north at the target, in radians, NaN a quarter of it away. */
export function differences(
  { sky }: Forward,
  targets: readonly Float64Array[],
  values: readonly Float64Array[],
): Float64Array[] {
  const result = values.map((axis, output) => {
    const wanted = targets[output] as Float64Array;
    const difference = new Float64Array(axis.length);
    for (let k = 0; k < axis.length; k += 1) {
      difference[k] = (axis[k] as number) - (wanted[k] as number);
    }
    return difference;
  });
  if (sky === undefined) {
    return result;
  }
  const { longitude, latitude } = sky;
  const [dx, dy] = [result[longitude] as Float64Array, result[latitude] as Float64Array];
  const latitudes = targets[latitude] as Float64Array;
  for (let k = 0; k < dx.length; k += 1) {
    const there = (latitudes[k] as number) * DEGREE;
    const up = (dy[k] as number) * DEGREE;
    const lat = there + up;
    const east = (dx[k] as number) * DEGREE;
    const half = Math.sin(east / 2);
    const [c, s] = [Math.cos(there), Math.sin(there)];
    // sin(lat − there) plus what the meridians bend away: exact for small differences too.
    const north = Math.sin(up) + 2 * s * Math.cos(lat) * half * half;
    const towards = s * Math.sin(lat) + c * Math.cos(lat) * Math.cos(east);
    dx[k] = towards > 0 ? Math.cos(lat) * Math.sin(east) : NaN;
    dy[k] = towards > 0 ? north : NaN;
  }
  return result;
}
