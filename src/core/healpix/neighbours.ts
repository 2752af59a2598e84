import { type Cell } from './face';
import { cellOfNested, nestedOfCell } from './nested';
import { checkOrder, MOST_NUMBER_ORDER } from './order';

/** To the south-west, west, north-west, north, north-east, east, south-east and south, as healpy has them. */
const STEPS = [
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
] as const;

/**
 * The eight neighbours of a nested pixel, from the south-west clockwise: SW, W, NW, N, NE, E, SE, S; -1 where there
 * is none, because only three base pixels meet in a point.
 *
 * @param order at most 24
 */
export function neighbours(order: number, pixel: number): Float64Array {
  checkOrder(order, MOST_NUMBER_ORDER);
  const nside = 2 ** order;
  const cell: Cell = { face: 0, x: 0, y: 0 };
  return Float64Array.from(STEPS, ([dx, dy]) => {
    cellOfNested(order, pixel, cell);
    return step(nside, dx, dy, cell) ? nestedOfCell(order, cell) : -1;
  });
}

/** Moves a cell by at most one in each axis; false where it comes to no cell. */
function step(nside: number, dx: number, dy: number, cell: Cell): boolean {
  cell.x += dx;
  cell.y += dy;
  const [right, up] = [beyond(cell.x, nside), beyond(cell.y, nside)];
  return (right === 0 && up === 0) || cross(nside, right, up, cell);
}

function beyond(at: number, nside: number): -1 | 0 | 1 {
  return at < 0 ? -1 : at >= nside ? 1 : 0;
}

/** Takes a cell that has left its face into the face it came to. */
function cross(nside: number, right: number, up: number, cell: Cell): boolean {
  const { face } = cell;
  const row = face >> 2;
  const next = (by: number): number => ((face & 3) + by + 4) & 3;
  const last = nside - 1;
  const wrapped = { x: cell.x - right * nside, y: cell.y - up * nside };
  if (row === 1) {
    // Around the equator all eight lie as they do in the plane, less those to the north and south.
    if (right === up) {
      return false;
    }
    const found =
      right + up > 0
        ? next(right > 0 ? 0 : -1)
        : right + up < 0
          ? 8 + next(right < 0 ? -1 : 0)
          : 4 + next(right > 0 ? 1 : -1);
    return place(cell, found, wrapped.x, wrapped.y);
  }
  return row === 0
    ? crossNorth(cell, right, up, next, wrapped, last)
    : crossSouth(cell, right, up, next, wrapped);
}

type Next = (by: number) => number;
interface Place {
  readonly x: number;
  readonly y: number;
}

function crossNorth(
  cell: Cell,
  right: number,
  up: number,
  next: Next,
  wrapped: Place,
  last: number,
): boolean {
  if (right > 0 && up > 0) {
    return place(cell, next(2), last, last);
  }
  if (right < 0 && up < 0) {
    return place(cell, 8 + next(0), last, last);
  }
  if (right > 0) {
    // The neighbour over the edge to the pole is turned by a quarter; there is none at its lower end.
    return up === 0 && place(cell, next(1), cell.y, last);
  }
  if (up > 0) {
    return right === 0 && place(cell, next(-1), last, cell.x);
  }
  return place(cell, right < 0 ? 4 + next(0) : 4 + next(1), wrapped.x, wrapped.y);
}

function crossSouth(cell: Cell, right: number, up: number, next: Next, wrapped: Place): boolean {
  if (right < 0 && up < 0) {
    return place(cell, 8 + next(2), 0, 0);
  }
  if (right > 0 && up > 0) {
    return place(cell, next(0), 0, 0);
  }
  if (right < 0) {
    return up === 0 && place(cell, 8 + next(-1), cell.y, 0);
  }
  if (up < 0) {
    return right === 0 && place(cell, 8 + next(1), 0, cell.x);
  }
  return place(cell, right > 0 ? 4 + next(1) : 4 + next(0), wrapped.x, wrapped.y);
}

function place(cell: Cell, face: number, x: number, y: number): boolean {
  cell.face = face;
  cell.x = x;
  cell.y = y;
  return true;
}
