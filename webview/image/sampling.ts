import { unturn } from './orientation';
import type { Scene } from './scene';
import type { Size } from './view';

/** What of a scene says where things are. */
export type Layout = Pick<Scene, 'placement' | 'image' | 'orientation'>;

/**
 * Which image pixel each device pixel shows: the one its middle lies in. Columns and rows are apart,
 * because the picture turns by quarter turns only. Meaningless beside the image.
 */
export interface Sampling {
  /** Image x of each device column from the left; image y where `swapped`. */
  readonly columns: Int32Array;
  /** Image y of each device row from the *bottom*; image x where `swapped`. */
  readonly rows: Int32Array;
  /** Whether the columns of the canvas are rows of the image. */
  readonly swapped: boolean;
}

/**
 * Both renderers look image pixels up here, rather than dividing for each device pixel: a GPU's float32
 * would round to the neighbour where the middle of a device pixel meets the border of two image pixels.
 */
export function samplingOf({ placement, image, orientation }: Layout, canvas: Size): Sampling {
  const { zoom, left, bottom } = placement;
  const swapped = orientation.turns % 2 === 1;
  const [along, across] = swapped ? ([1, 0] as const) : ([0, 1] as const);
  return {
    columns: Int32Array.from(
      { length: canvas.width },
      (_, i) => unturn([shownIn(i, left, zoom), 0], image, orientation)[along],
    ),
    rows: Int32Array.from(
      { length: canvas.height },
      (_, i) => unturn([0, shownIn(i, bottom, zoom)], image, orientation)[across],
    ),
    swapped,
  };
}

/** The turned pixel that a device pixel shows, on one axis of a picture that starts at `start`. */
function shownIn(device: number, start: number, zoom: number): number {
  return Math.floor((device + 0.5 - start) / zoom);
}

/** The first device pixel that shows a turned pixel, or one after it. */
export function firstShowing(pixel: number, start: number, zoom: number): number {
  let device = Math.ceil(start + pixel * zoom - 0.5);
  // By the very rule, whatever the line above was rounded to: grids that touch must agree.
  while (shownIn(device - 1, start, zoom) >= pixel) {
    device--;
  }
  while (shownIn(device, start, zoom) < pixel) {
    device++;
  }
  return device;
}
