import { badGwcs } from './problem';
import { lengthOf, newArrays, type Transform } from './transform';

/** Several transforms, one for each label of a position: 1, 2, … for slices of an IFU. */
export type ByLabel = ReadonlyMap<number, Transform>;

/** @throws SkybucketError `format` unless all take `inputs` values and give `outputs`. */
export function checkAll(transforms: Iterable<Transform>, inputs: number, outputs: number): void {
  for (const transform of transforms) {
    if (transform.inputs !== inputs || transform.outputs !== outputs) {
      throw badGwcs('The transforms for the regions of an image take different numbers of values.');
    }
  }
}

/** Each position through the transform of its label; those without one are `otherwise`. */
export function evaluateByLabel(
  labels: Float64Array,
  transforms: ByLabel,
  values: readonly Float64Array[],
  outputs: number,
  otherwise: number,
): Float64Array[] {
  const groups = new Map<number, number[]>();
  labels.forEach((label, k) => {
    if (transforms.has(label)) {
      const group = groups.get(label);
      if (group) {
        group.push(k);
      } else {
        groups.set(label, [k]);
      }
    }
  });
  const result = newArrays(outputs, lengthOf(values)).map((axis) => axis.fill(otherwise));
  for (const [label, places] of groups) {
    scatter(transforms.get(label) as Transform, places, values, result);
  }
  return result;
}

/** Evaluates a transform at some of the positions, and puts what comes out into their places. */
export function scatter(
  transform: Transform,
  places: readonly number[],
  values: readonly Float64Array[],
  result: readonly Float64Array[],
): void {
  if (places.length === 0) {
    return;
  }
  const chosen = values.map((axis) => Float64Array.from(places, (k) => axis[k] as number));
  transform.evaluate(chosen).forEach((axis, output) => {
    places.forEach((k, at) => {
      (result[output] as Float64Array)[k] = axis[at] as number;
    });
  });
}

/** The most expensive of them: a position goes through one. */
export function costOf(transforms: Iterable<Transform>): number {
  let most = 1;
  for (const { cost } of transforms) {
    most = Math.max(most, cost);
  }
  return most;
}
