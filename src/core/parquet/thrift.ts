import { SkybucketError } from '../errors';

/**
 * Reads the compact protocol of Thrift, in which Parquet writes its footer, page headers and indexes.
 * Whatever the bytes claim, no more is made than they can hold.
 */

/** A 64-bit integer is a bigint only where a double does not hold it. */
export type ThriftValue =
  boolean | number | bigint | Uint8Array | readonly ThriftValue[] | ThriftStruct;

const MOST_DEPTH = 32;
/** Fields beyond are of no version of Parquet, and are passed over. */
const MOST_FIELDS = 64;

const enum Type {
  True = 1,
  False = 2,
  Byte = 3,
  I16 = 4,
  I32 = 5,
  I64 = 6,
  Double = 7,
  Binary = 8,
  List = 9,
  Set = 10,
  Map = 11,
  Struct = 12,
}

const TEXT = new TextDecoder();

/** Fields by their number; each is undefined where it is absent or of another type. */
export class ThriftStruct {
  constructor(private readonly fields: readonly (ThriftValue | undefined)[]) {}

  has(field: number): boolean {
    return this.fields[field] !== undefined;
  }

  flag(field: number): boolean | undefined {
    const value = this.fields[field];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Undefined for an integer that a double does not hold, too. */
  number(field: number): number | undefined {
    const value = this.fields[field];
    return typeof value === 'number' ? value : undefined;
  }

  bytes(field: number): Uint8Array | undefined {
    const value = this.fields[field];
    return value instanceof Uint8Array ? value : undefined;
  }

  text(field: number): string | undefined {
    const bytes = this.bytes(field);
    return bytes && TEXT.decode(bytes);
  }

  struct(field: number): ThriftStruct | undefined {
    const value = this.fields[field];
    return value instanceof ThriftStruct ? value : undefined;
  }

  list(field: number): readonly ThriftValue[] | undefined {
    const value = this.fields[field];
    return Array.isArray(value) ? (value as readonly ThriftValue[]) : undefined;
  }

  structs(field: number): readonly ThriftStruct[] | undefined {
    return this.list(field)?.filter((item) => item instanceof ThriftStruct);
  }

  texts(field: number): readonly string[] | undefined {
    return this.list(field)?.flatMap((item) =>
      item instanceof Uint8Array ? [TEXT.decode(item)] : [],
    );
  }

  numbers(field: number): readonly number[] | undefined {
    return this.list(field)?.filter((item) => typeof item === 'number');
  }
}

/** Reads one struct from `at` on; `at` is then behind it. */
export class ThriftReader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws SkybucketError `format` */
  struct(depth = 0): ThriftStruct {
    if (depth > MOST_DEPTH) {
      throw broken();
    }
    const fields: (ThriftValue | undefined)[] = [];
    for (let id = 0; ;) {
      const byte = this.byte();
      const type = byte & 0x0f;
      if (type === 0) {
        return new ThriftStruct(fields);
      }
      id = byte >> 4 === 0 ? Number(this.zigzag()) : id + (byte >> 4);
      const value = this.value(type, depth);
      if (id > 0 && id < MOST_FIELDS) {
        fields[id] = value;
      }
    }
  }

  private value(type: number, depth: number): ThriftValue {
    switch (type) {
      case Type.True:
        return true;
      case Type.False:
        return false;
      case Type.Byte:
        return (this.byte() << 24) >> 24;
      case Type.I16:
      case Type.I32:
      case Type.I64:
        return this.zigzag();
      case Type.Double:
        this.need(8);
        this.at += 8;
        return this.view.getFloat64(this.at - 8, true);
      case Type.Binary: {
        const length = this.length();
        this.at += length;
        return this.bytes.subarray(this.at - length, this.at);
      }
      case Type.List:
      case Type.Set:
        return this.list(depth);
      case Type.Map:
        return this.map(depth);
      case Type.Struct:
        return this.struct(depth + 1);
      default:
        throw broken();
    }
  }

  private list(depth: number): ThriftValue[] {
    const byte = this.byte();
    const type = byte & 0x0f;
    const count = byte >> 4 === 15 ? this.length() : byte >> 4;
    const flags = type === Type.True || type === Type.False;
    this.need(count);
    if (depth > MOST_DEPTH) {
      throw broken();
    }
    const values: ThriftValue[] = [];
    for (let i = 0; i < count; i++) {
      values.push(flags ? this.byte() === 1 : this.value(type, depth + 1));
    }
    return values;
  }

  /** No struct of Parquet has one; it is passed over, keys and values in turn. */
  private map(depth: number): ThriftValue[] {
    const count = this.length();
    const types = count === 0 ? 0 : this.byte();
    const values: ThriftValue[] = [];
    for (let i = 0; i < count; i++) {
      values.push(this.value(types >> 4, depth + 1), this.value(types & 0x0f, depth + 1));
    }
    return values;
  }

  /** Of something that takes at least a byte for each. */
  private length(): number {
    const length = Number(this.varint());
    this.need(length);
    return length;
  }

  private zigzag(): number | bigint {
    const value = this.varint();
    if (typeof value === 'number') {
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    const signed = (value >> 1n) ^ -(value & 1n);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  }

  private varint(): number | bigint {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
    }
    let wide = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      wide |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return BigInt.asUintN(64, wide);
      }
    }
    throw broken();
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) {
      throw broken();
    }
    return byte;
  }

  private need(length: number): void {
    if (!(length >= 0 && length <= this.bytes.length - this.at)) {
      throw broken();
    }
  }
}

function broken(): SkybucketError {
  return new SkybucketError('format', 'The bytes are not what a Parquet file has there.', {
    hint: 'The file is probably damaged; get it again.',
  });
}
