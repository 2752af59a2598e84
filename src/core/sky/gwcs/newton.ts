import { chordSearch } from './chord';
import { type Grid, gridOf } from './search-grid';
import { differences, type Forward, picked, SHORT } from './search';
import { Solver } from './solver';
import { lengthOf, newArrays } from './transform';

/** Rounds of Newton's method. */
const MOST_ROUNDS = 25;
/** Distance along an axis over which the slope is taken. */
const STEP = 0.25;
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
    this.grid ??= gridOf(this.forward);
    const length = lengthOf(targets);
    const result = newArrays(this.forward.inputs, length).map((axis) => axis.fill(NaN));
    const { at, left } = chordSearch(this.forward, this.grid, targets, guess, result);
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
