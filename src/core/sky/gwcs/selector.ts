import { type ByLabel, checkAll, costOf, evaluateByLabel, scatter } from './by-label';
import type { NumberArray } from './number-array';
import { badGwcs } from './problem';
import { Transform } from './transform';

/** No label: gwcs leaves such positions undefined. */
const NONE = 0;

/** What gwcs' label mappers share: `inputsMapping` chooses among the inputs what is looked up. */
interface MapperInputs {
  readonly inputs: number;
  readonly inputsMapping: Transform | undefined;
}

function keysOf(
  { inputsMapping }: MapperInputs,
  values: readonly Float64Array[],
): readonly Float64Array[] {
  return inputsMapping ? inputsMapping.evaluate(values) : values;
}

function checkMapping({ inputs, inputsMapping }: MapperInputs, keys: number): void {
  if ((inputsMapping?.inputs ?? inputs) !== inputs || (inputsMapping?.outputs ?? inputs) !== keys) {
    throw badGwcs('A label mapper of the coordinate system takes another number of values.');
  }
}

/** The label of the pixel a position is in, `array[y][x]`; none outside of the array. */
export function labelsFromArray(array: NumberArray, of: MapperInputs): Transform {
  const [height = 0, width = 0] = array.shape;
  if (array.shape.length !== 2) {
    throw badGwcs('The labels of a label mapper are not an image.');
  }
  checkMapping(of, 2);
  return new Transform({
    ...{ inputs: of.inputs, outputs: 1, cost: 2 },
    evaluate: (values) => {
      const [xs, ys] = keysOf(of, values) as [Float64Array, Float64Array];
      const labels = new Float64Array(xs.length);
      for (let k = 0; k < labels.length; k += 1) {
        const x = Math.floor((xs[k] as number) + 0.5);
        const y = Math.floor((ys[k] as number) + 0.5);
        const inside = x >= 0 && x < width && y >= 0 && y < height;
        labels[k] = inside ? (array.values[y * width + x] as number) : NONE;
      }
      return [labels];
    },
  });
}

/** Labels by one key of a position: a number it is near to, or a range it is within. */
export interface KeyedLabel {
  readonly matches: (key: number) => boolean;
  readonly transform: Transform;
}

/** As numpy's `isclose`. */
export function near(to: number, tolerance: number): (key: number) => boolean {
  return (key) => Math.abs(to - key) <= tolerance + 1e-5 * Math.abs(key);
}

/** Its ends not included. */
export function within(low: number, high: number): (key: number) => boolean {
  return (key) => key > low && key < high;
}

/** Of several that match, the last counts. */
export function labelsByKey(keyed: readonly KeyedLabel[], of: MapperInputs): Transform {
  checkMapping(of, 1);
  const transforms = keyed.map(({ transform }) => transform);
  checkAll(transforms, of.inputs, 1);
  return new Transform({
    ...{ inputs: of.inputs, outputs: 1, cost: keyed.length + costOf(transforms) },
    evaluate: (values) => {
      const [keys] = keysOf(of, values) as [Float64Array];
      const labels = new Float64Array(keys.length).fill(NONE);
      for (const { matches, transform } of keyed) {
        const places: number[] = [];
        keys.forEach((key, k) => {
          if (matches(key)) {
            places.push(k);
          }
        });
        scatter(transform, places, values, [labels]);
      }
      return [labels];
    },
  });
}

/** Labels a transform computes. */
export function labelsByTransform(mapper: Transform, of: MapperInputs): Transform {
  checkMapping(of, mapper.inputs);
  return new Transform({
    ...{ inputs: of.inputs, outputs: 1, cost: mapper.cost + 1 },
    evaluate: (values) => mapper.evaluate(keysOf(of, values)),
  });
}

/**
 * Each position through the transform of its region (`regions_selector`): slices of an IFU, orders of a
 * spectrograph. Positions in none are `otherwise`.
 */
export function regionsSelector(
  labels: Transform,
  transforms: ByLabel,
  inputs: number,
  outputs: number,
  otherwise: number,
): Transform {
  checkAll(transforms.values(), inputs, outputs);
  checkAll([labels], inputs, 1);
  if (transforms.has(NONE)) {
    throw badGwcs('A region of the coordinate system is called 0, which stands for none.');
  }
  return new Transform({
    ...{ inputs, outputs, cost: labels.cost + costOf(transforms.values()) },
    evaluate: (values) => {
      const [found] = labels.evaluate(values) as [Float64Array];
      return evaluateByLabel(found, transforms, values, outputs, otherwise);
    },
    inverse: (wayBack) => {
      const back = labels.inverse;
      const ways = [...transforms].map(([label, way]) => [label, wayBack(way)] as const);
      return back && back.inputs === outputs && ways.every(([, way]) => way !== undefined)
        ? regionsSelector(back, new Map(ways as [number, Transform][]), outputs, inputs, NaN)
        : undefined;
    },
  });
}

/** The first input is the label, and goes through as it is (JWST `gwa_to_slit`, `slit_to_msa`). */
export interface SlitPlaces {
  /** Of the label among the inputs and the outputs. */
  readonly from: number;
  readonly to: number | undefined;
}

/** Each position through the transform of its slit, whose number is one of the inputs. */
export function bySlit(
  transforms: ByLabel,
  inputs: number,
  outputs: number,
  { from, to }: SlitPlaces,
): Transform {
  const inner = outputs - (to === undefined ? 0 : 1);
  checkAll(transforms.values(), inputs - 1, inner);
  return new Transform({
    ...{ inputs, outputs, cost: 1 + costOf(transforms.values()) },
    evaluate: (values) => {
      const slits = values[from] as Float64Array;
      const rest = values.filter((_, axis) => axis !== from);
      const result = evaluateByLabel(slits, transforms, rest, inner, NaN);
      if (to !== undefined) {
        result.splice(to, 0, slits);
      }
      return result;
    },
    inverse: (wayBack) => {
      const ways = [...transforms].map(([slit, way]) => [slit, wayBack(way)] as const);
      return to !== undefined && ways.every(([, way]) => way !== undefined)
        ? bySlit(new Map(ways as [number, Transform][]), outputs, inputs, { from: to, to: from })
        : undefined;
    },
  });
}

/** {@link bySlit} for a table of orders, cut to integers, whose transforms do not take the order (NIRISS SOSS). */
export function byOrder(transforms: ByLabel): Transform {
  const [first] = transforms.values();
  const outputs = first?.outputs ?? 0;
  checkAll(transforms.values(), 2, outputs);
  return new Transform({
    ...{ inputs: 3, outputs, cost: 1 + costOf(transforms.values()) },
    evaluate: (values) => {
      const orders = (values[2] as Float64Array).map(Math.trunc);
      return evaluateByLabel(orders, transforms, values.slice(0, 2), outputs, NaN);
    },
  });
}
