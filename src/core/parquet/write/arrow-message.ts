import type { ElementType } from '../../table/table';
import { writeFlatBuffer, type FlatField, type FlatPart } from './flat-writer';
import type { WrittenField } from './written-field';

/**
 * The Arrow schema of a file, for `ARROW:schema`: it keeps what Parquet has no place for, above all the metadata of
 * fields, and lists that all have the same length.
 */

const VERSION_5 = 4;
const SCHEMA_HEADER = 1;

/** The union of types in the words of the format. */
const TYPE = {
  int: 2,
  floating: 3,
  text: 5,
  bool: 6,
  list: 12,
  struct: 13,
  fixedList: 16,
} as const;

const PRECISION = { single: 1, double: 2 } as const;

/** Base64 of the message that holds the schema. */
export function arrowSchemaText(
  fields: readonly WrittenField[],
  metadata: ReadonlyMap<string, string>,
): string {
  const schema: FlatPart = {
    fields: [undefined, { to: { parts: fields.map(fieldPart) } }, keyValues(metadata)],
  };
  const message = writeFlatBuffer([
    { bytes: 2, value: VERSION_5 },
    { bytes: 1, value: SCHEMA_HEADER },
    { to: schema },
  ]);
  const bytes = new Uint8Array(8 + message.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xffff_ffff, true);
  view.setUint32(4, message.length, true);
  bytes.set(message, 8);
  return base64(bytes);
}

interface ArrowType {
  readonly kind: number;
  readonly fields: readonly FlatField[];
  readonly children: readonly FlatPart[];
}

function fieldPart({ column, name, list, metadata }: WrittenField): FlatPart {
  const own = typeOf(column.type);
  if (list === undefined) {
    return named(name, own, metadata);
  }
  const children = [named('element', own, new Map())];
  const { size } = list;
  const type: ArrowType =
    size === undefined
      ? { kind: TYPE.list, fields: [], children }
      : { kind: TYPE.fixedList, fields: [{ bytes: 4, value: size }], children };
  return named(name, type, metadata);
}

/** A field that may have no value. */
function named(name: string, type: ArrowType, metadata: ReadonlyMap<string, string>): FlatPart {
  return {
    fields: [
      { to: { text: name } },
      { bytes: 1, value: 1 },
      { bytes: 1, value: type.kind },
      { to: { fields: type.fields } },
      undefined,
      { to: { parts: type.children } },
      keyValues(metadata),
    ],
  };
}

function typeOf(type: ElementType): ArrowType {
  const int = (bits: number, signed: boolean): ArrowType => ({
    kind: TYPE.int,
    fields: [
      { bytes: 4, value: bits },
      { bytes: 1, value: signed ? 1 : 0 },
    ],
    children: [],
  });
  const floating = (precision: number): ArrowType => ({
    kind: TYPE.floating,
    fields: [{ bytes: 2, value: precision }],
    children: [],
  });
  const complex = (precision: number): ArrowType => ({
    kind: TYPE.struct,
    fields: [],
    children: ['real', 'imag'].map((part) => required(part, floating(precision))),
  });
  switch (type) {
    case 'logical':
    case 'bit':
      return { kind: TYPE.bool, fields: [], children: [] };
    case 'int8':
      return int(8, true);
    case 'uint8':
      return int(8, false);
    case 'int16':
      return int(16, true);
    case 'uint16':
      return int(16, false);
    case 'int32':
      return int(32, true);
    case 'uint32':
      return int(32, false);
    case 'int64':
      return int(64, true);
    case 'uint64':
      return int(64, false);
    case 'float32':
      return floating(PRECISION.single);
    case 'float64':
      return floating(PRECISION.double);
    case 'complex64':
      return complex(PRECISION.single);
    case 'complex128':
      return complex(PRECISION.double);
    case 'text':
      return { kind: TYPE.text, fields: [], children: [] };
  }
}

function required(name: string, type: ArrowType): FlatPart {
  const kind: FlatField = { bytes: 1, value: type.kind };
  const own: FlatField = { to: { fields: type.fields } };
  return {
    fields: [{ to: { text: name } }, undefined, kind, own, undefined, { to: { parts: [] } }],
  };
}

function keyValues(pairs: ReadonlyMap<string, string>): FlatField {
  const parts = [...pairs].map(([key, value]) => ({
    fields: [{ to: { text: key } }, { to: { text: value } }],
  }));
  return parts.length === 0 ? undefined : { to: { parts } };
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(''));
}
