import { BLOCK_HEADER, layoutOf, type BlockRange } from './asdf-layout';
import { spliced, type Change } from './asdf-change';
import { LABELS, SIZES } from './asdf-values';
import { bombs } from './bombs';
import type { Random } from './random';

/** What codecs keep about their data stands in its first bytes. */
const HEAD = 40;

type BlockChange = (bytes: Uint8Array, block: BlockRange, random: Random) => ReturnType<Change>;

/** A change of a block: mostly of what its sizes and those of its chunks are. */
export const blockChange: Change = (bytes, random) => {
  const { blocks } = layoutOf(bytes);
  if (blocks.length === 0) {
    const at = random.below(bytes.length + 1);
    return { what: 'a block is put in', bytes: spliced(bytes, at, at, bombBlock(random), false) };
  }
  const block = random.of(blocks);
  const shares: readonly (readonly [number, BlockChange])[] = [
    [0.35, headerChange],
    [0.25, headOfData],
    [block.label === 'lz4\0' ? 0.25 : 0.02, chunkChange],
    [0.15, anyData],
    [0.06, packedOtherwise],
  ];
  let left = random.next();
  for (const [share, change] of shares) {
    left -= share;
    if (left < 0) {
      return change(bytes, block, random);
    }
  }
  return headOfData(bytes, block, random);
};

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function headerChange(
  bytes: Uint8Array,
  { from, data, to }: BlockRange,
  random: Random,
): ReturnType<Change> {
  if (from + BLOCK_HEADER > bytes.length) {
    return anyByte(bytes, from, bytes.length, random);
  }
  const view = viewOf(bytes);
  const kind = random.next();
  const name = `of the block at ${from}`;
  if (kind < 0.12) {
    const size = random.of([0, 1, 47, 49, 48, 52, 64, 255, 4096, 65_535]);
    view.setUint16(from + 4, size);
    return { what: `header_size ${name} becomes ${size}`, bytes };
  }
  if (kind < 0.2) {
    const flags = random.of([1, 2, 3, 0x80000000, 0xffffffff, 0]);
    view.setUint32(from + 6, flags);
    return { what: `flags ${name} become ${flags}`, bytes };
  }
  if (kind < 0.4) {
    const label = random.of(LABELS);
    bytes.set(Buffer.from(label, 'latin1'), from + 10);
    return { what: `compression ${name} becomes ${JSON.stringify(label)}`, bytes };
  }
  if (kind < 0.93) {
    const field = random.of([14, 22, 22, 30, 30, 30]);
    const before = view.getBigUint64(from + field);
    const length = BigInt(to - data);
    const near = [before + 1n, before - 1n, before * 2n, before / 2n, before * 1000n, length];
    const value = BigInt.asUintN(64, random.chance(0.5) ? random.of(near) : random.of(SIZES));
    view.setBigUint64(from + field, value);
    const fields: Readonly<Record<number, string>> = { 14: 'allocated', 22: 'used', 30: 'data' };
    return { what: `${fields[field]}_size ${name} becomes ${value}`, bytes };
  }
  const at = from + 38 + random.below(16);
  bytes.fill(
    random.chance(0.5) ? 0 : random.below(256),
    at,
    random.chance(0.5) ? at + 1 : from + 54,
  );
  return { what: `checksum ${name} changes`, bytes };
}

function headOfData(
  bytes: Uint8Array,
  { data, to }: BlockRange,
  random: Random,
): ReturnType<Change> {
  return anyByte(bytes, data, Math.min(data + HEAD, to), random);
}

function anyData(bytes: Uint8Array, { data, to }: BlockRange, random: Random): ReturnType<Change> {
  if (random.chance(0.6)) {
    return anyByte(bytes, data, to, random);
  }
  const at = data + random.below(Math.max(1, to - data));
  const count = 1 + random.below(60);
  if (random.chance(0.4)) {
    const value = random.of([0, 255, 128, random.below(256)]);
    return {
      what: `${count} bytes of ${value} at ${at}`,
      bytes: bytes.fill(value, at, at + count),
    };
  }
  const out = random.chance(0.5);
  const what = `${count} bytes at ${at} ${out ? 'are taken out' : 'stand twice'}`;
  const repeated = bytes.slice(at, at + count);
  return {
    what,
    bytes: out
      ? spliced(bytes, at, Math.min(at + count, bytes.length), '', random.chance(0.5))
      : spliced(bytes, at, at, repeated, random.chance(0.5)),
  };
}

/** Chunks of asdf: a big-endian length, then the size of what it unpacks to, little-endian. */
function chunkChange(
  bytes: Uint8Array,
  { data, to }: BlockRange,
  random: Random,
): ReturnType<Change> {
  const view = viewOf(bytes);
  const places: number[] = [];
  for (let at = data; at + 8 <= to && places.length < 1000; at += 4 + view.getUint32(at)) {
    places.push(at);
  }
  if (places.length === 0) {
    return anyByte(bytes, data, to, random);
  }
  const at = random.of(places);
  const raw = random.chance(0.6);
  const before = raw ? view.getUint32(at + 4, true) : view.getUint32(at);
  const near = [
    before + 1,
    before - 1,
    before * 2,
    before / 2,
    before - 4,
    before + 4,
    before * 1000,
  ];
  const ends = [0, 1, 3, 4, 5, 0x7fffffff, 0x80000000, 0xffffffff, 2 ** 22, 2 ** 28, 2 ** 30];
  const value = random.of(random.chance(0.5) ? near : ends) >>> 0;
  if (raw) {
    view.setUint32(at + 4, value, true);
  } else {
    view.setUint32(at, value);
  }
  return { what: `${raw ? 'raw size' : 'length'} of the chunk at ${at} becomes ${value}`, bytes };
}

/** The data become a bomb, with the sizes of one. */
function packedOtherwise(
  bytes: Uint8Array,
  { from, to }: BlockRange,
  random: Random,
): ReturnType<Change> {
  const what = `the block at ${from} becomes a bomb`;
  return { what, bytes: spliced(bytes, from, to, bombBlock(random), random.chance(0.8)) };
}

function bombBlock(random: Random): Uint8Array {
  const { label, packed, size } = random.of(bombs());
  const header = Buffer.alloc(BLOCK_HEADER);
  const room = random.chance(0.8) ? packed.length : random.below(2 * packed.length);
  header.write('\xd3BLK\0\x30\0\0\0\0', 'latin1');
  header.write(label, 10, 'latin1');
  header.writeBigUInt64BE(BigInt(room), 14);
  header.writeBigUInt64BE(BigInt(room), 22);
  header.writeBigUInt64BE(random.chance(0.5) ? BigInt(size) : random.of(SIZES), 30);
  return new Uint8Array(Buffer.concat([header, packed]));
}

function anyByte(bytes: Uint8Array, from: number, to: number, random: Random): ReturnType<Change> {
  const at = from + random.below(Math.max(1, to - from));
  const kind = random.next();
  if (kind < 0.4) {
    const bit = random.below(8);
    bytes.fill((bytes[at] ?? 0) ^ (1 << bit), at, at + 1);
    return { what: `bit ${bit} of byte ${at} is flipped`, bytes };
  }
  if (kind < 0.7) {
    const value = random.chance(0.5) ? random.of([0, 1, 127, 128, 254, 255]) : random.below(256);
    return { what: `byte ${at} becomes ${value}`, bytes: bytes.fill(value, at, at + 1) };
  }
  const value = random.of([0, 1, 255, 65_536, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, 1e6]);
  if (at + 4 <= bytes.length) {
    viewOf(bytes).setUint32(at, value, random.chance(0.7));
  }
  return { what: `${value} as a word at ${at}`, bytes };
}
