import type { Directions } from '../sky/frames';
import { type Cell, type SpherePoint, toSphere } from './face';
import { cellOfNested } from './nested';
import { checkOrder, MOST_NUMBER_ORDER } from './order';

const DEGREE = Math.PI / 180;

/**
 * Points of the border of a nested pixel: its northern, western, southern and eastern corner, and `step` − 1
 * points after each, as healpy's `boundaries`. Borders are no great circles.
 *
 * @param step points a side, 1 for the corners alone
 */
export function pixelBorder(order: number, pixel: number, step = 1): Directions {
  checkOrder(order, MOST_NUMBER_ORDER);
  const nside = 2 ** order;
  const { face, x, y }: Cell = cellAt(order, pixel);
  const longitude = new Float64Array(4 * step);
  const latitude = new Float64Array(4 * step);
  const at: SpherePoint = { z: 0, s: 0, phi: 0 };
  for (let k = 0; k < step; k++) {
    const [near, far] = [k / step, 1 - k / step];
    const places = [
      [far, 1],
      [0, far],
      [near, 0],
      [1, near],
    ] as const;
    places.forEach(([u, v], side) => {
      toSphere(face, (x + u) / nside, (y + v) / nside, at);
      longitude[side * step + k] = at.phi / DEGREE;
      latitude[side * step + k] = Math.atan2(at.z, at.s) / DEGREE;
    });
  }
  return { longitude, latitude };
}

function cellAt(order: number, pixel: number): Cell {
  const cell: Cell = { face: 0, x: 0, y: 0 };
  cellOfNested(order, pixel, cell);
  return cell;
}
