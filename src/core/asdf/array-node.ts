import type { ArrayInfo, ArraySource, ByteOrder } from './array';
import { checkedProduct, extentOf, integerOf, shapeOf, shortText, stridesOf } from './array-axes';
import { badArray } from './array-error';
import { bytesOfDatatype, isComplex, strideList } from './datatype';
import { byteOrderOf, datatypeOf } from './datatype-node';
import { inlineShape } from './inline-shape';
import { inferredDatatype, type InlineSummaries } from './inline-summary';
import { childOf, type AsdfMapping, type AsdfNode } from './node';

const NDARRAY = /\bcore\/(tags\/)?ndarray-1\.\d+\.\d+$/;
const FITS = /^fits:\s*(.*?)\s*$/i;

/** Numbers in the tree are written in this order when they are laid out in memory. */
const INLINE_ORDER: ByteOrder = 'little';

export function isArrayNode(node: AsdfNode): boolean {
  return node.tag !== undefined && NDARRAY.test(node.tag);
}

/**
 * What a `core/ndarray-1.x` node says (ASDF standard 1.6), checked for what can be without its block.
 *
 * @throws SkybucketError `format` for what no array can be.
 */
export function arrayInfoOf(
  node: AsdfNode,
  unit: string | undefined,
  summaries: InlineSummaries,
): ArrayInfo {
  return infoOf(node, unit, summaries, maskOf);
}

type MaskOf = (node: AsdfMapping, info: ArrayInfo, summaries: InlineSummaries) => ArrayInfo['mask'];

function infoOf(
  node: AsdfNode,
  unit: string | undefined,
  summaries: InlineSummaries,
  mask: MaskOf,
): ArrayInfo {
  switch (node.kind) {
    case 'scalar':
      throw badArray('An array is a single value in the tree.');
    case 'sequence':
      return { ...inlineInfo(node, undefined, summaries), unit };
    case 'mapping': {
      const data = childOf(node, 'data');
      const source = childOf(node, 'source');
      if ((data === undefined) === (source === undefined)) {
        throw badArray('An array has either a source or data, and this one not one of them.');
      }
      const info =
        source === undefined ? inlineInfo(data as AsdfNode, node, summaries) : stored(node, source);
      return { ...info, unit, mask: mask(node, info, summaries) };
    }
  }
}

function inlineInfo(
  data: AsdfNode,
  node: AsdfMapping | undefined,
  summaries: InlineSummaries,
): ArrayInfo {
  const order = byteOrderOf(childOf(node, 'byteorder')) ?? INLINE_ORDER;
  const given = childOf(node, 'datatype');
  const datatype = given && datatypeOf(given, order);
  const shapeNode = childOf(node, 'shape');
  const claimed = shapeNode && shapeOf(shapeNode);
  const shape = inlineShape(data, datatype, claimed, summaries);
  const resolved = datatype ?? inferredDatatype(summaries.of(data));
  checkedProduct(shape, bytesOfDatatype(resolved));
  return {
    ...{ source: { kind: 'inline', data }, datatype: resolved, byteOrder: order, shape },
    ...{ offset: 0, strides: undefined, mask: undefined, unit: undefined },
  };
}

function stored(node: AsdfMapping, sourceNode: AsdfNode): ArrayInfo {
  const source = sourceOf(sourceNode);
  const datatypeNode = childOf(node, 'datatype');
  const shapeNode = childOf(node, 'shape');
  if (datatypeNode === undefined || shapeNode === undefined) {
    throw badArray(`An array does not say its ${shapeNode ? 'datatype' : 'shape'}.`);
  }
  // FITS has one byte order only.
  const order =
    byteOrderOf(childOf(node, 'byteorder')) ?? (source.kind === 'fits' ? 'big' : undefined);
  const datatype = datatypeOf(datatypeNode, order);
  const shape = shapeOf(shapeNode);
  const size = bytesOfDatatype(datatype);
  checkedProduct(shape, size);
  const stridesNode = childOf(node, 'strides');
  const isNull = stridesNode?.kind === 'scalar' && stridesNode.value === null;
  const strides = stridesNode && !isNull ? stridesOf(stridesNode, shape.length) : undefined;
  const offset = offsetOf(childOf(node, 'offset'));
  checkStart(shape, strides, offset, size);
  const byteOrder = order ?? 'big';
  return { source, datatype, byteOrder, shape, offset, strides, mask: undefined, unit: undefined };
}

function offsetOf(node: AsdfNode | undefined): number {
  if (node === undefined) {
    return 0;
  }
  const offset = integerOf(node);
  if (offset === undefined || offset < 0) {
    throw badArray(`The offset of an array in its block is ${shortText(node)}.`);
  }
  return offset;
}

/** Strides may lead back, but not to before the block; how far they lead on is known once its size is. */
function checkStart(
  shape: readonly (number | undefined)[],
  strides: readonly number[] | undefined,
  offset: number,
  size: number,
): void {
  const least = shape.map((length) => length ?? 1);
  const { before, after } = extentOf(least, strides ?? strideList(least, size), size);
  if (before > offset) {
    throw badArray('The strides of an array lead to before the start of its block.');
  }
  if (!Number.isSafeInteger(offset + after)) {
    throw badArray('An array claims to have more bytes than any file has.');
  }
}

/** @throws SkybucketError `format` */
function sourceOf(node: AsdfNode): ArraySource {
  const block = integerOf(node);
  if (block !== undefined) {
    return { kind: 'block', block };
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') {
    throw badArray(`The source of an array is ${shortText(node)}.`);
  }
  const fits = FITS.exec(node.value)?.[1];
  return fits === undefined
    ? { kind: 'file', uri: node.value }
    : { kind: 'fits', hdu: hduOf(fits) };
}

/** `SCI,1`, `SCI` or `3`, as stdatamodels writes them. */
function hduOf(text: string): Extract<ArraySource, { kind: 'fits' }>['hdu'] {
  if (/^\d{1,9}$/.test(text)) {
    return Number(text);
  }
  const [, name = text, version = '1'] = /^(.*?)\s*,\s*(\d{1,9})$/.exec(text) ?? [];
  return { name: name.replace(/^(['"])(.*)\1$/, '$2'), version: Number(version) };
}

/** @throws SkybucketError `format` for what marks no missing elements. */
function maskOf(node: AsdfMapping, info: ArrayInfo, summaries: InlineSummaries): ArrayInfo['mask'] {
  const mask = childOf(node, 'mask');
  if (mask === undefined || (mask.kind === 'scalar' && mask.value === null)) {
    return undefined;
  }
  if (mask.kind === 'scalar') {
    const { value } = mask;
    const number = typeof value === 'number' || typeof value === 'bigint';
    if (!number || typeof info.datatype !== 'string' || isComplex(info.datatype)) {
      throw badArray(
        `The mask of an array is ${shortText(mask)}, which none of its elements can be.`,
      );
    }
    return { value };
  }
  // A mask has no mask of its own, whatever it says: it may be the array itself.
  const array = infoOf(mask, undefined, summaries, () => undefined);
  const { datatype } = array;
  if (typeof datatype !== 'string' || isComplex(datatype)) {
    throw badArray('The mask of an array holds neither numbers nor truth values.');
  }
  return { array };
}
