import { Camera } from './camera';
import type { Orientation } from './orientation';
import { turnedSize } from './orientation';
import type { PixelBox, Size } from './view';
import { MAX_ZOOM } from './view';

/** The longest side of a picture of a box, in device pixels. */
export const LONGEST_SIDE = 4096;

/**
 * How a box of image pixels is looked at that fills a canvas of its own: as large as on the screen, or a pixel
 * for a pixel, whichever is finer, up to {@link LONGEST_SIDE}. Whole device pixels for an image pixel where
 * there is room, so that all of them are of one size.
 *
 * @param zoom on the screen, in device pixels per image pixel.
 */
export function boxView(
  box: PixelBox,
  image: Size,
  orientation: Orientation,
  zoom: number,
): Camera {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const most = LONGEST_SIDE / Math.max(width, height);
  const wanted = Math.min(Math.max(1, Math.ceil(zoom - 1e-6)), MAX_ZOOM);
  const scale = Math.min(wanted, most < 1 ? most : Math.floor(most));
  const camera = new Camera();
  camera.image = image;
  camera.orientation = orientation;
  const turned = turnedSize({ width, height }, orientation);
  camera.canvas = {
    width: Math.max(1, Math.round(turned.width * scale)),
    height: Math.max(1, Math.round(turned.height * scale)),
  };
  const centre = [(box.x0 + box.x1 - 1) / 2, (box.y0 + box.y1 - 1) / 2] as const;
  camera.choose({ centre, zoom: scale });
  return camera;
}

/** What of a box is on the image; undefined where that is nothing. */
export function onImage(box: PixelBox, { width, height }: Size): PixelBox | undefined {
  const part = {
    x0: Math.max(box.x0, 0),
    y0: Math.max(box.y0, 0),
    x1: Math.min(box.x1, width),
    y1: Math.min(box.y1, height),
  };
  return part.x0 < part.x1 && part.y0 < part.y1 ? part : undefined;
}
