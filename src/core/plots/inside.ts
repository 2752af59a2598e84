import { SkybucketError } from '../errors';

/** Corners of a lasso, at most. */
const MOST_CORNERS = 10_000;

export type PlaneTest = (x: number, y: number) => boolean;
type Corners = readonly (readonly [x: number, y: number])[];

/** Whether a point lies in a rectangle, borders included; limits in any order, `y` undefined for all. */
export function inRectangle(
  x: readonly [number, number],
  y: readonly [number, number] | undefined,
): PlaneTest {
  const [left, right] = [Math.min(...x), Math.max(...x)];
  const [low, high] = y === undefined ? [-Infinity, Infinity] : [Math.min(...y), Math.max(...y)];
  return (px, py) => px >= left && px <= right && py >= low && py <= high;
}

/**
 * Whether a point lies inside a closed line, by the even-odd rule.
 *
 * @throws SkybucketError `protocol` for more corners than anybody draws, or what is no corner
 */
export function inLasso(corners: Corners): PlaneTest {
  if (corners.length > MOST_CORNERS || !corners.every(isCorner)) {
    throw new SkybucketError('protocol', 'This is no line around points.');
  }
  const xs = Float64Array.from(corners, ([x]) => x);
  const ys = Float64Array.from(corners, ([, y]) => y);
  const inBox = inRectangle([least(xs), most(xs)], [least(ys), most(ys)]);
  return (x, y) => {
    if (!inBox(x, y)) {
      return false;
    }
    let inside = false;
    for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      const [yi, yj] = [ys[i] as number, ys[j] as number];
      if (yi > y !== yj > y) {
        const [xi, xj] = [xs[i] as number, xs[j] as number];
        inside = x < xi + ((xj - xi) * (y - yi)) / (yj - yi) ? !inside : inside;
      }
    }
    return inside;
  };
}

function isCorner(corner: readonly [number, number]): boolean {
  return corner.length === 2 && corner.every(Number.isFinite);
}

function least(values: Float64Array): number {
  return values.reduce((so, value) => Math.min(so, value), Infinity);
}

function most(values: Float64Array): number {
  return values.reduce((so, value) => Math.max(so, value), -Infinity);
}
