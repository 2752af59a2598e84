import type { SchemaElement } from 'hyparquet';
import { distinctNames } from '../../table/distinct-names';
import { isComplex, isScalar } from '../../table/element-type';
import type { Column, ElementType } from '../../table/table';

/** How a column of a table is laid out in a Parquet file. */
export interface WrittenField {
  readonly column: Column;
  /** No other field of the file has it. */
  readonly name: string;
  /** Elements of each list; undefined where they vary. Only for lists. */
  readonly list: { readonly size: number | undefined } | undefined;
  readonly leaves: readonly WrittenLeaf[];
  /** The elements of the schema, from that of the field down. */
  readonly elements: readonly SchemaElement[];
  /** What the Arrow schema says of it. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** What is stored as a column: the elements, or a part of each complex number. */
export interface WrittenLeaf {
  /** From the root, which has no name, down to the leaf itself. */
  readonly path: readonly SchemaElement[];
  readonly part: 'whole' | 'real' | 'imaginary';
}

const ROOT_NAME = 'schema';

/** Parquet has no complex numbers: they are structs of these two. */
const REAL = 'real';
const IMAGINARY = 'imag';

type Stored = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

const STORED: Readonly<Record<ElementType, Stored>> = {
  logical: { type: 'BOOLEAN' },
  bit: { type: 'BOOLEAN' },
  int8: integer(8, true),
  uint8: integer(8, false),
  int16: integer(16, true),
  uint16: integer(16, false),
  int32: { type: 'INT32' },
  uint32: integer(32, false),
  int64: { type: 'INT64' },
  uint64: integer(64, false),
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  complex64: { type: 'FLOAT' },
  complex128: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};

/** Columns of one name get numbers behind it, since the readers of Parquet go by names. */
export function writtenFields(columns: readonly Column[]): WrittenField[] {
  const names = distinctNames(columns);
  return columns.map((column, i) => writtenField(column, names[i] as string));
}

/** The schema as the footer lists it: the root, then each field with what lies below. */
export function writtenSchema(fields: readonly WrittenField[]): SchemaElement[] {
  return [rootOf(fields.length), ...fields.flatMap(({ elements }) => elements)];
}

function writtenField(column: Column, name: string): WrittenField {
  const list = isScalar(column) ? undefined : { size: sizeOf(column) };
  const above: SchemaElement[] =
    list === undefined
      ? []
      : [
          {
            ...{ name, repetition_type: 'OPTIONAL', num_children: 1 },
            ...{ converted_type: 'LIST', logical_type: { type: 'LIST' } },
          },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ];
  const own = list === undefined ? name : 'element';
  const stored = STORED[column.type];
  const path = [rootOf(1), ...above];
  const metadata = metadataOf(column);
  if (!isComplex(column.type)) {
    const element: SchemaElement = { ...stored, name: own, repetition_type: 'OPTIONAL' };
    const leaves: WrittenLeaf[] = [{ path: [...path, element], part: 'whole' }];
    return { ...{ column, name, list, leaves, metadata }, elements: [...above, element] };
  }
  const group: SchemaElement = { name: own, repetition_type: 'OPTIONAL', num_children: 2 };
  const real: SchemaElement = { ...stored, name: REAL, repetition_type: 'REQUIRED' };
  const imaginary: SchemaElement = { ...stored, name: IMAGINARY, repetition_type: 'REQUIRED' };
  const leaves: WrittenLeaf[] = [
    { path: [...path, group, real], part: 'real' },
    { path: [...path, group, imaginary], part: 'imaginary' },
  ];
  const elements = [...above, group, real, imaginary];
  return { column, name, list, leaves, elements, metadata };
}

/** What the file that the column is from says of it, where that is Parquet, too; then what the column says. */
function metadataOf(column: Column & { readonly metadata?: unknown }): Map<string, string> {
  const { metadata, unit, description, shape } = column;
  const all = new Map<string, string>();
  if (metadata instanceof Map) {
    for (const [key, value] of metadata as Map<unknown, unknown>) {
      // Those of Arrow are about how its file is laid out.
      if (typeof key === 'string' && typeof value === 'string' && !/^(ARROW|PARQUET):/.test(key)) {
        all.set(key, value);
      }
    }
  }
  const add = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && ![...all.values()].includes(value)) {
      all.set(key, value);
    }
  };
  add('unit', unit);
  add('description', description);
  if (shape.length > 1) {
    all.set('shape', `[${shape.join(', ')}]`);
  }
  return all;
}

function sizeOf({ shape, variable }: Column): number | undefined {
  const size = shape.reduce((product, length) => product * length, 1);
  // A list of no elements always is a list like any other.
  return variable || size === 0 ? undefined : size;
}

function rootOf(children: number): SchemaElement {
  return { name: ROOT_NAME, num_children: children };
}

/** Said the older way: the library writes the newer one with a width that other readers refuse. */
function integer(bits: 8 | 16 | 32 | 64, signed: boolean): Stored {
  return {
    type: bits === 64 ? 'INT64' : 'INT32',
    converted_type: `${signed ? 'INT' : 'UINT'}_${bits}`,
  };
}
