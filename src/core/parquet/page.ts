import { damagedPage, decodeHybrid } from './hybrid';
import { SkybucketError } from '../errors';
import { decodeValues, ENCODINGS, type Encoding, type RawValues } from './encodings';
import type { Codec } from './metadata';
import type { Leaf } from './schema';
import { ThriftReader, type ThriftStruct } from './thrift';
import { unpackPage } from './unpack-page';

/** The values of one data page, without what is missing: themselves, or numbers of a dictionary. */
export interface DataPage {
  readonly kind: 'data';
  /** Values with what is missing, or stands for an empty list. */
  readonly entries: number;
  /** Undefined where no field on the path is repeated. */
  readonly repetition: Int32Array | undefined;
  /** Undefined where no field on the path is optional. */
  readonly definition: Int32Array | undefined;
  readonly values: RawValues | undefined;
  readonly indexes: Int32Array | undefined;
}

export interface DictionaryPage {
  readonly kind: 'dictionary';
  readonly values: RawValues;
}

/** Where levels and values lie in a data page. */
interface Layout {
  readonly entries: number;
  readonly encoding: Encoding | undefined;
  readonly repetition: Uint8Array | undefined;
  readonly definition: Uint8Array | undefined;
  readonly body: Uint8Array;
}

const DATA = 0;
const DICTIONARY = 2;
const DATA_V2 = 3;

/**
 * Decodes the pages that follow on each other in `bytes`, in their order; pages of an index are passed over.
 *
 * @param mostEntries what the row group holds, beyond which a page is damaged.
 * @throws SkybucketError `format`, `unsupported`, `too-large`
 */
export function* decodePages(
  bytes: Uint8Array,
  leaf: Leaf,
  codec: Codec | undefined,
  mostEntries: number,
): Generator<DataPage | DictionaryPage> {
  const reader = new ThriftReader(bytes);
  while (reader.at < bytes.length) {
    const header = reader.struct();
    const length = header.number(3) ?? -1;
    const unpacked = header.number(2) ?? -1;
    const from = reader.at;
    if (length < 0 || unpacked < 0 || from + length > bytes.length) {
      throw damagedPage('an impossible length');
    }
    reader.at = from + length;
    const packed = bytes.subarray(from, from + length);
    const type = header.number(1);
    if (type === DICTIONARY) {
      const entries = header.struct(7)?.number(1) ?? -1;
      const body = unpackPage(packed, unpacked, codec);
      checkEntries(entries, Math.max(mostEntries, body.length));
      yield {
        kind: 'dictionary',
        values: decodeValues(body, 'PLAIN', leaf.type, leaf.element.length, entries),
      };
    } else if (type === DATA) {
      const body = unpackPage(packed, unpacked, codec);
      yield dataPage(leaf, layoutOfOld(leaf, header.struct(5), body, mostEntries));
    } else if (type === DATA_V2) {
      yield dataPage(
        leaf,
        layoutOfNew(leaf, header.struct(8), packed, unpacked, codec, mostEntries),
      );
    }
  }
}

/** Levels, each after four bytes of length, and values are packed together. */
function layoutOfOld(
  leaf: Leaf,
  header: ThriftStruct | undefined,
  body: Uint8Array,
  mostEntries: number,
): Layout {
  const entries = header?.number(1) ?? -1;
  checkEntries(entries, mostEntries);
  let at = 0;
  const levels = (most: number, field: number): Uint8Array | undefined => {
    if (most === 0) {
      return undefined;
    }
    if (ENCODINGS[header?.number(field) ?? -1] !== 'RLE') {
      throw new SkybucketError(
        'unsupported',
        'The levels of a page have an encoding of long ago.',
        {
          hint: 'Write the file again with a newer program.',
        },
      );
    }
    const length =
      (body[at] ?? 0) +
      (body[at + 1] ?? 0) * 2 ** 8 +
      (body[at + 2] ?? 0) * 2 ** 16 +
      (body[at + 3] ?? 0) * 2 ** 24;
    const from = at + 4;
    at = from + length;
    if (at > body.length) {
      throw damagedPage('levels that end early');
    }
    return body.subarray(from, at);
  };
  const repetition = levels(leaf.repetition, 4);
  const definition = levels(leaf.definition, 3);
  return {
    ...{ entries, repetition, definition },
    encoding: ENCODINGS[header?.number(2) ?? -1],
    body: body.subarray(at),
  };
}

/** Levels are not packed, and lie before the values. */
function layoutOfNew(
  leaf: Leaf,
  header: ThriftStruct | undefined,
  packed: Uint8Array,
  unpacked: number,
  codec: Codec | undefined,
  mostEntries: number,
): Layout {
  const entries = header?.number(1) ?? -1;
  checkEntries(entries, mostEntries);
  const repetition = header?.number(6) ?? -1;
  const definition = header?.number(5) ?? -1;
  const levels = repetition + definition;
  if (repetition < 0 || definition < 0 || levels > packed.length || levels > unpacked) {
    throw damagedPage('levels that end early');
  }
  const rest = packed.subarray(levels);
  const plain = header?.flag(7) === false;
  return {
    entries,
    encoding: ENCODINGS[header?.number(4) ?? -1],
    repetition: leaf.repetition > 0 ? packed.subarray(0, repetition) : undefined,
    definition: leaf.definition > 0 ? packed.subarray(repetition, levels) : undefined,
    body: plain ? rest : unpackPage(rest, unpacked - levels, codec),
  };
}

function dataPage(leaf: Leaf, { entries, encoding, body, ...levels }: Layout): DataPage {
  const repetition =
    levels.repetition && decodeHybrid(levels.repetition, bitsOf(leaf.repetition), entries);
  const definition =
    levels.definition && decodeHybrid(levels.definition, bitsOf(leaf.definition), entries);
  checkLevels(repetition, leaf.repetition);
  const count = checkLevels(definition, leaf.definition) ?? entries;
  const page = { kind: 'data' as const, entries, repetition, definition };
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    const indexes =
      count === 0 ? new Int32Array(0) : decodeHybrid(body.subarray(1), body[0] ?? 0, count);
    return { ...page, values: undefined, indexes };
  }
  const values = decodeValues(body, encoding, leaf.type, leaf.element.length, count);
  return { ...page, values, indexes: undefined };
}

/** How many are the highest there is; undefined where there are no levels. */
function checkLevels(levels: Int32Array | undefined, most: number): number | undefined {
  if (levels === undefined) {
    return undefined;
  }
  let count = 0;
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as number;
    if (level >>> 0 > most) {
      throw damagedPage('levels that the schema does not have');
    }
    count += level === most ? 1 : 0;
  }
  return count;
}

function checkEntries(entries: number, most: number): void {
  if (!(entries >= 0 && entries <= most)) {
    throw damagedPage(`${entries} values where at most ${most} can be`);
  }
}

/** Bits that hold levels up to `most`. */
function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}
