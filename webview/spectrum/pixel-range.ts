/** The part of a line in sight, in 0-based pixels: pixel p is in sight where `from <= p <= to`. */
export interface PixelRange {
  readonly from: number;
  readonly to: number;
}

/** Pixels in sight at the least. */
const LEAST = 4;

/** The whole of a line of `length` pixels, from the outer edge of the first to that of the last. */
export function wholeRange(length: number): PixelRange {
  return { from: -0.5, to: length - 0.5 };
}

export function isWhole({ from, to }: PixelRange, length: number): boolean {
  return from <= -0.5 && to >= length - 0.5;
}

/** The range moved into the line, no narrower than can be read and no wider than the line. */
export function bounded({ from, to }: PixelRange, length: number): PixelRange {
  const whole = wholeRange(length);
  const width = Math.min(Math.max(to - from, LEAST), length);
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(middle - width / 2, whole.from), whole.to - width);
  return { from: start, to: start + width };
}

/** The range `factor` times as narrow, with the pixel `about` in its place. */
export function zoomed(
  { from, to }: PixelRange,
  factor: number,
  about: number,
  length: number,
): PixelRange {
  // At the limits the range stays where it is, rather than to slide.
  const width = Math.min(Math.max((to - from) / factor, LEAST), length);
  const share = (about - from) / (to - from);
  return bounded({ from: about - share * width, to: about + (1 - share) * width }, length);
}

export function moved({ from, to }: PixelRange, by: number, length: number): PixelRange {
  return bounded({ from: from + by, to: to + by }, length);
}

/** The pixels `[x0, x1)` that are in sight. */
export function pixelsIn({ from, to }: PixelRange, length: number): { x0: number; x1: number } {
  const x0 = Math.min(Math.max(0, Math.ceil(from)), length - 1);
  return { x0, x1: Math.max(x0 + 1, Math.min(length, Math.floor(to) + 1)) };
}
