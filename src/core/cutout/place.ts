import { SkybucketError } from '../errors';

/** How a cutout that reaches over the edge of the image is made. */
export type EdgeMode = 'trim' | 'partial' | 'strict';

/** Where a cutout lies in the image. Pixels are 0-based; boxes are half-open. */
export interface Placed {
  /** The image pixel that becomes the first of the cutout; below 0 where the cutout begins outside. */
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  /** The part of the image that is in it. */
  readonly inside: {
    readonly x0: number;
    readonly y0: number;
    readonly x1: number;
    readonly y1: number;
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Places a cutout as `astropy.nddata.Cutout2D` does: it begins at the smallest pixel not below centre − size/2.
 *
 * @param centre pixel position, 0-based, centre of the first pixel at (0, 0).
 * @param size whole pixels, 1 at least.
 * @throws SkybucketError `past-end` where the image has no pixels, the cutout lies outside of it, or reaches over its edge though `strict`.
 */
export function placeCutout(
  image: Size,
  centre: readonly [x: number, y: number],
  size: Size,
  mode: EdgeMode,
): Placed {
  if (!centre.every(Number.isFinite)) {
    throw new SkybucketError('past-end', 'The centre of the cutout is nowhere in this image.', {
      hint: 'Give it as a pixel, as in “120 45 px”.',
    });
  }
  if (!(image.width >= 1 && image.height >= 1)) {
    throw new SkybucketError('past-end', 'This image has no pixels to cut out.');
  }
  const x0 = start(centre[0], size.width);
  const y0 = start(centre[1], size.height);
  const x1 = x0 + size.width;
  const y1 = y0 + size.height;
  if (x1 <= 0 || y1 <= 0 || x0 >= image.width || y0 >= image.height) {
    throw new SkybucketError('past-end', 'The cutout lies outside the image.', {
      hint: `The image has ${image.width} × ${image.height} pixels; choose a centre inside of it.`,
    });
  }
  const inside = {
    x0: Math.max(0, x0),
    y0: Math.max(0, y0),
    x1: Math.min(image.width, x1),
    y1: Math.min(image.height, y1),
  };
  const over = inside.x1 - inside.x0 < size.width || inside.y1 - inside.y0 < size.height;
  if (mode === 'strict' && over) {
    throw new SkybucketError('past-end', 'The cutout reaches over the edge of the image.', {
      hint: 'Choose a smaller size, or let it be trimmed or filled up.',
    });
  }
  return mode === 'trim'
    ? {
        x0: inside.x0,
        y0: inside.y0,
        width: inside.x1 - inside.x0,
        height: inside.y1 - inside.y0,
        inside,
      }
    : { x0, y0, ...size, inside };
}

/** True where some pixels of the cutout are outside the image. */
export function reachesOver({ width, height, inside }: Placed): boolean {
  return inside.x1 - inside.x0 < width || inside.y1 - inside.y0 < height;
}

function start(centre: number, length: number): number {
  // Not −0.
  return Math.ceil(centre - length / 2) + 0;
}
