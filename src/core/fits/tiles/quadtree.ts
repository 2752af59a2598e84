import { bitsIn } from './bits';
import { brokenStream } from './broken-stream';
import { ceilLog2, ceilShift } from './h-levels';

const CODEC = 'HCOMPRESS';

/** What says how a bit plane is written. */
const DIRECT = 0;
const QUADTREE = 15;

/**
 * The Huffman codes of the four-bit values 0 to 15, as text. They are fixed
 * (FITS 4.0, section 10.4.4; R. White 1992).
 */
const CODES = [
  ...['111110', '000', '001', '1000', '010', '1001', '11010', '11011'],
  ...['011', '11100', '1010', '11101', '1011', '11110', '111111', '1100'],
];
const LONGEST_CODE = 6;

/** For each run of six bits, the value of the code it begins with and, above it, the length of the code. */
const VALUES = valuesByPrefix();

function valuesByPrefix(): Uint8Array {
  const table = new Uint8Array(1 << LONGEST_CODE);
  CODES.forEach((code, value) => {
    const free = LONGEST_CODE - code.length;
    const first = parseInt(code, 2) << free;
    table.fill((code.length << 4) | value, first, first + (1 << free));
  });
  return table;
}

/** Bit planes that are put together in one 32-bit number for each 2 × 2 coefficients. */
const GROUP = 8;

/** A part of a row-major array: where it starts, how long the rows of the whole array are, its size. */
export interface Quadrant {
  readonly start: number;
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/** Reads the bit planes of H-transform coefficients, and keeps the position in the stream. */
export class QuadtreeReader {
  private readonly end: number;
  /** Grids of four-bit values on the way down a tree, for each other level. */
  private readonly even: Int32Array;
  private readonly odd: Int32Array;
  /** For each 2 × 2 coefficients four bits of each plane of a group, the last plane lowest. */
  private readonly group: Int32Array;

  /**
   * @param at bit of the first plane.
   * @param mostBlocks 2 × 2 coefficients that the largest quadrant has.
   */
  constructor(
    private readonly view: DataView,
    private at: number,
    mostBlocks: number,
  ) {
    this.end = bitsIn(view);
    this.group = new Int32Array(mostBlocks);
    this.even = new Int32Array(mostBlocks);
    this.odd = new Int32Array(mostBlocks);
  }

  /**
   * Reads the bit planes `[from, to)` of a quadrant, from the highest down, and adds them to its
   * coefficients as the bits from 0 on.
   *
   * @throws SkybucketError `format` if the stream ends early, or says in an unknown way how a plane is
   *   written.
   */
  planes(out: Int32Array, from: number, to: number, quadrant: Quadrant): void {
    const height = (quadrant.height + 1) >> 1;
    const width = (quadrant.width + 1) >> 1;
    for (let high = to; high > from;) {
      const low = Math.max(from, high - GROUP);
      this.group.fill(0);
      for (let bit = high - 1; bit >= low; bit -= 1) {
        this.plane(height, width);
      }
      spread(this.group, out, low - from, quadrant);
      high = low;
    }
  }

  /** Four bits. */
  nybble(): number {
    this.check();
    const value = (this.view.getInt32(this.at >> 3) << (this.at & 7)) >>> 28;
    this.at += 4;
    return value;
  }

  /** The sign bits that follow the planes, one for each coefficient that is not 0. */
  signs(low: Int32Array, high: Int32Array | undefined): void {
    const { view, end } = this;
    // They start at a byte of their own.
    let at = (this.at + 7) & ~7;
    for (let i = 0; i < low.length; i += 1) {
      if (at > end) {
        throw early();
      }
      const value = low[i] as number;
      const all = high === undefined ? value : value | (high[i] as number);
      // Without branches, which nothing could predict.
      const present = (all | -all) >>> 31;
      const negative = (view.getUint8(at >> 3) >> (7 - (at & 7))) & present;
      at += present;
      low[i] = (value ^ -negative) + negative;
      if (high !== undefined) {
        high[i] = ((high[i] as number) ^ -negative) + negative;
      }
    }
    if (at > end) {
      throw early();
    }
    this.at = at;
  }

  private plane(height: number, width: number): void {
    const how = this.nybble();
    if (how === DIRECT) {
      this.direct(height * width);
    } else if (how === QUADTREE) {
      this.tree(height, width);
    } else {
      throw brokenStream(CODEC, `has a bit plane of the unknown kind ${how}`);
    }
  }

  private direct(blocks: number): void {
    const { view, group } = this;
    let { at } = this;
    if (at + 4 * blocks > this.end) {
      throw early();
    }
    for (let i = 0; i < blocks; i += 1) {
      group[i] = ((group[i] as number) << 4) | ((view.getInt32(at >> 3) << (at & 7)) >>> 28);
      at += 4;
    }
    this.at = at;
  }

  /** From one value down to a grid of height × width of them. */
  private tree(height: number, width: number): void {
    const levels = Math.max(ceilLog2(height), ceilLog2(width));
    let { even: to, odd: from } = this;
    this.check();
    const word = this.view.getInt32(this.at >> 3) << (this.at & 7);
    const entry = VALUES[word >>> (32 - LONGEST_CODE)] as number;
    this.at += entry >> 4;
    if (levels === 0) {
      this.group[0] = ((this.group[0] as number) << 4) | (entry & 15);
      return;
    }
    to[0] = entry & 15;
    for (let level = levels - 1; level > 0; level -= 1) {
      [to, from] = [from, to];
      this.level(from, to, 0, ceilShift(height, level), ceilShift(width, level));
    }
    this.level(to, this.group, -1, height, width);
  }

  /**
   * One step: a bit of a value in `from` says whether a quarter of it has a value of its own in `to`.
   * Values are written from the last to the first.
   *
   * @param keep -1 to shift what `to` has up, 0 to forget it.
   */
  private level(
    from: Int32Array,
    to: Int32Array,
    keep: number,
    height: number,
    width: number,
  ): void {
    const { view, end } = this;
    const halfWidth = (width + 1) >> 1;
    let { at } = this;
    for (let y = height - 1; y >= 0; y -= 1) {
      const row = y * width;
      const parents = (y >> 1) * halfWidth;
      // 8 and 4 are the left and right bits of the upper row, 2 and 1 those of the lower.
      const shift = (y & 1) === 0 ? 2 : 0;
      for (let x = width - 1; x >= 0; x -= 1) {
        const bits = (from[parents + (x >> 1)] as number) >> shift;
        const kept = ((to[row + x] as number) & keep) << 4;
        if (((bits >> (~x & 1)) & 1) === 0) {
          to[row + x] = kept;
        } else {
          if (at > end) {
            throw early();
          }
          const word = view.getInt32(at >> 3) << (at & 7);
          const entry = VALUES[word >>> (32 - LONGEST_CODE)] as number;
          to[row + x] = kept | (entry & 15);
          at += entry >> 4;
        }
      }
    }
    this.at = at;
  }

  private check(): void {
    if (this.at >= this.end) {
      throw early();
    }
  }
}

/** Takes the planes of a group apart: eight bits of each coefficient, from `bit` on. */
function spread(group: Int32Array, out: Int32Array, bit: number, quadrant: Quadrant): void {
  const { start, stride, height, width } = quadrant;
  const pairs = width >> 1;
  const odd = (width & 1) === 1;
  let block = 0;
  for (let y = 0; y < height; y += 2) {
    let upper = start + y * stride;
    let lower = upper + stride;
    const below = y + 1 < height;
    for (let i = 0; i < pairs; i += 1, upper += 2, lower += 2, block += 1) {
      const bits = group[block] as number;
      if (bits === 0) {
        continue;
      }
      out[upper] = (out[upper] as number) | (everyFourth(bits >>> 3) << bit);
      out[upper + 1] = (out[upper + 1] as number) | (everyFourth(bits >>> 2) << bit);
      if (below) {
        out[lower] = (out[lower] as number) | (everyFourth(bits >>> 1) << bit);
        out[lower + 1] = (out[lower + 1] as number) | (everyFourth(bits) << bit);
      }
    }
    if (odd) {
      const bits = group[block] as number;
      block += 1;
      out[upper] = (out[upper] as number) | (everyFourth(bits >>> 3) << bit);
      if (below) {
        out[lower] = (out[lower] as number) | (everyFourth(bits >>> 1) << bit);
      }
    }
  }
}

/** The bits 0, 4, 8, … 28 side by side. */
function everyFourth(bits: number): number {
  let packed = bits & 0x11111111;
  packed = (packed | (packed >>> 3)) & 0x03030303;
  packed = (packed | (packed >>> 6)) & 0x000f000f;
  return (packed | (packed >>> 12)) & 0xff;
}

function early(): Error {
  return brokenStream(CODEC, 'ends early');
}
