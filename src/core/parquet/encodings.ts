import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { SkybucketError } from '../errors';
import { damagedPage, decodeHybrid } from './hybrid';
import type { PhysicalType } from './schema-element';

/** Values as they are stored: of INT96 bigints, of byte arrays views of the page. */
export type RawValues =
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | readonly (boolean | bigint | Uint8Array)[];

export const ENCODINGS = [
  ...(['PLAIN', 'GROUP_VAR_INT', 'PLAIN_DICTIONARY', 'RLE', 'BIT_PACKED'] as const),
  ...(['DELTA_BINARY_PACKED', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'] as const),
  ...(['RLE_DICTIONARY', 'BYTE_STREAM_SPLIT'] as const),
];
export type Encoding = (typeof ENCODINGS)[number];

/** Bytes of a value in the plain encoding; of a byte array those of its length. */
const PLAIN_BYTES: Readonly<Record<PhysicalType, number>> = {
  BOOLEAN: 1 / 8,
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: 4,
  FIXED_LEN_BYTE_ARRAY: 0,
};

const LARGEST_BLOCK = 1 << 20;
/** Texts that share their beginnings may be longer unpacked than the page is, but not by that much. */
const MOST_PREFIXED = 256 * 1024 * 1024;

/**
 * Decodes `count` values that are not numbers of a dictionary.
 *
 * @throws SkybucketError `format`, `unsupported`
 */
export function decodeValues(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  type: PhysicalType,
  length: number | undefined,
  count: number,
): RawValues {
  if (count === 0) {
    return [];
  }
  try {
    return decode(bytes, encoding, type, length, count);
  } catch (error) {
    if (error instanceof SkybucketError) {
      throw error;
    }
    throw damagedPage('values that end early');
  }
}

function decode(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  type: PhysicalType,
  length: number | undefined,
  count: number,
): RawValues {
  const reader = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offset: 0,
  };
  switch (encoding) {
    case 'PLAIN':
      checkLength(
        bytes,
        count * (type === 'FIXED_LEN_BYTE_ARRAY' ? (length ?? 0) : PLAIN_BYTES[type]),
      );
      return readPlain(reader, type, count, length) as RawValues;
    case 'BYTE_STREAM_SPLIT':
      checkLength(
        bytes,
        count * (type === 'FIXED_LEN_BYTE_ARRAY' ? (length ?? 0) : PLAIN_BYTES[type]),
      );
      return byteStreamSplit(reader, count, type, length) as RawValues;
    case 'RLE': {
      if (type !== 'BOOLEAN') {
        break;
      }
      const flags = decodeHybrid(bytes.subarray(4), 1, count);
      return Array.from(flags, (flag) => flag === 1);
    }
    case 'DELTA_BINARY_PACKED': {
      checkBlock(bytes);
      const values = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      deltaBinaryUnpack(reader, count, values);
      return values;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      checkBlock(bytes);
      const values = new Array<Uint8Array>(count);
      deltaLengthByteArray(reader, count, values);
      return values;
    }
    case 'DELTA_BYTE_ARRAY':
      return prefixed(reader, bytes, count);
    case 'GROUP_VAR_INT':
    case 'BIT_PACKED':
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
    case undefined:
      break;
  }
  throw new SkybucketError(
    'unsupported',
    `Values encoded as ${encoding ?? 'something unknown'} cannot be read from a column of ${type}.`,
    { hint: 'Write the file again with another encoding.' },
  );
}

/** Each text begins as the one before it does, for as many bytes as the first list says. */
function prefixed(
  reader: { view: DataView; offset: number },
  bytes: Uint8Array,
  count: number,
): Uint8Array[] {
  checkBlock(bytes);
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, prefixes);
  checkBlock(bytes.subarray(reader.offset));
  const suffixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, suffixes);
  let total = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const [prefix, suffix] = [prefixes[i] as number, suffixes[i] as number];
    if (prefix < 0 || suffix < 0 || prefix > before) {
      throw damagedPage('texts that do not fit together');
    }
    before = prefix + suffix;
    total += before;
  }
  if (total > MOST_PREFIXED) {
    throw damagedPage('more text than a page can hold');
  }
  const all = new Uint8Array(total);
  const values: Uint8Array[] = [];
  let at = 0;
  let last = all.subarray(0, 0);
  for (let i = 0; i < count; i++) {
    const [prefix, suffix] = [prefixes[i] as number, suffixes[i] as number];
    checkLength(bytes, reader.offset + suffix);
    all.set(last.subarray(0, prefix), at);
    all.set(bytes.subarray(reader.offset, reader.offset + suffix), at + prefix);
    reader.offset += suffix;
    last = all.subarray(at, at + prefix + suffix);
    at += prefix + suffix;
    values.push(last);
  }
  return values;
}

/** The two numbers at the start of packed differences decide what memory is taken. */
function checkBlock(bytes: Uint8Array): void {
  const sizes: number[] = [];
  for (let at = 0, value = 0, scale = 1; sizes.length < 2; at++) {
    const byte = bytes[at];
    if (byte === undefined || scale > 2 ** 28) {
      throw damagedPage('differences without their sizes');
    }
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) {
      sizes.push(value);
      [value, scale] = [0, 1];
    }
  }
  const [block = 0, parts = 0] = sizes;
  if (block === 0 || block > LARGEST_BLOCK || parts === 0 || (block / parts) % 8 !== 0) {
    throw damagedPage('differences of an impossible size');
  }
}

function checkLength(bytes: Uint8Array, needed: number): void {
  if (needed > bytes.length) {
    throw damagedPage('values that end early');
  }
}
