import type { Axis } from '../axis';
import { toShare } from '../axis';
import type { Density } from './scatter-data';

export interface Marker {
  /** In CSS pixels. */
  readonly radius: number;
  /** 0 to 1. */
  readonly opacity: number;
}

/** Many points are drawn small, and let each other through the more the fuller their area (in CSS pixels) is. */
export function markerFor(points: number, area: number): Marker {
  const radius = points <= 300 ? 3 : points <= 3_000 ? 2.2 : points <= 30_000 ? 1.5 : 1.1;
  const covered = (Math.max(1, points) * Math.PI * radius ** 2) / area;
  return { radius, opacity: Math.min(Math.max(0.45 / Math.sqrt(covered), 0.14), 0.85) };
}

/** Where values are along an axis of so many pixels; NaN for those without a place. */
export function projected(
  values: Float64Array,
  axis: Axis,
  pixels: number,
  upward: boolean,
): Float32Array {
  // One multiplication a value, which `toShare` would not be.
  const { low, high, log, inverted } = axis;
  const from = log ? Math.log(low) : low;
  const scale = pixels / ((log ? Math.log(high) : high) - from);
  const turned = inverted !== upward;
  const places = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    const at = ((log ? Math.log(value) : value) - from) * scale;
    // The logarithm of zero is infinite: no place either.
    places[i] = Number.isFinite(at) ? (turned ? pixels - at : at) : Number.NaN;
  }
  return places;
}

/** How many points are in sight. */
export function countWithin(
  x: Float32Array,
  y: Float32Array,
  width: number,
  height: number,
): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const px = x[i] ?? Number.NaN;
    const py = y[i] ?? Number.NaN;
    count += px >= 0 && px <= width && py >= 0 && py <= height ? 1 : 0;
  }
  return count;
}

/** Places of a disc within a pixel, each way: finer ones are not to be seen. */
const PLACES = 4;

/** The pixels of a disc, from the one its middle is in. */
interface Disc {
  readonly right: Int32Array;
  readonly down: Int32Array;
  readonly alpha: Float32Array;
}

/**
 * Opacity, 0 to 1, of every pixel where discs lie on each other. By hand, because a canvas takes ten
 * times as long for a hundred thousand of them.
 */
export function rasterDiscs(
  x: Float32Array,
  y: Float32Array,
  width: number,
  height: number,
  marker: Marker,
): Float32Array {
  const alpha = new Float32Array(width * height);
  const reach = Math.ceil(marker.radius + 0.5);
  const discs = discsOf(marker, reach);
  for (let i = 0; i < x.length; i++) {
    const px = x[i] ?? Number.NaN;
    const py = y[i] ?? Number.NaN;
    const column = Math.floor(px);
    const row = Math.floor(py);
    const place = Math.floor((py - row) * PLACES) * PLACES + Math.floor((px - column) * PLACES);
    // NaN is nowhere, and has no disc.
    const disc = discs[place];
    if (disc === undefined || column < -reach || column >= width + reach) {
      continue;
    }
    for (let pixel = 0; pixel < disc.alpha.length; pixel++) {
      const toX = column + (disc.right[pixel] ?? 0);
      const toY = row + (disc.down[pixel] ?? 0);
      if (toX >= 0 && toX < width && toY >= 0 && toY < height) {
        const at = toY * width + toX;
        const below = alpha[at] ?? 0;
        alpha[at] = below + (1 - below) * (disc.alpha[pixel] ?? 0);
      }
    }
  }
  return alpha;
}

/** Discs with soft edges at every place within a pixel. */
function discsOf({ radius, opacity }: Marker, reach: number): Disc[] {
  return Array.from({ length: PLACES * PLACES }, (_, place) => {
    const x = ((place % PLACES) + 0.5) / PLACES;
    const y = (Math.floor(place / PLACES) + 0.5) / PLACES;
    const pixels: [right: number, down: number, alpha: number][] = [];
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        const share = radius + 0.5 - Math.hypot(right + 0.5 - x, down + 0.5 - y);
        if (share > 0) {
          pixels.push([right, down, opacity * Math.min(share, 1)]);
        }
      }
    }
    return {
      right: Int32Array.from(pixels, ([right]) => right),
      down: Int32Array.from(pixels, ([, down]) => down),
      alpha: Float32Array.from(pixels, ([, , alpha]) => alpha),
    };
  });
}

/** One colour with the given opacities, as the bytes of an image. */
export function tinted(
  alpha: Float32Array,
  [red, green, blue]: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * alpha.length);
  // A pixel at a time: the bytes of a word are in the order the machine has them.
  const words = new Uint32Array(bytes.buffer);
  const [colour = 0] = new Uint32Array(Uint8Array.of(red, green, blue, 0).buffer);
  const [opaque = 0] = new Uint32Array(Uint8Array.of(0, 0, 0, 1).buffer);
  for (let i = 0; i < alpha.length; i++) {
    const opacity = alpha[i] ?? 0;
    if (opacity > 0) {
      words[i] = colour + opaque * Math.round(255 * opacity);
    }
  }
  return bytes;
}

/** The cell along one axis of a grid over a range that each pixel lies in; −1 outside. */
function cellsAlong(
  axis: Axis,
  pixels: number,
  upward: boolean,
  low: number,
  high: number,
  cells: number,
): Int32Array {
  const edges = Array.from({ length: cells + 1 }, (_, i) => low + (i / cells) * (high - low));
  const along = new Int32Array(pixels).fill(-1);
  for (let cell = 0; cell < cells; cell++) {
    const shares = [edges[cell] ?? low, edges[cell + 1] ?? high].map((value) => {
      // What lies at or below zero is beyond the end of a logarithmic axis.
      const share = axis.log && value <= 0 ? (axis.inverted ? 2 : -1) : toShare(axis, value);
      return pixels * (upward ? 1 - share : share);
    });
    const from = Math.max(0, Math.floor(Math.min(...shares)));
    const to = Math.min(pixels, Math.max(Math.ceil(Math.max(...shares)), from + 1));
    along.fill(cell, from, to);
  }
  return along;
}

/**
 * The density as the bytes of an image: cells without points are transparent, the others go through the
 * colours (red, green, blue each) by the logarithm of their counts.
 */
export function densityImage(
  density: Density,
  axes: { readonly x: Axis; readonly y: Axis },
  width: number,
  height: number,
  colours: Uint8Array,
): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * width * height);
  const columns = cellsAlong(axes.x, width, false, density.x.low, density.x.high, density.width);
  const rows = cellsAlong(axes.y, height, true, density.y.low, density.y.high, density.height);
  const last = colours.length / 3 - 1;
  const scale = last / Math.log1p(Math.max(1, density.most));
  for (let y = 0; y < height; y++) {
    const row = rows[y] ?? -1;
    for (let x = 0; x < width; x++) {
      const column = columns[x] ?? -1;
      const count = row < 0 || column < 0 ? 0 : (density.counts[row * density.width + column] ?? 0);
      if (count > 0) {
        const colour = 3 * Math.round(Math.log1p(count) * scale);
        const at = 4 * (y * width + x);
        bytes[at] = colours[colour] ?? 0;
        bytes[at + 1] = colours[colour + 1] ?? 0;
        bytes[at + 2] = colours[colour + 2] ?? 0;
        bytes[at + 3] = 255;
      }
    }
  }
  return bytes;
}

/** How many points are in the cell of a position, or undefined outside. */
export function densityAt(density: Density, x: number, y: number): number | undefined {
  const column = cellOf(x, density.x.low, density.x.high, density.width);
  const row = cellOf(y, density.y.low, density.y.high, density.height);
  return column === undefined || row === undefined
    ? undefined
    : density.counts[row * density.width + column];
}

function cellOf(value: number, low: number, high: number, cells: number): number | undefined {
  return value >= low && value <= high
    ? Math.min(Math.floor(((value - low) / (high - low)) * cells), cells - 1)
    : undefined;
}

/** The point nearest to a position, within reach; undefined where none is. All in pixels. */
export function nearestPoint(
  x: Float32Array,
  y: Float32Array,
  [toX, toY]: readonly [number, number],
  reach: number,
): number | undefined {
  let nearest: number | undefined;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const right = (x[i] ?? Number.NaN) - toX;
    const down = (y[i] ?? Number.NaN) - toY;
    const square = right * right + down * down;
    if (square <= least) {
      least = square;
      nearest = i;
    }
  }
  return nearest;
}
