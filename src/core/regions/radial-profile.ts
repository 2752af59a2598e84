import type { Plane } from '../image/plane';
import { readSpans } from './read-spans';
import { checkRows } from './region-statistics';
import type { ProfileOptions } from './segment-profile';
import { shapeSpans } from './shape-spans';

/** Rings of one profile, at most. */
const MOST_RINGS = 1000;

/** Rings around a place: the first from 0 to `step` pixels, and so on. */
export interface RadialProfile {
  readonly step: number;
  /** Of the finite pixels whose centres lie in each ring; NaN where there are none. */
  readonly mean: Float64Array;
  /** Standard deviation of the population. */
  readonly deviation: Float64Array;
  /** How many there are. */
  readonly pixels: Float64Array;
}

/**
 * Values by distance from a place, in whole rings one pixel wide, or wider where there would be more than a
 * thousand. A centre on the border of two rings belongs to the outer one (photutils, method `center`).
 *
 * @param radius pixels; the last ring may reach a little beyond
 * @throws SkybucketError `too-large`, `truncated`, `cancelled`, or what reading throws.
 */
export async function radialProfile(
  plane: Plane,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
  options: ProfileOptions = {},
): Promise<RadialProfile> {
  const step = Math.max(1, radius / MOST_RINGS);
  const count = Math.min(MOST_RINGS, Math.max(1, Math.ceil(radius / step)));
  const rows = shapeSpans({ kind: 'circle', x, y, radius: count * step }, plane);
  checkRows(rows);
  const rings = new Rings(count, step);
  let seen = 0;
  for await (const piece of readSpans(plane, rows, options)) {
    rings.add(piece.x - x, piece.y - y, piece.values);
    seen += 1;
    options.onProgress?.(Math.min(1, seen / (rows.y1 - rows.y0)));
  }
  return rings.profile();
}

class Rings {
  private readonly pixels: Float64Array;
  private readonly mean: Float64Array;
  /** Sums of the squared distances from the mean (Welford 1962). */
  private readonly squares: Float64Array;

  constructor(
    count: number,
    private readonly step: number,
  ) {
    this.pixels = new Float64Array(count);
    this.mean = new Float64Array(count);
    this.squares = new Float64Array(count);
  }

  /** Pixels side by side from (dx, dy) on, counted from the middle. */
  add(dx: number, dy: number, values: Float32Array | Float64Array): void {
    const { pixels, mean, squares, step } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const along = dx + i;
      const ring = Math.floor(Math.sqrt(along * along + dy * dy) / step);
      // NaN for NaN and for infinities.
      if (value - value === 0 && ring < pixels.length) {
        const count = (pixels[ring] as number) + 1;
        const before = mean[ring] as number;
        const after = before + (value - before) / count;
        pixels[ring] = count;
        mean[ring] = after;
        squares[ring] = (squares[ring] as number) + (value - before) * (value - after);
      }
    }
  }

  profile(): RadialProfile {
    const { step, pixels } = this;
    const some = (value: number, ring: number): number => (pixels[ring] === 0 ? NaN : value);
    const deviation = this.squares.map((value, ring) =>
      Math.sqrt(value / (pixels[ring] as number)),
    );
    return { step, mean: this.mean.map(some), deviation, pixels };
  }
}
