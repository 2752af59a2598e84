import type { Plane, PlaneOptions } from '../image/plane';
import { readSpans } from './read-spans';
import { clipped, type RowSpans, rowsBetween, type Size } from './row-spans';

/** Samples of one profile, at most. */
const MOST_SAMPLES = 65_536;

/** Half a pixel around the outermost centres still belongs to the image. */
const BORDER = 0.5;

type Position = readonly [x: number, y: number];

export interface SegmentProfile {
  /** Pixels from one sample to the next. */
  readonly step: number;
  /** One sample at either end, and between them one a pixel or a little closer. NaN where there is no value. */
  readonly values: Float64Array;
}

export interface ProfileOptions extends PlaneOptions {
  /** Share of the work that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Values along a straight line, by bilinear interpolation between pixel centres (scipy's `map_coordinates`
 * of order 1). The outer half of the pixels at the edges has the values of their centres; beyond, and beside
 * pixels that are NaN, there is NaN. Only pixels beside the line are read.
 *
 * @throws SkybucketError `truncated`, `cancelled`, or what reading throws.
 */
export async function segmentProfile(
  plane: Plane,
  from: Position,
  to: Position,
  options: ProfileOptions = {},
): Promise<SegmentProfile> {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = length === 0 ? 1 : Math.min(MOST_SAMPLES, Math.max(2, Math.ceil(length) + 1));
  const step = count === 1 ? 0 : length / (count - 1);
  const samples = new Samples(plane, from, to, count);
  const rows = samples.rows();
  let seen = 0;
  for await (const { x, y, values } of readSpans(plane, rows, options)) {
    samples.add(x, y, values);
    seen += 1;
    options.onProgress?.(Math.min(1, seen / (rows.y1 - rows.y0)));
  }
  return { step, values: samples.values };
}

/** Sums of weighted pixels, so that these may come in any order and none is kept. */
class Samples {
  readonly values: Float64Array;
  private readonly x: Float64Array;
  private readonly y: Float64Array;

  constructor(
    private readonly size: Size,
    private readonly from: Position,
    private readonly to: Position,
    private readonly count: number,
  ) {
    const { width, height } = size;
    this.x = Float64Array.from({ length: count }, (_, k) => within(this.position(k, 0), width));
    this.y = Float64Array.from({ length: count }, (_, k) => within(this.position(k, 1), height));
    this.values = this.x.map((x, k) => (Number.isNaN(x + (this.y[k] as number)) ? NaN : 0));
  }

  /** The pixels that weigh anything. */
  rows(): RowSpans {
    const { size, x, y, from, to } = this;
    const low = Math.floor(Math.min(from[1], to[1]));
    const high = Math.ceil(Math.max(from[1], to[1]));
    return {
      ...rowsBetween(low, high, size),
      spans: (row) => {
        const [first, last] = this.beside(row);
        let [x0, x1] = [Infinity, -Infinity];
        for (let k = first; k <= last; k++) {
          const at = x[k] as number;
          if (Math.abs((y[k] as number) - row) < 1 && at >= 0) {
            x0 = Math.min(x0, Math.floor(at));
            x1 = Math.max(x1, Math.ceil(at) + 1);
          }
        }
        return clipped(x0, x1, size);
      },
    };
  }

  add(x0: number, row: number, pixels: Float32Array | Float64Array): void {
    const { x, y, values } = this;
    const [first, last] = this.beside(row);
    for (let k = first; k <= last; k++) {
      const up = 1 - Math.abs((y[k] as number) - row);
      const at = x[k] as number;
      const left = Math.floor(at);
      for (let column = left; up > 0 && column <= left + 1; column++) {
        const weight = up * (1 - Math.abs(at - column));
        if (weight > 0 && column >= x0 && column < x0 + pixels.length) {
          values[k] = (values[k] as number) + weight * (pixels[column - x0] as number);
        }
      }
    }
  }

  /** Exact at both ends. */
  private position(k: number, axis: 0 | 1): number {
    const share = this.count === 1 ? 0 : k / (this.count - 1);
    return this.from[axis] * (1 - share) + this.to[axis] * share;
  }

  /** The samples that may be less than a row away, and a few more. */
  private beside(row: number): readonly [number, number] {
    const last = this.count - 1;
    const perSample = (this.to[1] - this.from[1]) / Math.max(1, last);
    const [a, b] = [row - 1, row + 1].map((y) => (y - this.from[1]) / perSample);
    if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b)) {
      return [0, last];
    }
    const first = Math.floor(Math.min(a, b)) - 1;
    return [Math.max(0, first), Math.min(last, Math.ceil(Math.max(a, b)) + 1)];
  }
}

/** On the outer half of the pixels at the edge, their centre; NaN outside of the image. */
function within(position: number, pixels: number): number {
  const outside = position < -BORDER || position > pixels - 1 + BORDER;
  return outside ? NaN : Math.min(Math.max(0, position), pixels - 1);
}
