import type { Position } from '../image/view';
import type { MarkerView } from './marker-view';

/** How what was drawn for one view lies in another one. */
export interface Shift {
  /** The size it has now. */
  readonly scale: number;
  /** The top left corner of its canvas, in device pixels of the view as it is now. */
  readonly corner: Position;
  /** How much of the margin is left on the side where there is least, as a share: below 0 the view is not covered. */
  readonly spare: number;
}

/** Undefined where it cannot be moved there: turned, mirrored, or of another size. */
export function shiftOf(drawn: MarkerView, now: MarkerView): Shift | undefined {
  const scale = now.zoom / drawn.zoom;
  const same = [0, 1].every(
    (k) =>
      isNear(now.alongX[k], drawn.alongX[k], scale) &&
      isNear(now.alongY[k], drawn.alongY[k], scale),
  );
  if (drawn.width !== now.width || drawn.height !== now.height || !same) {
    return undefined;
  }
  const [x, y] = [drawn.origin[0] - now.origin[0], drawn.origin[1] - now.origin[1]];
  const corner = [0, 1].map((k) => {
    const origin =
      (now.at[k] as number) + (now.alongX[k] as number) * x + (now.alongY[k] as number) * y;
    const from = origin - (now.margin[k] as number) - scale * (drawn.at[k] as number);
    // The picture moves by whole pixels.
    return scale === 1 ? Math.round(from) : from;
  }) as unknown as Position;
  const spare = [0, 1].map((k) => {
    const margin = now.margin[k] as number;
    const side = k === 0 ? now.width : now.height;
    const before = -(corner[k] as number);
    const behind = (corner[k] as number) + scale * side - (side - 2 * margin);
    return Math.min(before, behind) / Math.max(1, margin);
  });
  return { scale, corner, spare: Math.min(...spare) };
}

function isNear(now = NaN, drawn = NaN, scale: number): boolean {
  return Math.abs(now - scale * drawn) <= 1e-6 * Math.abs(now) + 1e-9;
}
