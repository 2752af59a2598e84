import { SkybucketError } from '../errors';
import { arrayOf, bytesOf, type NumericArray } from '../table/element-type';
import type { ElementArray, ElementType } from '../table/table';
import { conversionOf } from './convert';
import { damagedPage } from './hybrid';
import type { Chunk } from './metadata';
import { decodePages } from './page';
import type { Leaf } from './schema';

/** Values of a leaf in rows that follow on each other, as the file has them: levels, and values without what is missing. */
export interface LeafValues {
  readonly type: ElementType;
  /** Values with what is missing, or stands for an empty list. */
  readonly entries: number;
  readonly repetition: Int32Array | undefined;
  readonly definition: Int32Array | undefined;
  readonly values: ElementArray;
}

/** A row group has a million rows, or some; what claims more would take the memory before it is seen to lie. */
const MOST_ENTRIES = 100_000_000;

/**
 * Decodes the pages in `pieces`, each of whole pages, the one of the dictionary first.
 *
 * @param mostEntries what they hold at most.
 * @throws SkybucketError `format`, `unsupported`, `too-large`
 */
export function decodeLeaf(
  leaf: Leaf,
  chunk: Chunk,
  pieces: readonly Uint8Array[],
  mostEntries: number,
): LeafValues {
  checkClaim(leaf, chunk);
  const { type, convert } = conversionOf(leaf);
  let dictionary: ElementArray | undefined;
  let entries = 0;
  const parts: ElementArray[] = [];
  const repetition: Int32Array[] = [];
  const definition: Int32Array[] = [];
  for (const piece of pieces) {
    for (const page of decodePages(piece, leaf, chunk.codec, mostEntries - entries)) {
      if (page.kind === 'dictionary') {
        dictionary = convert(page.values);
        continue;
      }
      entries += page.entries;
      if (page.indexes !== undefined) {
        parts.push(lookUp(dictionary, page.indexes, type));
      } else {
        parts.push(convert(page.values ?? []));
      }
      if (page.repetition) {
        repetition.push(page.repetition);
      }
      if (page.definition) {
        definition.push(page.definition);
      }
      if (entries === mostEntries) {
        // What may follow belongs to others.
        break;
      }
    }
  }
  return {
    ...{ type, entries },
    repetition: leaf.repetition > 0 ? joined(repetition) : undefined,
    definition: leaf.definition > 0 ? joined(definition) : undefined,
    values: joinedElements(type, parts),
  };
}

/** Bytes that a leaf takes in memory, levels and all. */
export function memoryOf({ values, entries, type }: LeafValues): number {
  return values.length * bytesOf(type) + 8 * entries;
}

function checkClaim({ path, type }: Leaf, chunk: Chunk): void {
  if (chunk.type !== type) {
    throw damagedPage(`values of ${chunk.type} where the schema has ${type}`);
  }
  if (chunk.values > MOST_ENTRIES) {
    throw new SkybucketError(
      'too-large',
      `A row group has ${chunk.values} values of “${path.join('.')}”, more than can be read at once.`,
      { hint: 'Write the file with smaller row groups.' },
    );
  }
}

function lookUp(
  dictionary: ElementArray | undefined,
  indexes: Int32Array,
  type: ElementType,
): ElementArray {
  if (indexes.length === 0) {
    return type === 'text' ? [] : arrayOf(type, 0);
  }
  const size = dictionary?.length ?? 0;
  for (let i = 0; i < indexes.length; i++) {
    if ((indexes[i] as number) >>> 0 >= size) {
      throw damagedPage('numbers of values that are not in its dictionary');
    }
  }
  if (type === 'text') {
    const texts = dictionary as readonly string[];
    const values = new Array<string>(indexes.length);
    for (let i = 0; i < indexes.length; i++) {
      values[i] = texts[indexes[i] as number] as string;
    }
    return values;
  }
  if (dictionary instanceof Float64Array) {
    return doubles(dictionary, indexes);
  }
  if (dictionary instanceof Float32Array) {
    return singles(dictionary, indexes);
  }
  const from = dictionary as NumericArray;
  const values = arrayOf(type, indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    values[i] = from[indexes[i] as number] as never;
  }
  return values;
}

/** The most frequent types by themselves: an engine reads arrays of one kind several times as fast as of many. */
function doubles(from: Float64Array, indexes: Int32Array): Float64Array {
  const values = new Float64Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    values[i] = from[indexes[i] as number] as number;
  }
  return values;
}

function singles(from: Float32Array, indexes: Int32Array): Float32Array {
  const values = new Float32Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    values[i] = from[indexes[i] as number] as number;
  }
  return values;
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const [only] = parts;
  if (parts.length === 1 && only) {
    return only;
  }
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Always a copy, since what was decoded may be a view of bytes in the cache. */
export function joinedElements(type: ElementType, parts: readonly ElementArray[]): ElementArray {
  if (type === 'text') {
    return parts.length === 1 ? (parts[0] as ElementArray) : (parts as readonly string[][]).flat();
  }
  const all = arrayOf(
    type,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts as readonly NumericArray[]) {
    all.set(part as never, at);
    at += part.length;
  }
  return all;
}
