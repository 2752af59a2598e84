import { SkybucketError } from '../errors';
import type { Box, Plane, PlaneOptions } from './plane';

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

/** @throws SkybucketError as {@link checkInside}, for the pixels `[x0, x1)` of any of the rows. */
export function checkRowsInside(
  plane: Pick<Plane, 'width' | 'height'>,
  ys: readonly number[],
  x0: number,
  x1: number,
): void {
  for (const y of ys) {
    checkInside(plane, { x0, x1, y0: y, y1: y + 1 });
  }
}

/** `Plane.exact` of a plane that reads boxes. */
export async function exactPixel(
  plane: Pick<Plane, 'exactBox'>,
  x: number,
  y: number,
  options?: PlaneOptions,
): Promise<string> {
  const [text] = await plane.exactBox({ x0: x, x1: x + 1, y0: y, y1: y + 1 }, options);
  return text as string;
}
