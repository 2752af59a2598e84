import { throwIfAborted, type SkybucketError } from '../errors';
import type { Plane, PlaneOptions } from './plane';
import { PIECE_PIXELS } from './row-batches';

/** Pixels whose values are kept, so that looking closer at them costs nothing: 128 MB at most. */
export const KEPT_PIXELS = 16 * 2 ** 20;

/** Pieces asked for in one plan; bounds the memory that a line of any length takes. */
const PIECES_PER_PLAN = KEPT_PIXELS / PIECE_PIXELS;

type Values = Float32Array | Float64Array;

/** Pixels `[x0, x1)` of a line, 0-based. */
export interface LineRange {
  readonly x0: number;
  readonly x1: number;
}

/** Bins of `step` pixels from `x0` on; the last may be shorter. */
export interface LineBins {
  readonly x0: number;
  readonly step: number;
  /** Of the finite values of each bin; NaN where there are none. */
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** `exact` where every bin is one pixel. */
  readonly kind: 'exact' | 'averaged';
  /** Why some pixels that are there could not be read, and count as missing. */
  readonly broken: string | undefined;
}

export interface LineOptions extends Pick<PlaneOptions, 'signal' | 'meter'> {
  /** Share of the pixels that have been read, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** The lowest row of a plane as a line, with the values last read. */
export class PlaneLine {
  private kept: Kept | undefined;

  constructor(private readonly plane: Plane) {}

  /**
   * The pixels of the range, which must lie inside the plane, in at most `points` bins. Every pixel of it
   * is read, in bounded memory; nothing is read of what lies within the {@link KEPT_PIXELS} read last.
   *
   * @throws SkybucketError `truncated` where the file lacks the row, `cancelled`, or what reading throws.
   */
  async bins(range: LineRange, points: number, options: LineOptions = {}): Promise<LineBins> {
    const { x0, x1 } = range;
    const bins = new BinBuilder(range, points);
    const { kept } = this;
    if (kept !== undefined && kept.x0 <= x0 && x1 <= kept.x0 + kept.values.length) {
      bins.add(x0, kept.values.subarray(x0 - kept.x0, x1 - kept.x0));
      return bins.result(kept.broken);
    }
    let whole: Values | undefined;
    let broken: string | undefined;
    const onBroken = ({ message }: SkybucketError): void => {
      broken ??= message;
    };
    for await (const { x, values } of pieces(this.plane, range, { ...options, onBroken })) {
      if (x1 - x0 <= KEPT_PIXELS) {
        whole ??= arrayLike(values, x1 - x0);
        whole.set(values, x - x0);
      }
      bins.add(x, values);
      options.onProgress?.((x + values.length - x0) / (x1 - x0));
    }
    if (whole !== undefined) {
      this.kept = { x0, values: whole, broken };
    }
    return bins.result(broken);
  }
}

interface Kept {
  readonly x0: number;
  readonly values: Values;
  readonly broken: string | undefined;
}

/** Averages the pixels of a range, which come piece by piece. */
class BinBuilder {
  private readonly step: number;
  private readonly sum: Float64Array;
  private readonly count: Float64Array;
  private readonly min: Float64Array;
  private readonly max: Float64Array;

  constructor(
    private readonly range: LineRange,
    points: number,
  ) {
    const pixels = range.x1 - range.x0;
    this.step = Math.max(1, Math.ceil(pixels / points));
    const bins = Math.ceil(pixels / this.step);
    this.sum = new Float64Array(bins);
    this.count = new Float64Array(bins);
    this.min = new Float64Array(bins).fill(Infinity);
    this.max = new Float64Array(bins).fill(-Infinity);
  }

  add(x: number, values: Values): void {
    const { step, range } = this;
    const from = x - range.x0;
    for (let i = 0; i < values.length;) {
      const bin = Math.floor((from + i) / step);
      const end = Math.min(values.length, (bin + 1) * step - from);
      let sum = 0;
      let count = 0;
      let min = this.min[bin] as number;
      let max = this.max[bin] as number;
      for (; i < end; i++) {
        const value = values[i] as number;
        // NaN for NaN and for infinities.
        if (value - value === 0) {
          sum += value;
          count += 1;
          min = value < min ? value : min;
          max = value > max ? value : max;
        }
      }
      this.sum[bin] = (this.sum[bin] as number) + sum;
      this.count[bin] = (this.count[bin] as number) + count;
      this.min[bin] = min;
      this.max[bin] = max;
    }
  }

  result(broken: string | undefined): LineBins {
    const { sum, count, min, max, step } = this;
    const mean = new Float64Array(sum.length);
    for (let bin = 0; bin < mean.length; bin++) {
      if (count[bin] === 0) {
        mean[bin] = min[bin] = max[bin] = NaN;
      } else {
        const value = (sum[bin] as number) / (count[bin] as number);
        // Rounding, or a sum beyond the largest double, puts no mean outside of its values.
        mean[bin] = Math.min(Math.max(value, min[bin] as number), max[bin] as number);
      }
    }
    const kind = step === 1 ? 'exact' : 'averaged';
    return { x0: this.range.x0, step, mean, min, max, kind, broken };
  }
}

interface Piece {
  readonly x: number;
  readonly values: Values;
}

/** The pixels of the range in their order, some pieces at a time, which are asked for together. */
async function* pieces(
  plane: Plane,
  { x0, x1 }: LineRange,
  options: PlaneOptions,
): AsyncGenerator<Piece, void, void> {
  // One for each piece: a dozen listeners on one signal look like a leak, and Node says so.
  let stops: AbortController[] = [];
  const abort = (): void => stops.forEach((stop) => stop.abort());
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    for (let start = x0; start < x1; start += PIECES_PER_PLAN * PIECE_PIXELS) {
      throwIfAborted(options.signal);
      const end = Math.min(start + PIECES_PER_PLAN * PIECE_PIXELS, x1);
      const count = Math.ceil((end - start) / PIECE_PIXELS);
      stops = Array.from({ length: count }, () => new AbortController());
      const asked = stops.map(({ signal }, k) => {
        const x = start + k * PIECE_PIXELS;
        const piece = readPiece(plane, x, Math.min(x + PIECE_PIXELS, end), { ...options, signal });
        // The first that fails is thrown below; those after it are nobody's to catch.
        piece.catch(() => undefined);
        return piece;
      });
      for (const piece of asked) {
        yield await piece;
        throwIfAborted(options.signal);
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
    abort();
  }
}

async function readPiece(
  plane: Plane,
  x: number,
  end: number,
  options: PlaneOptions,
): Promise<Piece> {
  for await (const { values } of plane.rows([0], x, end, options)) {
    return { x, values };
  }
  throw new Error('A plane gave no row, and no reason.');
}

function arrayLike(values: Values, length: number): Values {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
