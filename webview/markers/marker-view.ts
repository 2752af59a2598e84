import type { Camera } from '../image/camera';
import type { PixelBox, Position, Size } from '../image/view';

/** Beside the view this share of it is drawn, too: it is there when the picture moves. */
const MARGIN = 0.2;

/** Canvases are no larger than this, in pixels. */
const MOST_SIDE = 8192;

/** How image positions become device pixels, right and down from the top left corner of the canvas. */
export interface MarkerView extends Size {
  /** Pixels of the canvas to the left of the view and to its right, above and below. */
  readonly margin: Position;
  readonly zoom: number;
  /** An image position near the middle that a float holds exactly: what is drawn is relative to it. */
  readonly origin: Position;
  readonly at: Position;
  /** Device pixels of one image pixel along x and along y. */
  readonly alongX: Position;
  readonly alongY: Position;
}

/** A view with a margin about it. Undefined while there is nothing to see. */
export function markerView(camera: Camera): MarkerView | undefined {
  const { centre, canvas, view } = camera;
  const origin = centre && ([Math.fround(centre[0]), Math.fround(centre[1])] as const);
  const at = origin && camera.canvasPosition(origin);
  const right = origin && camera.canvasPosition([origin[0] + 1, origin[1]]);
  const up = origin && camera.canvasPosition([origin[0], origin[1] + 1]);
  const margin = [marginOf(canvas.width), marginOf(canvas.height)] as const;
  return view && origin && at && right && up
    ? {
        ...{ width: canvas.width + 2 * margin[0], height: canvas.height + 2 * margin[1], margin },
        ...{ zoom: view.zoom, origin, at: [at[0] + margin[0], at[1] + margin[1]] },
        alongX: [right[0] - at[0], right[1] - at[1]],
        alongY: [up[0] - at[0], up[1] - at[1]],
      }
    : undefined;
}

function marginOf(side: number): number {
  return Math.max(0, Math.min(Math.ceil(side * MARGIN), Math.floor((MOST_SIDE - side) / 2)));
}

/** The image positions in a view, and those whose marker of a size (device pixels) reaches into it. */
export function positionsInSight(
  camera: Camera,
  { margin, width, height }: MarkerView,
  size: number,
): PixelBox | undefined {
  const [right, down] = [margin[0] + size, margin[1] + size];
  const from = camera.positionAt([-right, -down]);
  const to = camera.positionAt([width - 2 * margin[0] + right, height - 2 * margin[1] + down]);
  return (
    from &&
    to && {
      x0: Math.min(from[0], to[0]),
      y0: Math.min(from[1], to[1]),
      x1: Math.max(from[0], to[0]),
      y1: Math.max(from[1], to[1]),
    }
  );
}

/** What painters draw of one table. */
export interface PaintedPoints {
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** Device pixels across: of the faintest and of the brightest. */
  readonly sizes: readonly [number, number];
}
