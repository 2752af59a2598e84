import { checkOrder, MOST_NUMBER_ORDER } from './order';

/** Nested pixels of one order, up to 24. */
export interface PixelRanges {
  readonly order: number;
  /** First pixel and the one after the last, in turn: ascending, neither touching nor overlapping. */
  readonly bounds: Float64Array;
}

/** Of bounds in any order, which may touch and overlap. */
export function pixelRanges(order: number, bounds: ArrayLike<number>): PixelRanges {
  checkOrder(order, MOST_NUMBER_ORDER);
  const count = bounds.length >> 1;
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    starts[k] = bounds[2 * k] as number;
    ends[k] = bounds[2 * k + 1] as number;
  }
  // What is covered goes by how many have started and ended, so that both may be sorted by themselves.
  starts.sort();
  ends.sort();
  const out = new Float64Array(2 * count);
  let [length, open] = [0, 0];
  for (let [s, e] = [0, 0]; e < count;) {
    const start = starts[s];
    const end = ends[e] as number;
    if (start !== undefined && start <= end) {
      if (open === 0) {
        out[length++] = start;
      }
      open++;
      s++;
    } else {
      open--;
      e++;
      if (open === 0) {
        out[length++] = end;
      }
    }
  }
  return { order, bounds: out.slice(0, length) };
}

/** How many pixels there are. */
export function rangesCount({ bounds }: PixelRanges): number {
  let count = 0;
  for (let k = 0; k < bounds.length; k += 2) {
    count += (bounds[k + 1] as number) - (bounds[k] as number);
  }
  return count;
}

/** Every pixel, ascending. */
export function* pixelsIn({ bounds }: PixelRanges): Generator<number, void, void> {
  for (let k = 0; k < bounds.length; k += 2) {
    const end = bounds[k + 1] as number;
    for (let pixel = bounds[k] as number; pixel < end; pixel++) {
      yield pixel;
    }
  }
}

export function hasPixel({ bounds }: PixelRanges, pixel: number): boolean {
  return boundsUpTo(bounds, pixel) % 2 === 1;
}

/** True where a pixel of any order up to 24 and the ranges have some part of the sky in common. */
export function overlapsPixel({ order, bounds }: PixelRanges, own: number, pixel: number): boolean {
  const scale = 4 ** (order - own);
  const first = Math.floor(pixel * scale);
  const last = own > order ? first : first + scale - 1;
  const before = boundsUpTo(bounds, first);
  return before % 2 === 1 || (bounds[before] ?? Infinity) <= last;
}

/** How many bounds are not above a pixel: odd inside a range. */
export function boundsUpTo(bounds: Float64Array, pixel: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] as number) <= pixel) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The same part of the sky in pixels of another order: the pixels of a lower order are those that have some
 * part in it.
 */
export function rangesAt({ order, bounds }: PixelRanges, other: number): PixelRanges {
  checkOrder(other, MOST_NUMBER_ORDER);
  const scale = 4 ** (other - order);
  const scaled = bounds.map((bound, k) =>
    k % 2 === 0 ? Math.floor(bound * scale) : Math.ceil(bound * scale),
  );
  return other < order ? pixelRanges(other, scaled) : { order: other, bounds: scaled };
}

export function unionOf(order: number, parts: readonly PixelRanges[]): PixelRanges {
  const all = parts.map((part) => rangesAt(part, order).bounds);
  const joined = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bounds of all) {
    joined.set(bounds, at);
    at += bounds.length;
  }
  return pixelRanges(order, joined);
}
