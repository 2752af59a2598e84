import { type FlatTable, openFlatBuffer } from './flat-buffer';

/** A field of an Arrow schema: what Parquet has no place for. */
export interface ArrowField {
  readonly name: string;
  readonly nullable: boolean;
  readonly metadata: ReadonlyMap<string, string>;
  readonly children: readonly ArrowField[];
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly metadata: ReadonlyMap<string, string>;
}

const MOST_DEPTH = 64;
const SCHEMA_HEADER = 1;

/**
 * Reads the value of `ARROW:schema` in a footer: base64 of an Arrow IPC message that holds a schema.
 * Undefined for what is none: the file can be read without.
 */
export function readArrowSchema(base64: string): ArrowSchema | undefined {
  const bytes = decodeBase64(base64);
  if (bytes === undefined || bytes.length < 8) {
    return undefined;
  }
  // Since 0.15 a message begins with four bytes of ones; then comes its length.
  const marked = bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff;
  try {
    const message = openFlatBuffer(bytes.subarray(marked ? 8 : 4));
    const schema = message.byte(1) === SCHEMA_HEADER ? message.table(2) : undefined;
    return (
      schema && {
        fields: schema.tables(1).map((field) => arrowField(field, 0)),
        metadata: keyValues(schema.tables(2)),
      }
    );
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

function arrowField(field: FlatTable, depth: number): ArrowField {
  if (depth > MOST_DEPTH) {
    throw new RangeError('The fields are nested too deep.');
  }
  return {
    name: field.text(0),
    nullable: field.byte(1) === 1,
    children: field.tables(5).map((child) => arrowField(child, depth + 1)),
    metadata: keyValues(field.tables(6)),
  };
}

function keyValues(pairs: readonly FlatTable[]): Map<string, string> {
  return new Map(pairs.map((pair) => [pair.text(0), pair.text(1)]));
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
