import type { ArrayContext } from '../../asdf/array-context';
import type { ArrayInfo } from '../../asdf/array';
import { arrayPlane, planeAxes } from '../../asdf/array-plane';
import { arraysOf } from '../../asdf/arrays';
import { isComplex, isStructured, isText } from '../../asdf/datatype';
import type { AsdfNode } from '../../asdf/node';
import { openArray, type OpenedArray } from '../../asdf/open-array';
import { quantityOf } from '../../asdf/quantity';
import type { ReadOptions } from '../../bytes/source';
import { isBroken, SkybucketError } from '../../errors';
import type { Gwcs } from './gwcs';
import type { NumberArray } from './number-array';
import { type GwcsProblem, readGwcs } from './read-gwcs';

/** Elements of one array: the labels of a detector are 4 million. */
const MOST_ELEMENTS = 2 ** 23;
/** Elements of all arrays together: 128 MB. */
const MOST_TOGETHER = 2 ** 24;
/** Arrays of one coordinate system; JWST's have some 50. */
const MOST_ARRAYS = 5000;
/** Arrays that are read at a time. */
const AT_ONCE = 16;

/**
 * Reads the arrays below a node tagged `gwcs/wcs-1.x`, then the coordinate system itself.
 *
 * @param context where the arrays are: of the ASDF file the node is in.
 * @throws SkybucketError what reading throws, but for arrays that are not as they should be: those are a
 *   problem of the coordinate system.
 */
export async function loadGwcs(
  node: AsdfNode,
  context: ArrayContext,
  options: ReadOptions = {},
): Promise<Gwcs | GwcsProblem> {
  const entries = arraysOf(node);
  if (entries.length > MOST_ARRAYS) {
    return { problem: 'The coordinate system has more arrays than any should have.' };
  }
  const found = new Map<AsdfNode, NumberArray>();
  let together = 0;
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const some = entries.slice(start, start + AT_ONCE);
    const read = await Promise.all(
      some.map(async ({ array }) =>
        'problem' in array ? array : readOrProblem(array, context, options),
      ),
    );
    for (const [k, numbers] of read.entries()) {
      if ('problem' in numbers) {
        return { problem: `An array of the coordinate system cannot be read: ${numbers.problem}` };
      }
      const { node: at } = some[k] as (typeof some)[number];
      found.set(at, numbers).set(quantityOf(at)?.value ?? at, numbers);
      together += numbers.values.length;
    }
    if (together > MOST_TOGETHER) {
      return { problem: 'The arrays of the coordinate system are larger than any should be.' };
    }
  }
  return readGwcs(node, (at) => found.get(at));
}

async function readOrProblem(
  array: ArrayInfo,
  context: ArrayContext,
  options: ReadOptions,
): Promise<NumberArray | GwcsProblem> {
  const known = array.shape.reduce<number>((product, length) => product * (length ?? 1), 1);
  if (known > MOST_ELEMENTS) {
    return { problem: `It has ${known} elements, more than any should have.` };
  }
  try {
    return await numbersOf(await openArray(array, context, options), options);
  } catch (error) {
    if (isBroken(error) || (error instanceof SkybucketError && error.code === 'not-found')) {
      return { problem: error.message };
    }
    throw error;
  }
}

async function numbersOf(
  opened: OpenedArray,
  options: ReadOptions,
): Promise<NumberArray | GwcsProblem> {
  const { shape, datatype } = opened;
  const length = shape.reduce((product, next) => product * next, 1);
  if (isStructured(datatype) || isText(datatype) || isComplex(datatype)) {
    return { problem: 'It holds something else than numbers.' };
  }
  if (length > MOST_ELEMENTS) {
    return { problem: `It has ${length} elements, more than any should have.` };
  }
  const values = new Float64Array(length);
  if (length > 0) {
    const [width = 1, height = 1, ...higher] = planeAxes(opened);
    const planes = higher.reduce((product, next) => product * next, 1);
    for (let plane = 0; plane < planes; plane += 1) {
      const box = { x0: 0, y0: 0, x1: width, y1: height };
      const section = await arrayPlane(opened, sliceAt(plane, higher)).section(box, options);
      values.set(section.values, plane * width * height);
    }
  }
  return { shape, values };
}

/** The index along each higher axis, the fastest first. */
function sliceAt(plane: number, lengths: readonly number[]): number[] {
  let rest = plane;
  return lengths.map((length) => {
    const index = rest % length;
    rest = (rest - index) / length;
    return index;
  });
}
