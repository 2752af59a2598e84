import { SkybucketError } from '../core/errors';
import type { Box, Plane } from '../core/image/plane';
import { MOST_TABLE_PIXELS, type Limits } from '../protocol/methods';

/** More than any screen has columns. */
const MOST_BINS = 4096;

/** @throws SkybucketError `protocol` unless the box is a part of the plane, and not empty. */
export function checkBox(plane: Plane, { x0, y0, x1, y1 }: Box): void {
  const whole = [x0, y0, x1, y1].every(Number.isSafeInteger);
  const some = x0 < x1 && y0 < y1;
  if (!whole || !some || x0 < 0 || y0 < 0 || x1 > plane.width || y1 > plane.height) {
    throw new SkybucketError(
      'protocol',
      `There is no section [${x0}, ${x1}) × [${y0}, ${y1}) in an image of ${plane.width} × ` +
        `${plane.height} pixels.`,
    );
  }
}

/** @throws SkybucketError `protocol` for more pixels than a table has. */
export function checkTable(plane: Plane, box: Box): void {
  checkBox(plane, box);
  if (Math.max(box.x1 - box.x0, box.y1 - box.y0) > MOST_TABLE_PIXELS) {
    throw new SkybucketError(
      'protocol',
      `A table has at most ${MOST_TABLE_PIXELS} × ${MOST_TABLE_PIXELS} pixels.`,
    );
  }
}

/** @throws SkybucketError `protocol` for bins that cannot be made. */
export function checkBins({ low, high, bins }: Limits & { readonly bins: number }): void {
  const range = Number.isFinite(low) && Number.isFinite(high) && low <= high;
  if (!range || !Number.isSafeInteger(bins) || bins < 1 || bins > MOST_BINS) {
    throw new SkybucketError(
      'protocol',
      `There is no histogram of ${bins} bins from ${low} to ${high}; at most ${MOST_BINS} can be had.`,
    );
  }
}

/** @throws SkybucketError `protocol` for a size that is no number of pixels. */
export function checkSize({ width, height }: { width: number; height: number }): void {
  if (!Number.isFinite(width) || !Number.isFinite(height)) {
    throw new SkybucketError('protocol', `There is no picture of ${width} × ${height} pixels.`);
  }
}

/** @throws SkybucketError `protocol` for what is no sum of powers of two below 2^32. */
export function checkBits(bits: number): void {
  if (!Number.isSafeInteger(bits) || bits < 0 || bits >= 2 ** 32) {
    throw new SkybucketError('protocol', `${bits} is no sum of bits.`);
  }
}
