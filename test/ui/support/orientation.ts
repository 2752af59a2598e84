/** Quarter turns counter-clockwise, after mirroring left to right. */
export interface Orientation {
  readonly turns: number;
  readonly flipped: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

type Place = readonly [number, number];

/**
 * The pixel that is some pixels to the right of the lower left corner of what is seen, and some above:
 * the image is mirrored first, then turned counter-clockwise.
 */
export function pixelOf(
  [right, up]: Place,
  { width, height }: Size,
  { turns, flipped }: Orientation,
): Place {
  const [x, y] = (
    [
      [right, up],
      [up, height - 1 - right],
      [width - 1 - right, height - 1 - up],
      [width - 1 - up, right],
    ] as const
  )[turns] ?? [right, up];
  return [flipped ? width - 1 - x : x, y];
}

/** The other way round: how far right and up a pixel is seen. */
export function placeOf(
  [x, y]: Place,
  { width, height }: Size,
  { turns, flipped }: Orientation,
): Place {
  const seen = flipped ? width - 1 - x : x;
  return (
    (
      [
        [seen, y],
        [height - 1 - y, seen],
        [width - 1 - seen, height - 1 - y],
        [y, width - 1 - seen],
      ] as const
    )[turns] ?? [x, y]
  );
}
