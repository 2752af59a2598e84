/**
 * Where the picture lies on the canvas. All of this is about the picture as it is seen: "image" is the
 * turned image here, and positions are the turned positions of `orientation.ts`, unless said otherwise.
 *
 * **Image positions** are 0-based with the centre of pixel (0, 0) at (0, 0), y up.
 * **Canvas positions** are device pixels from the top left corner, y down.
 * **Zoom** is device pixels per image pixel, so that 1 is 1:1 on any display.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Position = readonly [x: number, y: number];

/** What the user chose: the image position at the middle of the canvas, and the zoom. */
export interface View {
  readonly centre: Position;
  readonly zoom: number;
}

/**
 * What is drawn: the lower left corner of pixel (0, 0), in whole device pixels from the left and the
 * *bottom* of the canvas. Whole, because a corner between two device pixels would let image pixels
 * of a 1:1 picture fall on the border and flicker.
 */
export interface Placement {
  readonly zoom: number;
  readonly left: number;
  readonly bottom: number;
}

/** Half-open box of image pixels. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** What is seen of an image, in pixels of the file. */
export interface Sight {
  readonly box: PixelBox;
  readonly zoom: number;
  /** The image position that matters most. */
  readonly focus: Position;
}

export const MAX_ZOOM = 128;
/** How far from the border of the canvas a revealed position is kept, in device pixels. */
const MARGIN = 24;

export function place(view: View, canvas: Size): Placement {
  return {
    zoom: view.zoom,
    left: Math.round(canvas.width / 2 - (view.centre[0] + 0.5) * view.zoom),
    bottom: Math.round(canvas.height / 2 - (view.centre[1] + 0.5) * view.zoom),
  };
}

/** The image position at a canvas position. */
export function imagePosition(placement: Placement, canvas: Size, x: number, y: number): Position {
  return [
    (x - placement.left) / placement.zoom - 0.5,
    (canvas.height - y - placement.bottom) / placement.zoom - 0.5,
  ];
}

/** The canvas position of an image position. */
export function canvasPosition(placement: Placement, canvas: Size, [x, y]: Position): Position {
  const { zoom, left, bottom } = placement;
  return [left + (x + 0.5) * zoom, canvas.height - bottom - (y + 0.5) * zoom];
}

/**
 * The image pixel shown in the device pixel that holds the canvas position: the one the renderer
 * samples, at the middle of the device pixel. May lie outside the image.
 */
export function pixelAt(placement: Placement, canvas: Size, x: number, y: number): Position {
  const across = Math.floor(x) + 0.5 - placement.left;
  const up = canvas.height - (Math.floor(y) + 0.5) - placement.bottom;
  return [Math.floor(across / placement.zoom), Math.floor(up / placement.zoom)];
}

/** The zoom at which the whole image is seen; whole numbers above 1, so that pixels are even. */
export function fitZoom(image: Size, canvas: Size): number {
  const zoom = Math.min(canvas.width / image.width, canvas.height / image.height);
  return zoom > 1 ? Math.min(Math.floor(zoom), MAX_ZOOM) : zoom;
}

export function fitView(image: Size, canvas: Size): View {
  return {
    centre: [(image.width - 1) / 2, (image.height - 1) / 2],
    zoom: fitZoom(image, canvas),
  };
}

/** The view with its centre on the image and its zoom within bounds. */
export function clampView(view: View, image: Size, canvas: Size): View {
  const smallest = Math.min(fitZoom(image, canvas) / 2, 1);
  return {
    centre: [
      Math.min(Math.max(view.centre[0], -0.5), image.width - 0.5),
      Math.min(Math.max(view.centre[1], -0.5), image.height - 0.5),
    ],
    zoom: Math.min(Math.max(view.zoom, smallest), MAX_ZOOM),
  };
}

/** The view at another zoom that keeps what is at the canvas position in its place. */
export function zoomAt(view: View, canvas: Size, zoom: number, x: number, y: number): View {
  const [imageX, imageY] = imagePosition(place(view, canvas), canvas, x, y);
  return {
    centre: [imageX - (x - canvas.width / 2) / zoom, imageY + (y - canvas.height / 2) / zoom],
    zoom,
  };
}

/** The view after the picture was dragged by device pixels, right and down. */
export function panBy(view: View, right: number, down: number): View {
  return {
    centre: [view.centre[0] - right / view.zoom, view.centre[1] + down / view.zoom],
    zoom: view.zoom,
  };
}

/** The view that shows what lies between two canvas positions, as large as it can be. */
export function viewOfBox(placement: Placement, canvas: Size, from: Position, to: Position): View {
  const width = Math.max(1, Math.abs(to[0] - from[0]));
  const height = Math.max(1, Math.abs(to[1] - from[1]));
  return {
    centre: imagePosition(placement, canvas, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2),
    zoom: placement.zoom * Math.min(canvas.width / width, canvas.height / height),
  };
}

/** The view moved just far enough to have an image position in sight, off the border if it moves. */
export function reveal(view: View, canvas: Size, position: Position): View {
  const axis = (centre: number, at: number, size: number): number => {
    const distance = (at - centre) * view.zoom;
    const reach = Math.max(0, size / 2 - MARGIN - view.zoom / 2) / view.zoom;
    if (Math.abs(distance) <= size / 2) {
      return centre;
    }
    return distance > 0 ? at - reach : at + reach;
  };
  return {
    centre: [
      axis(view.centre[0], position[0], canvas.width),
      axis(view.centre[1], position[1], canvas.height),
    ],
    zoom: view.zoom,
  };
}

/** The next power of two above (direction 1) or below (direction −1) a zoom. */
export function zoomStep(zoom: number, direction: 1 | -1): number {
  const power = Math.log2(zoom);
  // A hair of tolerance, so that 0.5 stored as 0.49999 steps to 1 and not to 0.5.
  const next = direction > 0 ? Math.floor(power + 1.001) : Math.ceil(power - 1.001);
  return 2 ** next;
}

/** The image pixels seen, or undefined where the image is out of sight. */
export function visibleBox(placement: Placement, canvas: Size, image: Size): PixelBox | undefined {
  const { zoom, left, bottom } = placement;
  const box = {
    x0: Math.max(0, Math.floor(-left / zoom)),
    y0: Math.max(0, Math.floor(-bottom / zoom)),
    x1: Math.min(image.width, Math.ceil((canvas.width - left) / zoom)),
    y1: Math.min(image.height, Math.ceil((canvas.height - bottom) / zoom)),
  };
  return box.x0 < box.x1 && box.y0 < box.y1 ? box : undefined;
}
