import type { Part, Seed } from './corpus';
import type { HeapCell } from './layout';
import { fill, flipBit, setByte, write, writeText, writeWord, type Mutation } from './mutation';
import type { Random } from './random';
import { FIELDS, INTEGERS } from './values';

/** What codecs keep about a tile stands in its first bytes. */
const HEAD = 32;

/** A change in the data unit of an HDU. */
export function dataMutation(part: Part, others: readonly Seed[], random: Random): Mutation {
  if (part.heap.length > 0) {
    const cell = random.of(part.heap);
    const kind = random.next();
    if (kind < 0.2) {
      return descriptorMutation(cell, part, random);
    }
    if (kind < 0.75) {
      return cellMutation(cell, others, random);
    }
  }
  return anyMutation(part, random);
}

/** A descriptor that says something else: a little more or less, nothing, or far too much. */
function descriptorMutation(cell: HeapCell, part: Part, random: Random): Mutation {
  const { descriptor, wide, length } = cell;
  const other = random.of(part.heap);
  const values = [0, 1, -1, length - 1, length + 1, 2 * length, Math.floor(length / 2)];
  const value = random.of([
    ...values,
    ...[other.length, other.offset - part.data, part.end - part.data, 2 ** 31 - 1, -(2 ** 31)],
    ...(wide ? [2 ** 32, 2 ** 40, 2 ** 53, -(2 ** 40)] : []),
  ]);
  const second = random.chance(0.4);
  const size = wide ? 8 : 4;
  const bytes = new DataView(new ArrayBuffer(size));
  if (wide) {
    bytes.setBigInt64(0, BigInt(value));
  } else {
    bytes.setInt32(0, value);
  }
  const what = `the ${second ? 'offset' : 'count'} of the descriptor at ${descriptor} becomes ${value}`;
  return write(what, descriptor + (second ? size : 0), new Uint8Array(bytes.buffer));
}

/** A change of what stands in the heap: mostly at its start, where its parameters are. */
function cellMutation(
  { offset, length }: HeapCell,
  others: readonly Seed[],
  random: Random,
): Mutation {
  const reach = random.chance(0.6) ? Math.min(HEAD, length) : length;
  const at = offset + random.below(reach);
  const kind = random.next();
  if (kind < 0.35) {
    return setByte(
      at,
      random.chance(0.4) ? random.of([0, 1, 31, 32, 127, 128, 255]) : random.below(256),
    );
  }
  if (kind < 0.6) {
    return flipBit(at, random.below(8));
  }
  if (kind < 0.75) {
    const aligned = offset + 2 * Math.floor((at - offset) / 2);
    return writeWord(aligned, random.of(INTEGERS));
  }
  if (kind < 0.9) {
    return fill(at, 1 + random.below(length), random.of([0, 255, 128, random.below(256)]));
  }
  const source = random.of(others);
  const cells = source.parts.flatMap(({ heap }) => heap);
  if (cells.length === 0) {
    return flipBit(at, random.below(8));
  }
  const from = random.of(cells);
  const bytes = source.bytes.subarray(from.offset, from.offset + Math.min(length, from.length));
  return write(
    `the cell at ${offset} becomes that of ${source.name} at ${from.offset}`,
    offset,
    bytes,
  );
}

function anyMutation({ data, end }: Part, random: Random): Mutation {
  // The first rows are looked at in every case.
  const reach = random.chance(0.5) ? Math.min(end - data, 256) : end - data;
  const at = data + random.below(reach);
  const kind = random.next();
  if (kind < 0.35) {
    const aligned = data + 4 * Math.floor((at - data) / 4);
    return writeWord(aligned, random.chance(0.8) ? random.of(INTEGERS) : random.below(2 ** 32) | 0);
  }
  if (kind < 0.6) {
    return setByte(at, random.below(256));
  }
  if (kind < 0.75) {
    const field = random.of(FIELDS);
    return writeText(`"${field}" at ${at}`, at, field);
  }
  return fill(at, 1 + random.below(64), random.of([0, 255, 128, 32, random.below(256)]));
}
