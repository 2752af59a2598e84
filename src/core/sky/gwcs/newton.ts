import { chordSearch } from './chord';
import { type Grid, gridOf } from './search-grid';
import { Solver } from './solver';
import type { BoundingBox } from './bounding-box';
import { DEGREE } from './angles';
import { lengthOf, newArrays } from './transform';

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

/** Rounds of Newton's method. */
const MOST_ROUNDS = 25;
/** Distance along an axis over which the slope is taken. */
const STEP = 0.25;
/** A step as short as this is the last one: what is left after it is below the rounding of the values. */
export const SHORT = 1e-7;
/** Slopes of values this much smaller than they are themselves are not theirs. */
const ROUNDING = 1e-12;

/** Looks for the inputs that give certain outputs. */
export class Inverter {
  private grid: Grid | undefined;

  constructor(private readonly forward: Forward) {}

  /**
   * First with the slopes at a few points over the box, which is quick and does for most; what is left by
   * Newton's method (Gauss' where there are more outputs than inputs). Differences on the sky are taken in
   * the plane that touches it there.
   *
   * @param guess where to start; where it is NaN or left out, at the nearest of the points.
   * @returns NaN where the search does not end.
   */
  invert(
    targets: readonly Float64Array[],
    guess: readonly Float64Array[] | undefined,
  ): Float64Array[] {
    this.grid ??= gridOf(this.forward, differences);
    const length = lengthOf(targets);
    const result = newArrays(this.forward.inputs, length).map((axis) => axis.fill(NaN));
    const { at, left } = chordSearch(this.forward, this.grid, targets, guess, differences, result);
    newton(this.forward, targets, at, left, result);
    return result;
  }
}

function newton(
  forward: Forward,
  targets: readonly Float64Array[],
  at: readonly Float64Array[],
  left: Int32Array,
  result: readonly Float64Array[],
): void {
  const { inputs, sky } = forward;
  const alike = sky && ([sky.longitude, sky.latitude] as const);
  const solver = new Solver(inputs, forward.outputs, alike);
  const longest = forward.box.map(([low, high]) => Math.max(8, high - low) / 2);
  let open = left;
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round += 1) {
    const steps = stepsOf(forward, targets, at, open, solver);
    open = open.filter((k, place) => {
      let far = 0;
      for (let axis = 0; axis < inputs; axis += 1) {
        const step = (steps[axis] as Float64Array)[place] as number;
        const limit = longest[axis] as number;
        const values = at[axis] as Float64Array;
        values[k] = (values[k] as number) + Math.max(-limit, Math.min(limit, step));
        far = Number.isNaN(step) ? NaN : Math.max(far, Math.abs(step));
      }
      if (far <= SHORT) {
        result.forEach((axis, input) => {
          axis[k] = (at[input] as Float64Array)[k] as number;
        });
      }
      return far > SHORT;
    });
  }
}

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

/** Newton's steps at the positions that are still open, one array for each input. */
function stepsOf(
  forward: Forward,
  targets: readonly Float64Array[],
  at: readonly Float64Array[],
  open: Int32Array,
  solver: Solver,
): Float64Array[] {
  const { inputs, outputs, sky } = forward;
  const here = picked(at, open, open.length);
  const wanted = picked(targets, open, open.length);
  const residuals = differences(forward, wanted, forward.evaluate(here));
  const slopes = here.map((values, axis) => {
    const moved = (by: number): Float64Array[] =>
      differences(
        forward,
        wanted,
        forward.evaluate(
          here.with(
            axis,
            values.map((value) => value + by),
          ),
        ),
      );
    const [up, down] = [moved(STEP), moved(-STEP)];
    return residuals.map((middle, output) =>
      middle.map((value, k) =>
        slope(
          (down[output] as Float64Array)[k] as number,
          value,
          (up[output] as Float64Array)[k] as number,
        ),
      ),
    );
  });
  const steps = newArrays(inputs, open.length);
  for (let k = 0; k < open.length; k += 1) {
    for (let output = 0; output < outputs; output += 1) {
      const onSky = output === sky?.longitude || output === sky?.latitude;
      solver.floor[output] = onSky
        ? 0
        : Math.abs((wanted[output] as Float64Array)[k] as number) * ROUNDING;
      solver.residual[output] = -((residuals[output] as Float64Array)[k] as number);
      for (let axis = 0; axis < inputs; axis += 1) {
        const along = (slopes[axis] as Float64Array[])[output] as Float64Array;
        solver.slopes[output * inputs + axis] = along[k] as number;
      }
    }
    const step = solver.solve();
    for (let axis = 0; axis < inputs; axis += 1) {
      (steps[axis] as Float64Array)[k] = step[axis] as number;
    }
  }
  return steps;
}

/** To one side only at an edge, beyond which there are no values. */
function slope(down: number, here: number, up: number): number {
  if (Number.isNaN(up)) {
    return (here - down) / STEP;
  }
  return Number.isNaN(down) ? (up - here) / STEP : (up - down) / (2 * STEP);
}

/** Values less their targets; on the sky towards east and north at the target, in radians, NaN a quarter of it away. */
function differences(
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

/** {@link differences}, for the other parts of the search. */
export type Differences = typeof differences;
