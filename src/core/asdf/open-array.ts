import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import type { ArrayInfo, ByteOrder, Datatype } from './array';
import { broadcastStrides, checkedProduct, extentOf } from './array-axes';
import type { ArrayContext } from './array-context';
import { badArray } from './array-error';
import { shapeText } from './array-words';
import type { BlockBytes } from './block';
import { bytesOfDatatype, strideList } from './datatype';
import { inlineBytes } from './inline-bytes';
import { memoryBlock } from './memory-block';

/** Elements of an array that repeats some of them. */
const MOST_REPEATED = 2 ** 28;

/** An array whose elements are all in its block: nothing of them has been read. */
export interface OpenedArray {
  readonly datatype: Datatype;
  readonly byteOrder: ByteOrder;
  /** Slowest axis first, as numpy has it. */
  readonly shape: readonly number[];
  /** Bytes from one element to the next along each axis, may be negative or 0. */
  readonly strides: readonly number[];
  /** Of the first element in the block. */
  readonly offset: number;
  readonly bytes: BlockBytes;
  /** A value that stands for a missing element, or an array of the same shape whose non-zero elements mark those. */
  readonly mask: { readonly value: number | bigint } | { readonly array: OpenedArray } | undefined;
  readonly unit: string | undefined;
}

/**
 * Finds the block of an array and holds against it what the tree says.
 *
 * @throws SkybucketError `format` where the block has fewer bytes or the mask another shape, `unsupported`
 *   for an array that is an HDU of a FITS file, or what finding the block throws.
 */
export async function openArray(
  array: ArrayInfo,
  context: ArrayContext,
  options: ReadOptions = {},
): Promise<OpenedArray> {
  const { mask } = array;
  const opened = await openElements(array, context, options);
  if (mask === undefined || 'value' in mask) {
    return { ...opened, mask: mask ?? opened.mask };
  }
  const marks = await openElements(mask.array, context, options);
  const strides = broadcastStrides(marks, opened.shape);
  if (strides === undefined) {
    throw badArray(
      `The mask of an array has the shape ${shapeText(marks.shape)}, the array ${shapeText(opened.shape)}.`,
    );
  }
  const { shape } = opened;
  return { ...opened, mask: { array: { ...marks, shape, strides, mask: undefined } } };
}

async function openElements(
  array: ArrayInfo,
  context: ArrayContext,
  options: ReadOptions,
): Promise<OpenedArray> {
  const { source, datatype, byteOrder, offset, unit } = array;
  switch (source.kind) {
    case 'fits':
      throw new SkybucketError(
        'unsupported',
        'The elements of this array are not in a block, but in an HDU of the FITS file around it.',
        { hint: 'Choose that HDU.' },
      );
    case 'inline': {
      const shape = array.shape.map((length) => length ?? 0);
      const { bytes, missing } = inlineBytes(source.data, shape, datatype, byteOrder);
      const strides = strideList(shape, bytesOfDatatype(datatype));
      const inTree = { datatype, byteOrder, shape, strides, offset: 0, unit };
      const mask = missing && { array: marksOf(missing, shape) };
      return { ...inTree, bytes: memoryBlock(bytes), mask };
    }
    case 'block':
    case 'file': {
      const bytes =
        source.kind === 'block'
          ? await context.block(source.block, options)
          : await context.file(source.uri, options);
      const { shape, strides } = placed(array, bytes.size);
      return { datatype, byteOrder, shape, strides, offset, bytes, mask: undefined, unit };
    }
  }
}

function marksOf(missing: Uint8Array, shape: readonly number[]): OpenedArray {
  return {
    ...{ datatype: 'bool8', byteOrder: 'little', shape, strides: strideList(shape, 1) },
    ...{ offset: 0, bytes: memoryBlock(missing), mask: undefined, unit: undefined },
  };
}

/** @throws SkybucketError `format` unless every element lies inside of a block of `size` bytes. */
function placed(
  { shape: claimed, strides: given, offset, datatype }: ArrayInfo,
  size: number,
): { readonly shape: readonly number[]; readonly strides: readonly number[] } {
  const element = bytesOfDatatype(datatype);
  const inner = claimed.slice(1).map((length) => length ?? 0);
  const open = claimed.length > 0 && claimed[0] === undefined;
  const one = open ? [1, ...inner] : claimed.map((length) => length ?? 0);
  const strides = given ?? strideList(one, element);
  const shape = open ? [rowsIn(size - offset, one, strides, element), ...inner] : one;
  checkedProduct(shape, element);
  checkRepeats(shape, strides);
  const { before, after } = extentOf(shape, strides, element);
  if (before > offset) {
    throw badArray('The strides of an array lead to before the start of its block.');
  }
  if (offset + after > size) {
    throw badArray(`An array needs ${offset + after} bytes of its block, which has ${size}.`);
  }
  return { shape, strides };
}

/** How often the rest of a streamed array fits into so many bytes (`*`). */
function rowsIn(
  bytes: number,
  one: readonly number[],
  strides: readonly number[],
  element: number,
): number {
  const [stride = 0] = strides;
  if (stride <= 0) {
    throw badArray('The length of an array cannot be told from the size of its block.');
  }
  const { after } = extentOf(one, strides, element);
  return bytes < after ? 0 : Math.floor((bytes - after) / stride) + 1;
}

/** Strides of 0 make any number of elements of a few bytes. */
function checkRepeats(shape: readonly number[], strides: readonly number[]): void {
  const repeats = shape.some((length, axis) => length > 1 && strides[axis] === 0);
  if (repeats && checkedProduct(shape, 1) > MOST_REPEATED) {
    throw badArray('An array repeats a few elements more often than can be read.');
  }
}
