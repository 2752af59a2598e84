import { cancelled, SkybucketError } from '../../../src/core/errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../../../src/core/image/plane';

interface Traits {
  readonly local?: boolean;
  /** As if the pixels were stored with so many bytes: makes a small plane expensive. */
  readonly bytesPerRow?: number;
  /** Rows the file really has. */
  readonly rowsPresent?: number;
  readonly rowsPerBlock?: number;
  readonly columnsPerBlock?: number;
  readonly pieceStarts?: readonly number[];
}

/** A plane of numbers in memory that remembers what was asked of it. Rows arrive highest first. */
export class MemoryPlane<
  Values extends Float32Array | Float64Array = Float64Array,
> implements Plane {
  readonly unit = undefined;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly rowsPerBlock: number;
  readonly columnsPerBlock: number | undefined;
  readonly pieceStarts: readonly number[] | undefined;
  readonly local: boolean;
  /** The rows that were read, in order, once for each time. */
  readonly rowsRead: number[] = [];
  /** Every pixel that was read, as its index in `values`. */
  readonly pixelsRead = new Set<number>();
  /** How many plans were made. */
  plans = 0;
  /** Longest piece of a row that was read, in pixels. */
  longest = 0;
  private readonly rowsPresent: number;

  constructor(
    readonly width: number,
    readonly values: Values,
    traits: Traits = {},
  ) {
    this.height = values.length / width;
    this.bytesPerRow = traits.bytesPerRow ?? width * 8;
    this.rowsPerBlock = traits.rowsPerBlock ?? 1;
    this.columnsPerBlock = traits.columnsPerBlock;
    this.pieceStarts = traits.pieceStarts;
    this.local = traits.local ?? false;
    this.rowsPresent = traits.rowsPresent ?? Infinity;
  }

  section(_box: Box, _options?: PlaneOptions): Promise<Section> {
    throw new Error('Grids are made from rows.');
  }

  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow> {
    this.plans += 1;
    this.longest = Math.max(this.longest, x1 - x0);
    for (const y of ys.filter((row) => row < this.rowsPresent).reverse()) {
      await Promise.resolve();
      if (options.signal?.aborted) {
        throw cancelled();
      }
      this.rowsRead.push(y);
      for (let x = x0; x < x1; x++) {
        this.pixelsRead.add(y * this.width + x);
      }
      yield { y, values: this.values.slice(y * this.width + x0, y * this.width + x1) };
    }
    if (ys.some((row) => row >= this.rowsPresent)) {
      throw new SkybucketError('truncated', 'The file ends early.');
    }
  }

  exact(x: number, y: number): Promise<string> {
    return Promise.resolve(String(this.values[y * this.width + x]));
  }

  exactBox({ x0, y0, x1, y1 }: Box): Promise<string[]> {
    const ys = Array.from({ length: y1 - y0 }, (_, k) => y0 + k);
    const rows = ys.map((y) => this.values.slice(y * this.width + x0, y * this.width + x1));
    return Promise.resolve(rows.flatMap((row) => [...row].map(String)));
  }
}

/** Values `y * 1000 + x`, so that each pixel says where it is. */
export function placePlane(width: number, height: number, traits?: Traits): MemoryPlane {
  const values = Float64Array.from(
    { length: width * height },
    (_, k) => Math.floor(k / width) * 1000 + (k % width),
  );
  return new MemoryPlane(width, values, traits);
}
