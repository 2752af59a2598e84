import { type AsdfNode, childOf } from '../../asdf/node';
import { kindOf } from './kind';
import type { Parameters } from './parameters';
import { badGwcs } from './problem';

/** Where a coordinate system holds: an interval for each pixel axis, x first, its ends included. */
export type BoundingBox = readonly (readonly [low: number, high: number])[];

/**
 * The bounding box of a transform: `property/bounding_box`, whose intervals have the names of inputs, or a
 * bare list in older files, the last axis first.
 *
 * @param inputs how many the transform has.
 * @returns undefined where there is none.
 * @throws SkybucketError `format`, `unsupported` for one that depends on an input.
 */
export function boundingBoxOf(parameters: Parameters, inputs: number): BoundingBox | undefined {
  const node = parameters.at('bounding_box');
  if (node === undefined) {
    return undefined;
  }
  if (node.kind === 'sequence') {
    return listed(node.items, parameters, inputs);
  }
  const intervals = childOf(node, 'intervals');
  if (kindOf(node)?.name === 'compound_bounding_box' || intervals?.kind !== 'mapping') {
    throw badGwcs('The bounding box of the coordinate system is not a box, and is not used.');
  }
  const names = parameters.names('inputs');
  const ignored = new Set(parametersIn(childOf(node, 'ignore')));
  const box: [number, number][] = Array.from({ length: inputs }, () => [-Infinity, Infinity]);
  intervals.entries.forEach(([{ text }, interval], k) => {
    const place = names.length > 0 ? names.indexOf(text) : k;
    if (ignored.has(text)) {
      return;
    }
    if (place < 0 || place >= inputs) {
      throw badGwcs('The bounding box of the coordinate system is of other axes, and is not used.');
    }
    box[place] = intervalOf(interval, parameters);
  });
  return box;
}

function parametersIn(node: AsdfNode | undefined): string[] {
  return node?.kind === 'sequence'
    ? node.items.map((item) => (item.kind === 'scalar' ? item.text : ''))
    : [];
}

function listed(items: readonly AsdfNode[], parameters: Parameters, inputs: number): BoundingBox {
  const flat = inputs === 1 && items.length === 2 && items[0]?.kind !== 'sequence';
  const box = flat
    ? [ends(items.map((item) => parameters.arrayOf(item).values[0] as number))]
    : items.map((item) => intervalOf(item, parameters)).reverse();
  if (box.length !== inputs) {
    throw badGwcs('The bounding box of the coordinate system is of other axes, and is not used.');
  }
  return box;
}

function intervalOf(node: AsdfNode, parameters: Parameters): [number, number] {
  const numbers =
    node.kind === 'sequence' && node.tag === undefined
      ? node.items.map((item) => parameters.arrayOf(item).values[0] as number)
      : Array.from(parameters.arrayOf(node).values);
  return ends(numbers);
}

function ends(numbers: readonly number[]): [number, number] {
  const [low, high] = numbers;
  if (numbers.length !== 2 || low === undefined || high === undefined || !(low <= high)) {
    throw badGwcs('The bounding box of the coordinate system has a side that is no interval.');
  }
  return [low, high];
}

/** Marks the positions that are outside; undefined where none is. */
export function outsideOf(
  box: BoundingBox | undefined,
  pixels: readonly Float64Array[],
  tolerance = 0,
): Uint8Array | undefined {
  let marks: Uint8Array | undefined;
  box?.forEach(([low, high], axis) => {
    const values = pixels[axis] as Float64Array;
    for (let k = 0; k < values.length; k += 1) {
      const value = values[k] as number;
      if (value < low - tolerance || value > high + tolerance) {
        marks ??= new Uint8Array(values.length);
        marks[k] = 1;
      }
    }
  });
  return marks;
}

/** NaN in all arrays where there is a mark; arrays that are changed are new. */
export function blankMarked(
  arrays: readonly Float64Array[],
  marks: Uint8Array | undefined,
): Float64Array[] {
  return marks === undefined
    ? [...arrays]
    : arrays.map((values) => values.map((value, k) => (marks[k] ? NaN : value)));
}
