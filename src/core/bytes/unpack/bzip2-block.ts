import type { Bits } from './bits';

/** A stream that cannot be; the message says why in a few words. */
export class BrokenBlock extends Error {}

/** Symbols that one Huffman table is used for. */
const GROUP_LENGTH = 50;
const LONGEST_CODE = 20;
/** Codes up to this length are looked up at once. */
const QUICK_BITS = 10;
const RUN_A = 0;
const RUN_B = 1;

/** One Huffman table of a block. */
class HuffmanTable {
  /** For the next {@link QUICK_BITS} bits: symbol · 32 + length; 0 for longer codes. */
  private readonly quick = new Uint16Array(1 << QUICK_BITS);
  /** For each length: one beyond its last code, and what is added to a code to get its place in `order`. */
  private readonly limit = new Int32Array(LONGEST_CODE + 1);
  private readonly base = new Int32Array(LONGEST_CODE + 1);
  private readonly order: Uint16Array;

  constructor(lengths: Uint8Array) {
    this.order = new Uint16Array(lengths.length);
    let place = 0;
    let code = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code <<= 1;
      this.base[length] = place - code;
      for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        if (lengths[symbol] === length) {
          this.order[place] = symbol;
          this.fillQuick(code, length, symbol);
          place += 1;
          code += 1;
        }
      }
      if (code > 1 << length) {
        throw new BrokenBlock('impossible Huffman codes');
      }
      this.limit[length] = code;
    }
  }

  read(bits: Bits): number {
    const found = this.quick[bits.peek(QUICK_BITS)] ?? 0;
    if (found !== 0) {
      bits.use(found & 31);
      return found >>> 5;
    }
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      const code = bits.peek(length);
      if (code < (this.limit[length] ?? 0)) {
        bits.use(length);
        return this.order[code + (this.base[length] ?? 0)] ?? 0;
      }
    }
    throw new BrokenBlock('a code that is not in its table');
  }

  private fillQuick(code: number, length: number, symbol: number): void {
    if (length <= QUICK_BITS && code < 1 << length) {
      const from = code << (QUICK_BITS - length);
      this.quick.fill((symbol << 5) | length, from, from + (1 << (QUICK_BITS - length)));
    }
  }
}

/**
 * Reads the body of a bzip2 block, from the bit that says whether it is randomised on, and gives what it
 * holds before its runs are undone.
 *
 * @param room for the transformed block: its length is the longest a block of this stream can have.
 * @throws BrokenBlock, or OutOfBits where the bytes at hand end before the block does.
 */
export function readBlock(bits: Bits, room: Uint32Array): Uint8Array {
  if (bits.read(1) === 1) {
    throw new BrokenBlock('a randomised block, as only bzip2 before 0.9.5 wrote them');
  }
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const tables = readTableCount(bits);
  const selectors = readSelectors(bits, tables);
  const codes = Array.from({ length: tables }, () => readTable(bits, alphabet.length + 2));
  const length = readSymbols(bits, { alphabet, selectors, codes }, room);
  if (origin >= length) {
    throw new BrokenBlock('a block that starts outside itself');
  }
  return untransformed(room, length, origin);
}

/** The bytes that occur, ascending: 16 bits for the ranges of 16, then 16 for each range that occurs. */
function readAlphabet(bits: Bits): Uint8Array {
  const ranges = bits.read(16);
  const found: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    const occurs = (ranges >>> (15 - range)) & 1 ? bits.read(16) : 0;
    for (let i = 0; i < 16; i += 1) {
      if ((occurs >>> (15 - i)) & 1) {
        found.push(16 * range + i);
      }
    }
  }
  if (found.length === 0) {
    throw new BrokenBlock('a block without bytes');
  }
  return Uint8Array.from(found);
}

function readTableCount(bits: Bits): number {
  const count = bits.read(3);
  if (count < 2 || count > 6) {
    throw new BrokenBlock(`${count} Huffman tables`);
  }
  return count;
}

/** Which table each group of symbols uses; written as moves to the front. */
function readSelectors(bits: Bits, tables: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15));
  const recent = Array.from({ length: tables }, (_, i) => i);
  for (let i = 0; i < selectors.length; i += 1) {
    let place = 0;
    while (bits.read(1) === 1) {
      place += 1;
      if (place >= tables) {
        throw new BrokenBlock('a Huffman table that is not there');
      }
    }
    const [table = 0] = recent.splice(place, 1);
    recent.unshift(table);
    selectors[i] = table;
  }
  return selectors;
}

/** The lengths of the codes, each told by steps from the one before. */
function readTable(bits: Bits, symbols: number): HuffmanTable {
  const lengths = new Uint8Array(symbols);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) {
        throw new BrokenBlock('a Huffman code of impossible length');
      }
      if (bits.read(1) === 0) {
        break;
      }
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return new HuffmanTable(lengths);
}

interface Coding {
  readonly alphabet: Uint8Array;
  readonly selectors: Uint8Array;
  readonly codes: readonly HuffmanTable[];
}

/** Undoes the Huffman codes, the runs of zeros and the moves to the front. Gives the length of the block. */
function readSymbols(
  bits: Bits,
  { alphabet, selectors, codes }: Coding,
  room: Uint32Array,
): number {
  const recent = alphabet.slice();
  const endOfBlock = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  const endRun = (): void => {
    if (length + run > room.length) {
      throw new BrokenBlock('a block that is too long');
    }
    room.fill(recent[0] ?? 0, length, length + run);
    length += run;
    run = 0;
    weight = 1;
  };
  for (const selector of selectors) {
    const table = codes[selector] as HuffmanTable;
    for (let i = 0; i < GROUP_LENGTH; i += 1) {
      const symbol = table.read(bits);
      if (symbol === RUN_A || symbol === RUN_B) {
        run += weight << symbol;
        weight *= 2;
        if (run > room.length) {
          throw new BrokenBlock('a block that is too long');
        }
        continue;
      }
      if (run > 0) {
        endRun();
      }
      if (symbol === endOfBlock) {
        return length;
      }
      if (length >= room.length) {
        throw new BrokenBlock('a block that is too long');
      }
      const byte = recent[symbol - 1] ?? 0;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = byte;
      room[length] = byte;
      length += 1;
    }
  }
  throw new BrokenBlock('a block without an end');
}

/** Undoes the Burrows-Wheeler transform. Each place in `room` gets, above its byte, the place that follows. */
function untransformed(room: Uint32Array, length: number, origin: number): Uint8Array {
  const starts = new Uint32Array(257);
  for (let i = 0; i < length; i += 1) {
    starts[(room[i] ?? 0) + 1]! += 1;
  }
  for (let byte = 0; byte < 256; byte += 1) {
    starts[byte + 1]! += starts[byte] ?? 0;
  }
  for (let i = 0; i < length; i += 1) {
    const byte = (room[i] ?? 0) & 0xff;
    const place = starts[byte] ?? 0;
    room[place]! |= i << 8;
    starts[byte] = place + 1;
  }
  const out = new Uint8Array(length);
  let at = (room[origin] ?? 0) >>> 8;
  for (let i = 0; i < length; i += 1) {
    const entry = room[at] ?? 0;
    out[i] = entry & 0xff;
    at = entry >>> 8;
  }
  return out;
}
