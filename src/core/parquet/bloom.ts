import { readBloomFilter, sbbfContains } from 'hyparquet/src/bloom.js';
import { xxhash64 } from 'hyparquet/src/xxhash.js';
import { ThriftReader } from './thrift';
import type { Leaf } from './schema';

/** Tells of a value whether it may be in a chunk: no is sure, yes is not. */
export type BloomTest = (value: number | bigint | string) => boolean;

const UTF8 = new TextEncoder();

/** Most bytes of a filter where the footer does not say how many it has: header and bits. */
export const LARGEST_BLOOM = 4 * 1024 * 1024;

/**
 * The test of a Bloom filter; undefined for a filter, or a type of column, of which it is not known how it is
 * made.
 *
 * @param bytes the filter with its header; more may follow.
 */
export function bloomTest(bytes: Uint8Array, leaf: Leaf): BloomTest | undefined {
  try {
    // Ours goes first, since it stops at whatever makes no sense.
    new ThriftReader(bytes).struct();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const filter = readBloomFilter({ view, offset: 0 });
    return (
      filter &&
      ((value) => {
        const plain = plainBytes(value, leaf);
        return (
          plain === undefined || plain.some((one) => sbbfContains(filter.blocks, xxhash64(one)))
        );
      })
    );
  } catch {
    // Without a filter everything is read, and that is all.
    return undefined;
  }
}

/** What a value may be stored as; undefined where that is not sure. */
function plainBytes(value: number | bigint | string, leaf: Leaf): Uint8Array[] | undefined {
  const { type, element } = leaf;
  const { logical } = element;
  if (typeof value === 'string') {
    const text = logical?.kind === 'STRING' || logical?.kind === 'ENUM';
    return type === 'BYTE_ARRAY' && text ? [UTF8.encode(value)] : undefined;
  }
  const view = new DataView(new ArrayBuffer(8));
  const whole = logical === undefined || logical.kind === 'INTEGER';
  if ((type === 'INT32' || type === 'INT64') && whole) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      return undefined;
    }
    view.setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true);
    return [new Uint8Array(view.buffer, 0, type === 'INT32' ? 4 : 8)];
  }
  if (type === 'DOUBLE' || type === 'FLOAT') {
    const number = Number(value);
    if (Number.isNaN(number) || (type === 'FLOAT' && Math.fround(number) !== number)) {
      return undefined;
    }
    // Zero has two forms, which are equal.
    return (number === 0 ? [0, -0] : [number]).map((one) => {
      const bytes = new DataView(new ArrayBuffer(type === 'FLOAT' ? 4 : 8));
      if (type === 'FLOAT') {
        bytes.setFloat32(0, one, true);
      } else {
        bytes.setFloat64(0, one, true);
      }
      return new Uint8Array(bytes.buffer);
    });
  }
  return undefined;
}
