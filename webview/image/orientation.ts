import type { PixelBox, Position, Size } from './view';

/**
 * Which way up the picture is on the screen: first mirrored left to right where `flipped`, then turned
 * counter-clockwise by `turns` quarter turns.
 *
 * **Turned positions** are those of the picture as it is seen: 0-based, x to the right, y up, the centre
 * of the lower left pixel on screen at (0, 0). Everything about the screen (camera, placement) is in
 * turned positions; everything about the file (tiles, readout, what is kept) is in image positions.
 */
export interface Orientation {
  readonly turns: 0 | 1 | 2 | 3;
  readonly flipped: boolean;
}

export const UPRIGHT: Orientation = { turns: 0, flipped: false };

/** The size of the turned image. */
export function turnedSize({ width, height }: Size, { turns }: Orientation): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** The turned position of an image position. */
export function turn(position: Position, image: Size, { turns, flipped }: Orientation): Position {
  let [x, y] = position;
  let { width, height } = image;
  if (flipped) {
    x = width - 1 - x;
  }
  for (let k = 0; k < turns; k++) {
    [x, y] = [height - 1 - y, x];
    [width, height] = [height, width];
  }
  return [x, y];
}

/** The image position of a turned position. */
export function unturn(position: Position, image: Size, { turns, flipped }: Orientation): Position {
  let [x, y] = position;
  let { width, height } = turnedSize(image, { turns, flipped });
  for (let k = 0; k < turns; k++) {
    [x, y] = [y, width - 1 - x];
    [width, height] = [height, width];
  }
  return flipped ? [width - 1 - x, y] : [x, y];
}

/** The turned pixels of a half-open box of image pixels. */
export function turnBox(box: PixelBox, image: Size, orientation: Orientation): PixelBox {
  return mapBox(box, (position) => turn(position, image, orientation));
}

/** The image pixels of a half-open box of turned pixels. */
export function unturnBox(box: PixelBox, image: Size, orientation: Orientation): PixelBox {
  return mapBox(box, (position) => unturn(position, image, orientation));
}

/** A half-open box by its first and last pixels, which may change places. */
function mapBox(box: PixelBox, map: (position: Position) => Position): PixelBox {
  const [ax, ay] = map([box.x0, box.y0]);
  const [bx, by] = map([box.x1 - 1, box.y1 - 1]);
  return {
    x0: Math.min(ax, bx),
    y0: Math.min(ay, by),
    x1: Math.max(ax, bx) + 1,
    y1: Math.max(ay, by) + 1,
  };
}
