import { throwIfAborted } from '../errors';
import { shortestFloat32 } from '../fits/decode';
import type { ElementArray } from '../table/table';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from './plane';
import { checkInside, checkRowsInside, exactPixel } from './plane-box';

export type MemoryValues = Exclude<ElementArray, readonly string[]>;

export interface MemoryPlaneParts {
  readonly width: number;
  /** The pixels, first axis fastest: as many whole rows as the plane has. */
  readonly values: MemoryValues;
  /** 1 for each pixel that is missing. */
  readonly missing?: Uint8Array | undefined;
  readonly unit?: string | undefined;
}

/** A plane of values in memory, such as the array in a cell of a table. */
export class MemoryPlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly unit: string | undefined;
  readonly bytesPerRow: number;
  readonly rowsPerBlock = 1;
  readonly local = true;
  private readonly values: MemoryValues;
  private readonly missing: Uint8Array | undefined;

  constructor({ width, values, missing, unit }: MemoryPlaneParts) {
    this.width = width;
    this.height = values.length / width;
    this.unit = unit;
    this.bytesPerRow = width * values.BYTES_PER_ELEMENT;
    this.values = values;
    this.missing = missing;
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    throwIfAborted(options.signal);
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    const values = this.pixelArray(width * (y1 - y0));
    for (let y = y0; y < y1; y += 1) {
      this.fill(values, (y - y0) * width, y, x0, x1);
    }
    return { ...box, width, height: y1 - y0, values };
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow, void, void> {
    checkRowsInside(this, ys, x0, x1);
    for (const y of ys) {
      throwIfAborted(options.signal);
      const values = this.pixelArray(x1 - x0);
      this.fill(values, 0, y, x0, x1);
      yield { y, values };
    }
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return exactPixel(this, x, y, options);
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    throwIfAborted(options.signal);
    checkInside(this, box);
    const texts: string[] = [];
    for (let y = box.y0; y < box.y1; y += 1) {
      for (let x = box.x0; x < box.x1; x += 1) {
        texts.push(this.text(y * this.width + x));
      }
    }
    return texts;
  }

  private text(at: number): string {
    if (this.missing?.[at] === 1) {
      return 'NaN';
    }
    const value = this.values[at] as number | bigint;
    return this.values instanceof Float32Array ? shortestFloat32(Number(value)) : String(value);
  }

  /** Float32 where it holds every value exactly. */
  private pixelArray(length: number): Float32Array | Float64Array {
    const { values } = this;
    const small = values instanceof Float32Array || values.BYTES_PER_ELEMENT <= 2;
    return small ? new Float32Array(length) : new Float64Array(length);
  }

  private fill(
    out: Float32Array | Float64Array,
    at: number,
    y: number,
    x0: number,
    x1: number,
  ): void {
    const { values, missing } = this;
    const start = y * this.width;
    for (let x = x0; x < x1; x += 1) {
      const from = start + x;
      out[at + x - x0] = missing?.[from] === 1 ? NaN : Number(values[from]);
    }
  }
}
