import type { ArrayEntry, ArrayInfo } from '../core/asdf/array';
import { bytesOf, datatypeText, shapeText } from '../core/asdf/array-words';
import type { AsdfFile } from '../core/asdf/asdf-file';
import type { BlockHeader } from '../core/asdf/block';
import { compressionName } from '../core/asdf/blocks/known';
import { formatBytes, formatCount } from '../protocol/figures';
import type { CardLine } from '../protocol/methods';
import { hduText } from './asdf-lines';

/** What an array says of itself in the tree. */
export function arrayCards({ path, node, array }: ArrayEntry): CardLine[] {
  const head = [
    card('path', path, 'keys from the root of the tree on'),
    ...(node.tag === undefined ? [] : [card('tag', node.tag, 'what the node is')]),
  ];
  return 'problem' in array ? head : [...head, ...infoCards(array)];
}

function infoCards(array: ArrayInfo): CardLine[] {
  const { datatype, byteOrder, shape, offset, strides, mask, unit } = array;
  const bytes = bytesOf(array);
  return [
    card('datatype', datatypeText(datatype, 'little'), 'of each element'),
    card('shape', shapeText(shape), 'slowest axis first, as numpy has it'),
    ...(bytes === undefined
      ? []
      : [card('bytes', formatCount(bytes), `in memory (${formatBytes(bytes)})`)]),
    card('byteorder', byteOrder, 'of each element'),
    card('offset', formatCount(offset), 'bytes from the start of the block'),
    card(
      'strides',
      strides === undefined ? 'C order' : `(${strides.join(', ')})`,
      'bytes from one element to the next along each axis',
    ),
    ...(mask === undefined ? [] : [maskCard(mask)]),
    ...(unit === undefined ? [] : [card('unit', unit, 'of the values')]),
    card('source', sourceText(array), 'where the elements are'),
  ];
}

function maskCard(mask: NonNullable<ArrayInfo['mask']>): CardLine {
  return 'value' in mask
    ? card('mask', String(mask.value), 'a value that stands for a missing element')
    : card('mask', `array ${shapeText(mask.array.shape)}`, 'missing where it is not zero');
}

function sourceText({ source }: ArrayInfo): string {
  switch (source.kind) {
    case 'block':
      return `block ${source.block}`;
    case 'inline':
      return 'the tree';
    case 'file':
      return source.uri;
    case 'fits':
      return `HDU ${hduText(source.hdu)} of this file`;
  }
}

/** What the header of a block says (ASDF standard 1.6, "Block header"). */
export function blockCards(header: BlockHeader): CardLine[] {
  const { index, compression, allocated, used, size, offset, streamed, checksum } = header;
  return [
    card('block', String(index), 'counted from 0'),
    card('block offset', formatCount(offset), 'bytes from the start of the ASDF file'),
    card('compression', compression, compressionName(compression)),
    card('allocated_size', formatCount(allocated), 'bytes set aside in the file'),
    card('used_size', formatCount(used), `bytes in the file (${formatBytes(used)})`),
    card('data_size', formatCount(size), `bytes once unpacked (${formatBytes(size)})`),
    card('flags', streamed ? 'STREAMED' : '0', streamed ? 'runs to the end of the file' : ''),
    card(
      'checksum',
      hex(checksum),
      checksum === undefined ? 'none' : 'MD5 of the bytes in the file',
    ),
  ];
}

/** What is known of the file as a whole. */
export function fileCards(
  { formatVersion, standardVersion, treeSpan }: AsdfFile,
  blocks: number,
  arrays: number,
): CardLine[] {
  return [
    card('file format', formatVersion, 'version of the layout of the file'),
    card('standard', standardVersion ?? '', 'version of the ASDF standard'),
    card('tree offset', treeSpan ? formatCount(treeSpan.offset) : '', 'bytes from the start'),
    card('tree size', treeSpan ? formatCount(treeSpan.length) : '0', 'bytes of YAML'),
    card('arrays', formatCount(arrays), 'in the tree'),
    card('blocks', formatCount(blocks), 'of binary data'),
  ];
}

function card(keyword: string, value: string, comment: string): CardLine {
  return {
    keyword,
    value,
    comment,
    raw: comment === '' ? `${keyword}: ${value}` : `${keyword}: ${value}  # ${comment}`,
  };
}

function hex(bytes: Uint8Array | undefined): string {
  return [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
