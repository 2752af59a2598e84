import type { NumberArray } from './number-array';
import { badGwcs, unknownGwcs, short } from './problem';
import { lengthOf, Transform } from './transform';

/** A look-up table over a grid (`tabular-1.x`). */
export interface Table {
  /** One axis for each input, slowest first. */
  readonly table: NumberArray;
  /** Where the values of the table are, along each axis: ascending or descending. */
  readonly points: readonly Float64Array[];
  readonly method: string;
  /** Outside of the grid; undefined to extrapolate. */
  readonly outside: number | undefined;
}

const MOST_AXES = 4;

interface Axis {
  readonly points: Float64Array;
  /** Elements from one value along the axis to the next. */
  readonly stride: number;
}

/**
 * Interpolation as astropy's Tabular (scipy's interpn): `linear` or `nearest`.
 *
 * @throws SkybucketError `format` for points that do not ascend or descend, `unsupported` for other methods.
 */
export function tabular({ table, points, method, outside }: Table): Transform {
  if (method !== 'linear' && method !== 'nearest') {
    throw unknownGwcs(`Look-up tables interpolated by ${short(method)} are not known here.`);
  }
  const { shape } = table;
  if (shape.length < 1 || shape.length > MOST_AXES || points.length !== shape.length) {
    throw badGwcs('A look-up table and its points have different numbers of axes.');
  }
  const axes = shape.map((length, axis) =>
    axisOf(length, points[axis] as Float64Array, shape, axis),
  );
  const oriented = { ...table, values: flipped(table, points) };
  return new Transform({
    ...{ inputs: axes.length, outputs: 1, cost: 8 * 2 ** axes.length },
    evaluate: (values) => [
      interpolate(oriented.values, axes, values, method === 'nearest', outside),
    ],
    inverse: () => {
      const [only] = points;
      const { values } = table;
      const there = axes.length === 1 && only !== undefined && direction(values) !== 0;
      const swapped = { shape, values: only as Float64Array };
      return there ? tabular({ table: swapped, points: [values], method, outside }) : undefined;
    },
  });
}

function axisOf(
  length: number,
  points: Float64Array,
  shape: readonly number[],
  axis: number,
): Axis {
  if (points.length !== length || length < 2) {
    throw badGwcs(`An axis of a look-up table has ${length} values at ${points.length} points.`);
  }
  const towards = direction(points);
  if (towards === 0) {
    throw badGwcs('The points of a look-up table neither ascend nor descend.');
  }
  const stride = shape.slice(axis + 1).reduce((product, next) => product * next, 1);
  return { points: towards > 0 ? points : Float64Array.from(points).reverse(), stride };
}

/** 1 where each is greater than the one before it, -1 where each is less, else 0. */
function direction(points: Float64Array): -1 | 0 | 1 {
  const up = (points[1] as number) > (points[0] as number);
  for (let k = 1; k < points.length; k += 1) {
    const step = (points[k] as number) - (points[k - 1] as number);
    if (!(up ? step > 0 : step < 0)) {
      return 0;
    }
  }
  return up ? 1 : -1;
}

/** The table with every axis ascending. */
function flipped({ shape, values }: NumberArray, points: readonly Float64Array[]): Float64Array {
  const down = points.map((axis) => direction(axis) < 0);
  if (!down.includes(true)) {
    return values;
  }
  const result = new Float64Array(values.length);
  for (let k = 0; k < values.length; k += 1) {
    let rest = k;
    let from = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const length = shape[axis] as number;
      const index = rest % length;
      rest = (rest - index) / length;
      from += (down[axis] ? length - 1 - index : index) * stride;
      stride *= length;
    }
    result[k] = values[from] as number;
  }
  return result;
}

function interpolate(
  table: Float64Array,
  axes: readonly Axis[],
  values: readonly Float64Array[],
  nearest: boolean,
  outside: number | undefined,
): Float64Array {
  const result = new Float64Array(lengthOf(values));
  const weights = new Float64Array(axes.length);
  for (let k = 0; k < result.length; k += 1) {
    let first = 0;
    let beyond = false;
    let missing = false;
    axes.forEach(({ points, stride }, axis) => {
      const x = (values[axis] as Float64Array)[k] as number;
      const cell = cellOf(points, x);
      const low = points[cell] as number;
      const weight = (x - low) / ((points[cell + 1] as number) - low);
      weights[axis] = nearest ? (weight <= 0.5 ? 0 : 1) : weight;
      first += cell * stride;
      beyond ||= x < (points[0] as number) || x > (points[points.length - 1] as number);
      missing ||= Number.isNaN(x);
    });
    if (missing) {
      result[k] = NaN;
    } else if (beyond && outside !== undefined) {
      result[k] = outside;
    } else {
      result[k] = weighted(table, axes, weights, first, nearest);
    }
  }
  return result;
}

/** The cell a value is in; the first and the last reach on without end. */
function cellOf(points: Float64Array, x: number): number {
  let low = 0;
  let high = points.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // Where x is a point, the cell above it.
    if ((points[middle] as number) <= x) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function weighted(
  table: Float64Array,
  axes: readonly Axis[],
  weights: Float64Array,
  first: number,
  nearest: boolean,
): number {
  let sum = 0;
  const corners = 2 ** axes.length;
  for (let corner = 0; corner < corners; corner += 1) {
    let at = first;
    let weight = 1;
    for (let axis = 0; axis < axes.length; axis += 1) {
      const w = weights[axis] as number;
      if ((corner >> axis) & 1) {
        at += (axes[axis] as Axis).stride;
        weight *= w;
      } else {
        weight *= 1 - w;
      }
    }
    // A missing value next to the point makes the result missing, as in scipy; not of the nearest one.
    if (!nearest || weight !== 0) {
      sum += weight * (table[at] as number);
    }
  }
  return sum;
}
