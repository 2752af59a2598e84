import type { Outlines } from './outlines';
import { vectorIn } from './outlines';
import type { Vector } from './vector';

/** What is smaller than this on the canvas is a dot, pixels from its middle. */
export const DOT = 1.5;
/** How near to the middle of a small one the pointer means it, pixels. */
const REACH = 6;

/**
 * The rows whose footprints are at a direction, the smallest first: what lies over others can be chosen, and
 * what is too small to be met is met when the pointer is near.
 *
 * @param pixel what a pixel covers, radians
 */
export function rowsAt(outlines: Outlines, direction: Vector, pixel: number): number[] {
  const found: { readonly row: number; readonly size: number }[] = [];
  const reach = REACH * pixel;
  const { middles, radii } = outlines;
  for (let k = 0; k < outlines.count; k++) {
    const radius = radii[k] as number;
    const dx = (middles[3 * k] as number) - direction[0];
    const dy = (middles[3 * k + 1] as number) - direction[1];
    const dz = (middles[3 * k + 2] as number) - direction[2];
    const chord = Math.sqrt(dx * dx + dy * dy + dz * dz);
    // The arc is longer than its chord, which tells most of them apart.
    if (chord > Math.max(radius, reach)) {
      continue;
    }
    const distance = 2 * Math.asin(Math.min(1, chord / 2));
    if (distance > Math.max(radius, reach)) {
      continue;
    }
    if (radius < reach) {
      found.push({ row: outlines.rows[k] as number, size: distance });
    } else if (contains(outlines, k, direction)) {
      found.push({ row: outlines.rows[k] as number, size: reach + radius });
    }
  }
  found.sort((a, b) => a.size - b.size || a.row - b.row);
  return [...new Set(found.map(({ row }) => row))];
}

/**
 * Whether an outline goes around a direction: how often it crosses the meridian that leads from there to the
 * direction opposite, over the north of the axes around it. What is behind is told apart by the outline's cap.
 */
function contains({ points, starts }: Outlines, outline: number, direction: Vector): boolean {
  const [east, north] = axesAt(direction);
  let inside = false;
  let a: Vector | undefined;
  for (let k = starts[outline] as number; k < (starts[outline + 1] as number); k++) {
    const b = vectorIn(points, k);
    if (a !== undefined) {
      const [before, after] = [dot(a, east), dot(b, east)];
      if (before > 0 !== after > 0) {
        const t = before / (before - after);
        const height = dot(a, north) + t * (dot(b, north) - dot(a, north));
        if (height > 0) {
          inside = !inside;
        }
      }
    }
    a = b;
  }
  return inside;
}

/** Two directions at right angles to one and to each other. */
function axesAt([x, y, z]: Vector): readonly [east: Vector, north: Vector] {
  const across = Math.hypot(x, y);
  const east: Vector = across > 1e-9 ? [-y / across, x / across, 0] : [0, 1, 0];
  return [east, [y * east[2] - z * east[1], z * east[0] - x * east[2], x * east[1] - y * east[0]]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
