import type { Position } from '../image/view';

/** Steps after which the nearest point is known to far below a pixel, for any ellipse. */
const STEPS = 6;

/**
 * How far a position is from the ellipse around the origin with semi-axes `a` along x and `b` along y. The
 * nearest point is found by walking along the ellipse as along its circle of curvature, which converges from
 * everywhere.
 */
export function ellipseDistance(a: number, b: number, [x, y]: Position): number {
  const [px, py] = [Math.abs(x), Math.abs(y)];
  let [tx, ty] = [Math.SQRT1_2, Math.SQRT1_2];
  for (let step = 0; step < STEPS; step++) {
    // The centre of curvature at (a tx, b ty).
    const ex = (a === 0 ? 0 : (a * a - b * b) / a) * tx ** 3;
    const ey = (b === 0 ? 0 : (b * b - a * a) / b) * ty ** 3;
    const radius = Math.hypot(a * tx - ex, b * ty - ey);
    const distance = Math.hypot(px - ex, py - ey) || 1;
    tx = bounded(((px - ex) * radius) / distance + ex, a);
    ty = bounded(((py - ey) * radius) / distance + ey, b);
    const length = Math.hypot(tx, ty) || 1;
    tx /= length;
    ty /= length;
  }
  return Math.hypot(px - a * tx, py - b * ty);
}

/** As a share of the semi-axis. */
function bounded(value: number, axis: number): number {
  return axis === 0 ? 0 : Math.min(1, Math.max(0, value / axis));
}
