import { DEGREE } from './angles';
import { differences, type Forward } from './search';
import { Solver } from './solver';
import { lengthOf, newArrays } from './transform';

/** Points over the box of a search, and how inputs change with outputs there. */
export interface Grid {
  readonly count: number;
  readonly points: readonly Float64Array[];
  readonly values: readonly Float64Array[];
  /** What one unit of each output counts. */
  readonly weights: Float64Array;
  /** Of each point the inverse of its slopes, by rows: inputs × outputs. */
  readonly gains: Float64Array;
}

/** Points along each axis. */
const ALONG = 9;
const ALONG_MANY = 3;
const MOST_AXES = 4;
/** Distance along an axis over which the slope is taken. */
const STEP = 0.25;

export function gridOf(forward: Forward): Grid {
  const { inputs, outputs, box, evaluate, sky } = forward;
  const along = inputs <= 2 ? ALONG : ALONG_MANY;
  const count = along ** Math.min(inputs, MOST_AXES);
  const points = Array.from({ length: inputs }, (_, axis) => {
    const [low, high] = box[axis] as readonly [number, number];
    return Float64Array.from({ length: count }, (__, k) => {
      const index = Math.floor(k / along ** axis) % along;
      return low + ((high - low) * (index + 0.5)) / along;
    });
  });
  const values = evaluate(points);
  const weights = Float64Array.from(values, (axis, output) =>
    sky && (output === sky.longitude || output === sky.latitude) ? 1 : 1 / (spread(axis) || 1),
  );
  const slopes = points.map((axis, input) => {
    const moved = (by: number): Float64Array[] =>
      differences(
        forward,
        values,
        evaluate(
          points.with(
            input,
            axis.map((value) => value + by),
          ),
        ),
      );
    const [up, down] = [moved(STEP), moved(-STEP)];
    return up.map((column, output) =>
      column.map(
        (value, k) => (value - ((down[output] as Float64Array)[k] as number)) / (2 * STEP),
      ),
    );
  });
  const solver = new Solver(inputs, outputs, sky && [sky.longitude, sky.latitude]);
  const gains = new Float64Array(count * inputs * outputs);
  for (let k = 0; k < count; k += 1) {
    for (let column = 0; column < outputs; column += 1) {
      for (let output = 0; output < outputs; output += 1) {
        solver.residual[output] = output === column ? 1 : 0;
        for (let input = 0; input < inputs; input += 1) {
          const slope = (slopes[input] as Float64Array[])[output] as Float64Array;
          solver.slopes[output * inputs + input] = slope[k] as number;
        }
      }
      const gain = solver.solve();
      for (let input = 0; input < inputs; input += 1) {
        gains[(k * inputs + input) * outputs + column] = gain[input] as number;
      }
    }
  }
  return { count, points, values, weights, gains };
}

function spread(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, Number.isNaN(value) ? low : value);
    high = Math.max(high, Number.isNaN(value) ? high : value);
  }
  return high > low ? high - low : 0;
}

/** The point of the grid whose values are nearest to each target. */
export function nearestPoints(
  { count, values, weights }: Grid,
  { sky }: Forward,
  targets: readonly Float64Array[],
): Int32Array {
  const nearest = new Int32Array(lengthOf(targets));
  const least = new Float64Array(nearest.length).fill(Infinity);
  const sums = newArrays(1, nearest.length)[0] as Float64Array;
  for (let point = 0; point < count; point += 1) {
    sums.fill(0);
    for (let output = 0; output < values.length; output += 1) {
      const target = targets[output] as Float64Array;
      const value = (values[output] as Float64Array)[point] as number;
      const weight = weights[output] as number;
      const goesRound = sky?.longitude === output;
      const shrunk = goesRound
        ? Math.cos(((values[sky.latitude] as Float64Array)[point] as number) * DEGREE)
        : weight;
      for (let k = 0; k < sums.length; k += 1) {
        let difference = value - (target[k] as number);
        if (goesRound) {
          difference -= 360 * Math.round(difference / 360);
        }
        sums[k] = (sums[k] as number) + (difference * shrunk) ** 2;
      }
    }
    for (let k = 0; k < sums.length; k += 1) {
      if ((sums[k] as number) < (least[k] as number)) {
        least[k] = sums[k] as number;
        nearest[k] = point;
      }
    }
  }
  return nearest;
}
