import type { Plane } from '../image/plane';
import { readSpans } from './read-spans';
import { checkRows } from './region-statistics';
import type { ProfileOptions } from './segment-profile';
import type { Shape } from './shape';
import { shapeSpans } from './shape-spans';

/** Rings of one profile, at most. */
const MOST_RINGS = 1000;

/** A place, and the rings around it: circles, or ellipses of one shape. */
export interface RingsAround {
  readonly x: number;
  readonly y: number;
  /** Of the outermost ring, in pixels; of an ellipse its longer semi-axis. */
  readonly radius: number;
  /** The shorter semi-axis over the longer, from above 0 to 1; left out: 1. */
  readonly ratio?: number | undefined;
  /** Of the longer axis, degrees from the x axis towards the y axis. */
  readonly angle?: number | undefined;
}

/** Rings around a place: the first from 0 to `step` pixels (of the longer semi-axis), and so on. */
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
 * thousand. A centre on the border of two rings belongs to the outer one (photutils, method `center`). Rings
 * that are ellipses are one pixel wide along their longer axis.
 *
 * The last ring may reach a little beyond the radius.
 *
 * @throws SkybucketError `too-large`, `truncated`, `cancelled`, or what reading throws.
 */
export async function radialProfile(
  plane: Plane,
  { x, y, radius, ratio = 1, angle = 0 }: RingsAround,
  options: ProfileOptions = {},
): Promise<RadialProfile> {
  const step = Math.max(1, radius / MOST_RINGS);
  const count = Math.min(MOST_RINGS, Math.max(1, Math.ceil(radius / step)));
  const outermost = count * step;
  const shape: Shape =
    ratio === 1
      ? { kind: 'circle', x, y, radius: outermost }
      : { kind: 'ellipse', x, y, a: outermost, b: outermost * ratio, angle };
  const rows = shapeSpans(shape, plane);
  checkRows(rows);
  const rings = new Rings(count, step, ratio, angle);
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
  private readonly cosine: number;
  private readonly sine: number;

  constructor(
    count: number,
    private readonly step: number,
    private readonly ratio: number,
    angle: number,
  ) {
    const turn = (angle * Math.PI) / 180;
    this.cosine = ratio === 1 ? 1 : Math.cos(turn);
    this.sine = ratio === 1 ? 0 : Math.sin(turn);
    this.pixels = new Float64Array(count);
    this.mean = new Float64Array(count);
    this.squares = new Float64Array(count);
  }

  /** Pixels side by side from (dx, dy) on, counted from the middle. */
  add(dx: number, dy: number, values: Float32Array | Float64Array): void {
    const { pixels, mean, squares, step, ratio, cosine, sine } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const along = (dx + i) * cosine + dy * sine;
      const across = (dy * cosine - (dx + i) * sine) / ratio;
      const ring = Math.floor(Math.sqrt(along * along + across * across) / step);
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
