import type { ArrayEntry, ArrayInfo, ArraySource } from '../core/asdf/array';
import { bytesOf, datatypeText, shapeText } from '../core/asdf/array-words';
import type { BlockHeader } from '../core/asdf/block';
import { compressionName } from '../core/asdf/blocks/known';
import { isStructured, isText } from '../core/asdf/datatype';
import type { HduLine } from '../protocol/methods';

/** Characters of a path or a name that are listed. */
const LONGEST_NAME = 500;

/** What is known of the block of an array: its header, or why there is none. */
export type BlockFound = BlockHeader | { readonly problem: string };

/** The line of an HDU; undefined where the FITS file has none such. */
export type HduLineOf = (
  hdu: Extract<ArrayInfo['source'], { kind: 'fits' }>['hdu'],
) => HduLine | undefined;

export function treeLine(index: number): HduLine {
  return {
    ...{ index, name: 'Tree', version: 1, type: 'tree', cards: 0, dimensions: '', format: '' },
    picture: { reason: 'it is a tree of metadata' },
    ...{ table: false, line: false, tree: true },
  };
}

/**
 * An array as the list of parts has it.
 *
 * @param block undefined where it is in none, or has not been looked at.
 */
export function arrayLine(
  { path, array }: ArrayEntry,
  index: number,
  block: BlockFound | undefined,
): HduLine {
  const name = path.slice(0, LONGEST_NAME) || 'tree';
  const plain = { index, name, version: 1, type: 'ndarray', cards: 0 };
  if ('problem' in array) {
    const picture = { reason: array.problem };
    return { ...plain, dimensions: '', format: '', picture, table: false, line: false };
  }
  const readable = block === undefined || !('problem' in block);
  const { datatype, byteOrder, shape } = array;
  return {
    ...plain,
    dimensions: shapeText(shape),
    format: datatypeText(datatype, byteOrder),
    picture: readable ? pictureOf(array) : { reason: block.problem },
    table: readable && isStructured(datatype),
    line: readable && isNumeric(array) && shape.length === 1 && !isEmpty(array),
    storage: storageOf(array.source, readable ? block : undefined),
    bytes: bytesOf(array),
  };
}

function pictureOf(array: ArrayInfo): HduLine['picture'] {
  const { datatype, shape } = array;
  if (isStructured(datatype)) {
    return { reason: 'it is a table' };
  }
  if (isEmpty(array)) {
    return 'empty';
  }
  if (!isNumeric(array)) {
    return { reason: 'it holds text, which has no picture' };
  }
  switch (shape.length) {
    case 0:
      return { reason: 'it holds a single number, which has no picture' };
    case 1:
      return { reason: 'it holds a one-dimensional array, which has no picture' };
    default:
      return 'yes';
  }
}

/** The first axis of a streamed array may have any length. */
function isEmpty({ shape }: ArrayInfo): boolean {
  return shape.includes(0);
}

function isNumeric({ datatype }: ArrayInfo): boolean {
  return !isText(datatype) && !isStructured(datatype);
}

function storageOf(source: ArraySource, block: BlockFound | undefined): string {
  switch (source.kind) {
    case 'block':
      return block !== undefined && 'compression' in block && block.compression !== ''
        ? compressionName(block.compression)
        : '';
    case 'inline':
      return 'inline';
    case 'file':
      return `in ${source.uri.slice(0, LONGEST_NAME)}`;
    case 'fits':
      return `in HDU ${hduText(source.hdu)}`;
  }
}

/** `SCI,1`, or the number of the HDU. */
export function hduText(hdu: Extract<ArraySource, { kind: 'fits' }>['hdu']): string {
  return typeof hdu === 'number' ? String(hdu) : `${hdu.name},${hdu.version}`.slice(0, 100);
}
