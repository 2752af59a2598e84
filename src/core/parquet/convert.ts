import { arrayOf, type NumericArray } from '../table/element-type';
import type { ElementArray, ElementType } from '../table/table';
import {
  bigEndian,
  bytesText,
  decimalText,
  float16,
  hexText,
  intervalText,
  utf8Text,
  uuidText,
} from './byte-text';
import type { RawValues } from './encodings';
import type { Leaf } from './schema';
import type { LogicalType } from './schema-element';
import { dateText, int96Text, timestampText, timeText } from './time-text';

/** How the stored values of a leaf become elements of a table. */
export interface Conversion {
  readonly type: ElementType;
  /** In the words of the format: `INT64`, `BYTE_ARRAY (STRING)`, `INT32 (DECIMAL 9,2)`. */
  readonly format: string;
  readonly convert: (raw: RawValues) => ElementArray;
}

/** Decimals of up to so many digits come back from a double as they were. */
const EXACT_DIGITS = 15;

type Fixed = Uint8Array;

export function conversionOf(leaf: Leaf): Conversion {
  const { type, element } = leaf;
  const format = formatOf(leaf);
  const of = (what: Kind): Conversion => ({ ...what, format });
  const { logical } = element;
  if (logical?.kind === 'DECIMAL') {
    return of(decimal(logical));
  }
  switch (type) {
    case 'BOOLEAN':
      return of(numbers('logical', (value: boolean) => (value ? 1 : 0)));
    case 'INT32':
      return of(int32(logical));
    case 'INT64':
      return of(int64(logical));
    case 'INT96':
      return of(texts(int96Text));
    case 'FLOAT':
      return of(stored('float32'));
    case 'DOUBLE':
      return of(stored('float64'));
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return of(bytes(logical, type === 'BYTE_ARRAY'));
  }
}

type Kind = Omit<Conversion, 'format'>;

function int32(logical: LogicalType | undefined): Kind {
  if (logical?.kind === 'DATE') {
    return texts((days: number) => dateText(days));
  }
  if (logical?.kind === 'TIME') {
    return texts((value: number) => timeText(BigInt(value), logical.unit));
  }
  if (logical?.kind === 'INTEGER') {
    const { bits, signed } = logical;
    const width = bits === 8 || bits === 16 ? bits : 32;
    const type = `${signed ? 'int' : 'uint'}${width}` as const;
    return type === 'int32' ? stored('int32') : numbers(type, (value: number) => value);
  }
  return stored('int32');
}

function int64(logical: LogicalType | undefined): Kind {
  if (logical?.kind === 'TIMESTAMP') {
    return texts((value: bigint) => timestampText(value, logical.unit));
  }
  if (logical?.kind === 'TIME') {
    return texts((value: bigint) => timeText(value, logical.unit));
  }
  return logical?.kind === 'INTEGER' && !logical.signed
    ? numbers('uint64', (value: bigint) => value)
    : stored('int64');
}

function bytes(logical: LogicalType | undefined, perhapsText: boolean): Kind {
  const kind = logical?.kind;
  if (kind === 'STRING' || kind === 'ENUM' || kind === 'JSON') {
    return texts(utf8Text);
  }
  if (kind === 'FLOAT16') {
    return numbers('float32', float16);
  }
  if (kind === 'UUID' || kind === 'INTERVAL') {
    return texts(kind === 'UUID' ? uuidText : intervalText);
  }
  return texts(perhapsText ? bytesText : hexText);
}

/** As doubles where these are exact to the last digit that is written, else as text. */
function decimal({ scale, precision }: { scale: number; precision: number }): Kind {
  const whole = (value: number | bigint | Fixed): bigint =>
    value instanceof Uint8Array ? bigEndian(value) : BigInt(value);
  return precision <= EXACT_DIGITS
    ? numbers('float64', (value: number | bigint | Fixed) => Number(`${whole(value)}e${-scale}`))
    : texts((value: number | bigint | Fixed) => decimalText(whole(value), scale));
}

/** Values that are elements already. */
function stored(type: 'int32' | 'int64' | 'float32' | 'float64'): Kind {
  return { type, convert: (raw) => (raw.length === 0 ? arrayOf(type, 0) : (raw as NumericArray)) };
}

function numbers<T>(type: Exclude<ElementType, 'text'>, of: (value: T) => number | bigint): Kind {
  return {
    type,
    convert: (raw) => {
      const values = arrayOf(type, raw.length);
      for (let i = 0; i < raw.length; i++) {
        values[i] = of(raw[i] as T) as never;
      }
      return values;
    },
  };
}

function texts<T>(of: (value: T) => string): Kind {
  return { type: 'text', convert: (raw) => Array.from(raw as unknown as ArrayLike<T>, of) };
}

function formatOf({ type, element: { logical, length } }: Leaf): string {
  const stored = type === 'FIXED_LEN_BYTE_ARRAY' ? `${type}[${length ?? '?'}]` : type;
  if (logical === undefined || logical.kind === 'OTHER') {
    return stored;
  }
  if (logical.kind === 'DECIMAL') {
    return `${stored} (DECIMAL ${logical.precision},${logical.scale})`;
  }
  if (logical.kind === 'TIME' || logical.kind === 'TIMESTAMP') {
    return `${stored} (${logical.kind} ${logical.unit}${logical.utc ? ' UTC' : ''})`;
  }
  if (logical.kind === 'INTEGER') {
    return `${stored} (${logical.signed ? 'INT' : 'UINT'}_${logical.bits})`;
  }
  return `${stored} (${logical.kind})`;
}
