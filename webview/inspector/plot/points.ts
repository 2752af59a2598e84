import type { Rgb } from '../../image/scene';
import type { Axis } from '../axis';
import type { PixelSheet } from './pixel-layer';
import { pixelOf } from './pixel-layer';

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

/** The pixels of a disc, counted from the one its middle is in. */
interface Disc {
  readonly right: Int32Array;
  readonly down: Int32Array;
  /** Both at once, in an image of the given width. */
  readonly offset: Int32Array;
  /** 0 to 256. */
  readonly opacity: Int32Array;
}

/**
 * Draws discs over each other on the opacities, 0 to 255, of a sheet; places and radius are in pixels of
 * the canvas it is for. By hand and in whole numbers, because a canvas takes ten times as long for a hundred thousand of them.
 */
export function rasterDiscs(
  { width, height, scale, opacities }: Omit<PixelSheet, 'pixels'>,
  x: Float32Array,
  y: Float32Array,
  { radius, opacity: full }: Marker,
): void {
  const marker = { radius: radius * scale, opacity: full };
  const reach = Math.ceil(marker.radius + 0.5);
  const discs = discsOf(marker, reach, width);
  for (let i = 0; i < x.length; i++) {
    const px = (x[i] ?? Number.NaN) * scale;
    const py = (y[i] ?? Number.NaN) * scale;
    const column = Math.floor(px);
    const row = Math.floor(py);
    const place = Math.floor((py - row) * PLACES) * PLACES + Math.floor((px - column) * PLACES);
    // NaN is nowhere, and has no disc.
    const disc = discs[place];
    if (
      disc === undefined ||
      column < -reach ||
      column >= width + reach ||
      row < -reach ||
      row >= height + reach
    ) {
      continue;
    }
    const inside =
      column >= reach && column < width - reach && row >= reach && row < height - reach;
    const middle = row * width + column;
    const { offset, opacity } = disc;
    for (let pixel = 0; pixel < offset.length; pixel++) {
      if (inside || isWithin(disc, pixel, column, row, width, height)) {
        const at = middle + (offset[pixel] ?? 0);
        const below = opacities[at] ?? 0;
        opacities[at] = below + (((255 - below) * (opacity[pixel] ?? 0) + 128) >> 8);
      }
    }
  }
}

function isWithin(
  { right, down }: Disc,
  pixel: number,
  column: number,
  row: number,
  width: number,
  height: number,
): boolean {
  const toX = column + (right[pixel] ?? 0);
  const toY = row + (down[pixel] ?? 0);
  return toX >= 0 && toX < width && toY >= 0 && toY < height;
}

/** Discs with soft edges at every place within a pixel. */
function discsOf({ radius, opacity }: Marker, reach: number, width: number): Disc[] {
  return Array.from({ length: PLACES * PLACES }, (_, place) => {
    const x = ((place % PLACES) + 0.5) / PLACES;
    const y = (Math.floor(place / PLACES) + 0.5) / PLACES;
    const pixels: [right: number, down: number, opacity: number][] = [];
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        const share = radius + 0.5 - Math.hypot(right + 0.5 - x, down + 0.5 - y);
        if (share > 0) {
          pixels.push([right, down, Math.round(256 * opacity * Math.min(share, 1))]);
        }
      }
    }
    return {
      right: Int32Array.from(pixels, ([right]) => right),
      down: Int32Array.from(pixels, ([, down]) => down),
      offset: Int32Array.from(pixels, ([right, down]) => down * width + right),
      opacity: Int32Array.from(pixels, ([, , each]) => each),
    };
  });
}

/** Writes one colour with the given opacities as the pixels of an image. */
export function tint(
  { pixels, opacities }: Pick<PixelSheet, 'pixels' | 'opacities'>,
  [red, green, blue]: Rgb,
): void {
  const words = Uint32Array.from({ length: 256 }, (_, opacity) =>
    pixelOf(red, green, blue, opacity),
  );
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = words[opacities[i] ?? 0] ?? 0;
  }
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
