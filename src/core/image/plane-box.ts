import { SkybucketError } from '../errors';
import type { Box, Plane } from './plane';

/** @throws SkybucketError `past-end` unless the box, which may be empty, lies inside the plane. */
export function checkInside(
  { width, height }: Pick<Plane, 'width' | 'height'>,
  { x0, y0, x1, y1 }: Box,
): void {
  const whole = [x0, y0, x1, y1].every((edge) => Number.isSafeInteger(edge));
  if (!whole || x0 < 0 || y0 < 0 || x1 < x0 || y1 < y0 || x1 > width || y1 > height) {
    throw new SkybucketError(
      'past-end',
      `The section [${x0}:${x1}, ${y0}:${y1}] lies outside the image of ${width} × ${height} pixels.`,
    );
  }
}
