import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';
import { bloomTest, LARGEST_BLOOM, type BloomTest } from '../../parquet/bloom';
import type { RowGroup } from '../../parquet/metadata';
import type { Typed } from '../../table/expression/typed';
import type { FileColumn } from './file-columns';

/** Read where the footer does not say how long a filter is: most are shorter. */
const USUAL_BLOOM = 128 * 1024;

/**
 * The tests of the Bloom filters of a row group that can say something about a condition, by use; in one
 * plan.
 */
export async function bloomTests(
  reader: ByteReader,
  typed: Typed,
  used: readonly FileColumn[],
  group: RowGroup,
  options: ReadOptions,
): Promise<(BloomTest | undefined)[]> {
  const asked = equalUses(typed);
  const size = await reader.size(options);
  const places = used.map((found, use): Span | undefined => {
    const leaf = found.from === 'file' && found.same ? found.column.leaves[0]?.leaf : undefined;
    const place = leaf === undefined ? undefined : group.chunks[leaf]?.bloomFilter;
    if (place === undefined || !asked.has(use) || place.offset >= size) {
      return undefined;
    }
    const length = Math.min(place.length || USUAL_BLOOM, size - place.offset);
    return length > LARGEST_BLOOM ? undefined : { offset: place.offset, length };
  });
  const spans = places.filter((place) => place !== undefined);
  if (spans.length === 0) {
    return used.map(() => undefined);
  }
  const bytes = await Promise.all(reader.readSpans(spans, options));
  let next = 0;
  return used.map((found, use) => {
    const leaf = found.from === 'file' ? found.column.leaves[0] : undefined;
    return places[use] === undefined || leaf === undefined
      ? undefined
      : bloomTest(bytes[next++] as Uint8Array, leaf);
  });
}

/** The uses that are compared for equality with something fixed, anywhere in a condition. */
function equalUses(typed: Typed, into = new Set<number>()): Set<number> {
  if (typed.kind === 'and' || typed.kind === 'or') {
    typed.operands.forEach((operand) => equalUses(operand, into));
  } else if (typed.kind === 'in' && typed.operand.kind === 'column') {
    into.add(typed.operand.use);
  } else if (typed.kind === 'compare' && typed.operators.includes('=')) {
    for (const operand of typed.operands) {
      if (operand.kind === 'column') {
        into.add(operand.use);
      }
    }
  }
  return into;
}
