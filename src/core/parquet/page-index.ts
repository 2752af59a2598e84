import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';
import { SkybucketError } from '../errors';
import { damagedPage } from './hybrid';
import type { Chunk, RawStatistics } from './metadata';
import { ThriftReader } from './thrift';

/** Where a data page lies, and which rows of the row group are in it: `[firstRow, endRow)`. */
export interface PagePlace extends Span {
  readonly firstRow: number;
  readonly endRow: number;
}

const LARGEST_INDEX = 64 * 1024 * 1024;

/**
 * The pages of a chunk, from its offset index.
 *
 * @param rows of the row group.
 * @throws SkybucketError `format`
 */
export function readOffsetIndex(bytes: Uint8Array, { pages }: Chunk, rows: number): PagePlace[] {
  const places = (new ThriftReader(bytes).struct().structs(1) ?? []).map((place) => ({
    offset: place.number(1) ?? -1,
    length: place.number(2) ?? -1,
    firstRow: place.number(3) ?? -1,
  }));
  const end = pages.offset + pages.length;
  return places.map((place, i) => {
    const endRow = places[i + 1]?.firstRow ?? rows;
    const inside = place.offset >= pages.offset && place.offset + place.length <= end;
    if (
      !inside ||
      place.length < 0 ||
      place.firstRow < 0 ||
      endRow < place.firstRow ||
      endRow > rows
    ) {
      throw damagedPage('an index that makes no sense');
    }
    return { ...place, endRow };
  });
}

/**
 * The bounds of each page, from the column index of a chunk; undefined for one in which all is missing.
 *
 * @throws SkybucketError `format`
 */
export function readColumnIndex(bytes: Uint8Array): (RawStatistics | 'nothing')[] {
  const index = new ThriftReader(bytes).struct();
  const empty = index.list(1) ?? [];
  const least = index.list(2) ?? [];
  const largest = index.list(3) ?? [];
  const nulls = index.numbers(5);
  return empty.map((nothing, i) => {
    const [min, max] = [least[i], largest[i]];
    return nothing === true
      ? 'nothing'
      : {
          min: min instanceof Uint8Array ? min : undefined,
          max: max instanceof Uint8Array ? max : undefined,
          nulls: nulls?.length === empty.length ? nulls[i] : undefined,
          old: false,
        };
  });
}

/** The bytes of some indexes, all in one plan; undefined where a chunk has none. */
export function readIndexes(
  reader: ByteReader,
  places: readonly (Span | undefined)[],
  options: ReadOptions,
): Promise<(Uint8Array | undefined)[]> {
  const spans = places.filter((place) => place !== undefined);
  if (spans.some(({ length }) => length > LARGEST_INDEX)) {
    throw new SkybucketError('too-large', `An index of ${reader.label} is larger than 64 MB.`, {
      hint: 'The file is probably damaged.',
    });
  }
  const bytes = reader.readSpans(spans, options);
  let next = 0;
  return Promise.all(places.map((place) => (place === undefined ? undefined : bytes[next++])));
}
