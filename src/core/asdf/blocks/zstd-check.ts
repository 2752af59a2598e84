import { BrokenStream } from '../../bytes/unpack/unpack';
import { little } from './frames';
import { constantTable, readTable, tableOf, type FseTable } from './zstd-fse';

const BLOCK_HEADER = 3;
const COMPRESSED = 2;
/** A block holds no more (RFC 8878, section 3.1.1.2.4). */
const MOST_CONTENT = 128 * 1024;
const MOST_STATES = { weights: 6, literals: 9, offsets: 8, matches: 9 };

/** Bits of the further codes of lengths; the first stand for themselves (section 3.1.1.3.2.1.1). */
const LITERAL_BITS = [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const MATCH_BITS = [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERALS = codes(16, 0, LITERAL_BITS);
const MATCHES = codes(32, 3, MATCH_BITS);
const MOST_OFFSET_CODE = 31;

/** The tables that need not be written (section 3.1.1.3.2.2). */
const USUAL = [
  tableOf(6, [4, 3, ...ones(11, 2), ...ones(3), ...ones(9, 2), 3, 2, ...ones(5), ...ones(4, -1)]),
  tableOf(5, [...ones(6), 2, 2, 2, ...ones(15), ...ones(5, -1)]),
  tableOf(6, [1, 4, 3, ...ones(6, 2), ...ones(37), ...ones(7, -1)]),
] as const;

/**
 * Looks at the blocks of a frame before they are unpacked: whether what their tables and sequences say ends,
 * and within a block. The decoder does not look, and a hundred bytes can keep it busy for hours.
 */
export class ZstdCheck {
  /** Of lengths of literals, offsets and lengths of matches: those of the block before can be used again. */
  private tables: (FseTable | undefined)[] = [];

  /** @throws BrokenStream for a block that says what cannot be. */
  look(block: Uint8Array): void {
    if ((((block[0] ?? 0) >> 1) & 3) !== COMPRESSED) {
      return;
    }
    const content = block.subarray(BLOCK_HEADER, BLOCK_HEADER + (little(block, 0, 3) >> 3));
    const { literals, end } = literalsOf(content);
    this.lookAtSequences(content.subarray(end), literals);
  }

  private lookAtSequences(section: Uint8Array, literals: number): void {
    const [first = 0, second = 0, third = 0] = section;
    if (first === 0) {
      return;
    }
    const [count, header] =
      first < 128
        ? [first, 1]
        : first < 255
          ? [((first - 128) << 8) + second, 2]
          : [second + (third << 8) + 0x7f00, 3];
    const modes = section[header] ?? 0;
    let place = header + 1;
    const limits = [
      [MOST_STATES.literals, LITERALS.length],
      [MOST_STATES.offsets, MOST_OFFSET_CODE + 1],
      [MOST_STATES.matches, MATCHES.length],
    ] as const;
    this.tables = limits.map(([accuracy, most], i) => {
      switch ((modes >> (6 - 2 * i)) & 3) {
        case 0:
          return USUAL[i];
        case 1:
          place += 1;
          return constantTable(section[place - 1] ?? 0);
        case 2: {
          const found = readTable(section.subarray(place), accuracy, most);
          place += found.used;
          return tableOf(found.accuracy, found.shares);
        }
        default:
          return this.tables[i];
      }
    });
    const length = lengthOf(section.subarray(place), count, this.tables, literals);
    if (length > MOST_CONTENT) {
      throw new BrokenStream('a block of it is longer than blocks can be');
    }
  }
}

/** How many literals a block has, and where their section ends (section 3.1.1.3.1). */
function literalsOf(content: Uint8Array): { readonly literals: number; readonly end: number } {
  const [first = 0] = content;
  const type = first & 3;
  const format = (first >> 2) & 3;
  if (type < 2) {
    const header = [1, 2, 1, 3][format] as number;
    const literals = little(content, 0, header) >> (header === 1 ? 3 : 4);
    return checked(literals, header + (type === 0 ? literals : 1), content);
  }
  const header = [3, 3, 4, 5][format] as number;
  const width = [10, 10, 14, 18][format] as number;
  const sizes = Math.floor(little(content, 0, header) / 16);
  if (type === 2 && (content[header] ?? 0) < 128) {
    const most = MOST_STATES.weights;
    const { shares } = readTable(content.subarray(header + 1), most, 256);
    // A table of one symbol takes no bits, so that the weights would have no end.
    if (shares.filter((share) => share !== 0).length < 2) {
      throw new BrokenStream('its Huffman table has no end');
    }
  }
  const literals = sizes % 2 ** width;
  return checked(literals, header + Math.floor(sizes / 2 ** width), content);
}

function checked(
  literals: number,
  end: number,
  content: Uint8Array,
): ReturnType<typeof literalsOf> {
  if (literals > MOST_CONTENT || end > content.length) {
    throw new BrokenStream('the literals of a block are longer than it');
  }
  return { literals, end };
}

/** Bytes that the sequences make, with the literals that are left over (section 3.1.1.3.2.1.2). */
function lengthOf(
  stream: Uint8Array,
  count: number,
  [literalTable, offsetTable, matchTable]: readonly (FseTable | undefined)[],
  literals: number,
): number {
  const last = stream.at(-1) ?? 0;
  if (!literalTable || !offsetTable || !matchTable || last === 0) {
    throw new BrokenStream('the sequences of a block are damaged');
  }
  let left = 8 * stream.length - (Math.clz32(last) - 23);
  const read = (bits: number): number => {
    left -= bits;
    if (left < 0) {
      throw new BrokenStream('the sequences of a block end early');
    }
    const at = left >> 3;
    const word = (stream[at] ?? 0) + (stream[at + 1] ?? 0) * 256 + (stream[at + 2] ?? 0) * 65_536;
    return (word >> (left & 7)) & ((1 << bits) - 1);
  };
  const next = ({ bits, next }: FseTable, state: number): number =>
    (next[state] as number) + read(bits[state] as number);
  let [literal, offset, match] = [literalTable, offsetTable, matchTable].map(({ accuracy }) =>
    read(accuracy),
  ) as [number, number, number];
  let [used, length] = [0, literals];
  for (let i = 0; i < count; i += 1) {
    const offsetBits = offsetTable.symbols[offset] as number;
    const matchCode = MATCHES[matchTable.symbols[match] as number];
    const literalCode = LITERALS[literalTable.symbols[literal] as number];
    if (offsetBits > MOST_OFFSET_CODE || !matchCode || !literalCode) {
      throw new BrokenStream('the sequences of a block are damaged');
    }
    left -= offsetBits;
    length += matchCode.base + read(matchCode.bits);
    used += literalCode.base + read(literalCode.bits);
    if (used > literals || length > MOST_CONTENT) {
      throw new BrokenStream('a block of it is longer than blocks can be');
    }
    if (i < count - 1) {
      literal = next(literalTable, literal);
      match = next(matchTable, match);
      offset = next(offsetTable, offset);
    }
  }
  return length;
}

function codes(
  plain: number,
  first: number,
  bits: readonly number[],
): { readonly base: number; readonly bits: number }[] {
  const list = Array.from({ length: plain }, (_, code) => ({ base: code + first, bits: 0 }));
  let base = plain + first;
  for (const count of bits) {
    list.push({ base, bits: count });
    base += 2 ** count;
  }
  return list;
}

function ones(count: number, value = 1): number[] {
  return Array<number>(count).fill(value);
}
