import type { ThriftStruct } from './thrift';

/** How a file stores the values of a leaf. */
export type PhysicalType =
  | 'BOOLEAN'
  | 'INT32'
  | 'INT64'
  | 'INT96'
  | 'FLOAT'
  | 'DOUBLE'
  | 'BYTE_ARRAY'
  | 'FIXED_LEN_BYTE_ARRAY';

export type Repetition = 'REQUIRED' | 'OPTIONAL' | 'REPEATED';

export type TimeUnit = 'MILLIS' | 'MICROS' | 'NANOS';

/** What the stored values mean. */
export type LogicalType =
  | {
      readonly kind:
        | 'STRING'
        | 'MAP'
        | 'LIST'
        | 'ENUM'
        | 'DATE'
        | 'INTERVAL'
        | 'NULL'
        | 'JSON'
        | 'BSON'
        | 'UUID'
        | 'FLOAT16'
        | 'OTHER';
    }
  | { readonly kind: 'DECIMAL'; readonly scale: number; readonly precision: number }
  | { readonly kind: 'TIME' | 'TIMESTAMP'; readonly utc: boolean; readonly unit: TimeUnit }
  | { readonly kind: 'INTEGER'; readonly bits: number; readonly signed: boolean };

/** One node of a schema as the footer lists it, depth first. */
export interface SchemaElement {
  readonly name: string;
  /** Undefined for a group. */
  readonly type: PhysicalType | undefined;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  readonly length: number | undefined;
  /** Undefined for the root. */
  readonly repetition: Repetition | undefined;
  readonly children: number;
  /** The older way to say what values mean, in the words of the format. */
  readonly converted: string | undefined;
  /** The newer way where the file has it, else what the older one says. */
  readonly logical: LogicalType | undefined;
  /** Whether the newer way is in the file. */
  readonly saysLogical: boolean;
}

export const PHYSICAL_TYPES: readonly PhysicalType[] = [
  ...(['BOOLEAN', 'INT32', 'INT64', 'INT96'] as const),
  ...(['FLOAT', 'DOUBLE', 'BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY'] as const),
];

const REPETITIONS: readonly Repetition[] = ['REQUIRED', 'OPTIONAL', 'REPEATED'];

const CONVERTED = [
  ...['UTF8', 'MAP', 'MAP_KEY_VALUE', 'LIST', 'ENUM', 'DECIMAL', 'DATE', 'TIME_MILLIS'],
  ...['TIME_MICROS', 'TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS', 'UINT_8', 'UINT_16', 'UINT_32'],
  ...['UINT_64', 'INT_8', 'INT_16', 'INT_32', 'INT_64', 'JSON', 'BSON', 'INTERVAL'],
];

export function schemaElement(struct: ThriftStruct): SchemaElement {
  const converted = CONVERTED[struct.number(6) ?? -1];
  const scale = struct.number(7) ?? 0;
  const precision = struct.number(8) ?? 0;
  const logical = struct.struct(10);
  return {
    name: struct.text(4) ?? '',
    type: PHYSICAL_TYPES[struct.number(1) ?? -1],
    length: struct.number(2),
    repetition: REPETITIONS[struct.number(3) ?? -1],
    children: struct.number(5) ?? 0,
    converted,
    logical: (logical && newer(logical)) ?? older(converted, scale, precision),
    saysLogical: logical !== undefined,
  };
}

/** The union of the format: the number of the field says which. */
const NEWER: ReadonlyMap<
  number,
  Exclude<LogicalType, { scale: number } | { unit: TimeUnit } | { bits: number }>['kind']
> = new Map([
  [1, 'STRING'],
  [2, 'MAP'],
  [3, 'LIST'],
  [4, 'ENUM'],
  [6, 'DATE'],
  [11, 'NULL'],
  [12, 'JSON'],
  [13, 'BSON'],
  [14, 'UUID'],
  [15, 'FLOAT16'],
  [16, 'OTHER'],
  [17, 'OTHER'],
  [18, 'OTHER'],
]);

function newer(union: ThriftStruct): LogicalType | undefined {
  const decimal = union.struct(5);
  if (decimal) {
    return {
      kind: 'DECIMAL',
      scale: decimal.number(1) ?? 0,
      precision: decimal.number(2) ?? 0,
    };
  }
  const time = union.struct(7) ?? union.struct(8);
  if (time) {
    const units = time.struct(2);
    const unit = units?.has(3) ? 'NANOS' : units?.has(2) ? 'MICROS' : 'MILLIS';
    const kind = union.has(7) ? 'TIME' : 'TIMESTAMP';
    return { kind, utc: time.flag(1) ?? false, unit };
  }
  const integer = union.struct(10);
  if (integer) {
    return { kind: 'INTEGER', bits: integer.number(1) ?? 32, signed: integer.flag(2) ?? true };
  }
  for (const [field, kind] of NEWER) {
    if (union.has(field)) {
      return { kind };
    }
  }
  return undefined;
}

function older(
  converted: string | undefined,
  scale: number,
  precision: number,
): LogicalType | undefined {
  const [word = '', rest = ''] = converted?.split('_') ?? [];
  switch (converted) {
    case undefined:
    case 'MAP_KEY_VALUE':
      return undefined;
    case 'UTF8':
      return { kind: 'STRING' };
    case 'MAP':
    case 'LIST':
    case 'ENUM':
    case 'DATE':
    case 'JSON':
    case 'BSON':
    case 'INTERVAL':
      return { kind: converted };
    case 'DECIMAL':
      return { kind: 'DECIMAL', scale, precision };
    default:
      return word === 'TIME' || word === 'TIMESTAMP'
        ? { kind: word, utc: true, unit: rest === 'MILLIS' ? 'MILLIS' : 'MICROS' }
        : { kind: 'INTEGER', bits: Number(rest), signed: word === 'INT' };
  }
}
