import { differences, type Forward, picked, SHORT } from './search';
import { type Grid, nearestPoints } from './search-grid';
import { lengthOf, newArrays } from './transform';

/** Rounds before Newton's method takes over. */
const MOST_ROUNDS = 8;
/** A step must be this much shorter than the one before it. */
const SHRINK = 0.25;

/**
 * Steps with the slopes of the nearest point of the grid, which stay the same: what is smooth over the box
 * is found in a few rounds. Puts what it finds into `result`.
 *
 * @returns where the others stand, and which they are.
 */
export function chordSearch(
  forward: Forward,
  grid: Grid,
  targets: readonly Float64Array[],
  guess: readonly Float64Array[] | undefined,
  result: readonly Float64Array[],
): { readonly at: readonly Float64Array[]; readonly left: Int32Array } {
  const { inputs, outputs } = forward;
  const length = lengthOf(targets);
  const nearest = nearestPoints(grid, forward, targets);
  const at = newArrays(inputs, length);
  const open = new Int32Array(length);
  const left = new Int32Array(length);
  let count = 0;
  let others = 0;
  for (let k = 0; k < length; k += 1) {
    const guessed = guess?.every((axis) => Number.isFinite(axis[k])) ? guess : undefined;
    for (let input = 0; input < inputs; input += 1) {
      const point = (grid.points[input] as Float64Array)[nearest[k] as number] as number;
      const start = guessed ? ((guessed[input] as Float64Array)[k] as number) : point;
      (at[input] as Float64Array)[k] = start;
    }
    if (targets.every((axis) => Number.isFinite(axis[k]))) {
      open[count] = k;
      count += 1;
    }
  }
  const before = new Float64Array(length).fill(Infinity);
  for (let round = 0; round < MOST_ROUNDS && count > 0; round += 1) {
    const here = picked(at, open, count);
    const residuals = differences(forward, picked(targets, open, count), forward.evaluate(here));
    let still = 0;
    for (let place = 0; place < count; place += 1) {
      const k = open[place] as number;
      let far = 0;
      for (let input = 0; input < inputs; input += 1) {
        const row = ((nearest[k] as number) * inputs + input) * outputs;
        let step = 0;
        for (let output = 0; output < outputs; output += 1) {
          step -=
            (grid.gains[row + output] as number) *
            ((residuals[output] as Float64Array)[place] as number);
        }
        (here[input] as Float64Array)[place] =
          ((here[input] as Float64Array)[place] as number) + step;
        far = Math.max(far, Math.abs(step));
      }
      // Not where it is NaN.
      if (far <= SHRINK * (before[k] as number)) {
        for (let input = 0; input < inputs; input += 1) {
          const value = (here[input] as Float64Array)[place] as number;
          (at[input] as Float64Array)[k] = value;
          if (far <= SHORT) {
            (result[input] as Float64Array)[k] = value;
          }
        }
        before[k] = far;
        if (far > SHORT) {
          open[still] = k;
          still += 1;
        }
      } else {
        left[others] = k;
        others += 1;
      }
    }
    count = still;
  }
  left.set(open.subarray(0, count), others);
  return { at, left: left.slice(0, others + count) };
}
