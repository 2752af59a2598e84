import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';

/** Beyond this, a double has lost the lowest bits of an integer. */
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * A picture of chosen bits of a data-quality mask: 1 where `(value & bits) != 0`, else 0, as float32;
 * NaN where the mask is broken or missing. Stored as the mask is.
 *
 * @param mask a plane of integers, signed or not: a negative number has the bits of its two's complement,
 *   and of 64-bit ones the lowest 32 count.
 * @param bits a sum of powers of two, unsigned, below 2^32; of a smaller mask no more than it has room for,
 *   since its negative numbers have all those above as well.
 */
export function maskPlane(mask: Plane, bits: number): Plane {
  return new MaskPlane(mask, bits);
}

class MaskPlane implements Plane {
  readonly unit = undefined;

  constructor(
    private readonly mask: Plane,
    private readonly bits: number,
  ) {}

  get width(): number {
    return this.mask.width;
  }

  get height(): number {
    return this.mask.height;
  }

  get bytesPerRow(): number {
    return this.mask.bytesPerRow;
  }

  get rowsPerBlock(): number {
    return this.mask.rowsPerBlock;
  }

  get columnsPerBlock(): number | undefined {
    return this.mask.columnsPerBlock;
  }

  get pieceStarts(): readonly number[] | undefined {
    return this.mask.pieceStarts;
  }

  get local(): boolean {
    return this.mask.local;
  }

  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    const section = await this.mask.section(box, options);
    return { ...section, values: await this.flags(section.values, box, options) };
  }

  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow, void, void> {
    for await (const { y, values } of this.mask.rows(ys, x0, x1, options)) {
      yield { y, values: await this.flags(values, { x0, x1, y0: y, y1: y + 1 }, options) };
    }
  }

  async exact(x: number, y: number, options: PlaneOptions = {}): Promise<string> {
    return this.flagText(await this.mask.exact(x, y, options));
  }

  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    const texts = await this.mask.exactBox(box, options);
    return texts.map((text) => this.flagText(text));
  }

  private async flags(
    values: Float32Array | Float64Array,
    box: Box,
    options: PlaneOptions,
  ): Promise<Float32Array> {
    const { bits } = this;
    const flags = new Float32Array(values.length);
    let vast = false;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] as number;
      // `&` takes a double modulo 2^32, so that negative and unsigned numbers both have their bits.
      flags[i] = Number.isFinite(value) ? Number((value & bits) !== 0) : NaN;
      vast ||= Math.abs(value) > EXACT;
    }
    return vast ? this.exactFlags(flags, values, box, options) : flags;
  }

  /** Of 64-bit numbers whose lowest bits were rounded away. */
  private async exactFlags(
    flags: Float32Array,
    values: Float32Array | Float64Array,
    { x0, x1, y0 }: Box,
    options: PlaneOptions,
  ): Promise<Float32Array> {
    const width = x1 - x0;
    for (let start = 0; start < values.length; start += width) {
      const isVast = (value: number): boolean => Math.abs(value) > EXACT;
      const first = values.subarray(start, start + width).findIndex(isVast);
      if (first < 0) {
        continue;
      }
      const last = values.subarray(start, start + width).findLastIndex(isVast);
      const y = y0 + start / width;
      const row = { x0: x0 + first, x1: x0 + last + 1, y0: y, y1: y + 1 };
      for (const [i, text] of (await this.mask.exactBox(row, options)).entries()) {
        flags[start + first + i] = this.flagOf(text);
      }
    }
    return flags;
  }

  private flagText(text: string): string {
    return String(this.flagOf(text));
  }

  private flagOf(text: string): number {
    if (/^-?\d+$/.test(text)) {
      return Number((BigInt(text) & BigInt(this.bits)) !== 0n);
    }
    const value = Number(text);
    return Number.isFinite(value) ? Number((value & this.bits) !== 0) : NaN;
  }
}
