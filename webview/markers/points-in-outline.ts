import type { Position } from '../image/view';
import type { PointIndex } from './point-index';

/**
 * The rows, ascending, of the points inside of an outline; of one that crosses itself what lies in an odd number of
 * its turns.
 *
 * @param outline image positions, closed from the last to the first.
 */
export function rowsInOutline(points: PointIndex, outline: readonly Position[]): Uint32Array {
  if (outline.length < 3) {
    return new Uint32Array(0);
  }
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const box = {
    ...{ x0: Math.min(...xs), y0: Math.min(...ys) },
    ...{ x1: Math.max(...xs), y1: Math.max(...ys) },
  };
  const rows: number[] = [];
  for (const { from, to } of points.within(box)) {
    for (let at = from; at < to; at++) {
      const x = points.positions[2 * at] as number;
      const y = points.positions[2 * at + 1] as number;
      if (x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1 && isInside(outline, x, y)) {
        rows.push(points.rows[at] as number);
      }
    }
  }
  return Uint32Array.from(rows).sort();
}

function isInside(outline: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  let [beforeX, beforeY] = outline.at(-1) as Position;
  for (const [nextX, nextY] of outline) {
    if (nextY > y !== beforeY > y) {
      const crossing = nextX + ((y - nextY) * (beforeX - nextX)) / (beforeY - nextY);
      inside = x < crossing ? !inside : inside;
    }
    [beforeX, beforeY] = [nextX, nextY];
  }
  return inside;
}

/** Points of some rows, without their magnitudes. Their own rows are counted among those that are here. */
export function pointsOfRows(points: PointIndex, rows: Uint32Array): Float32Array {
  const isChosen = new Uint8Array((rows.at(-1) ?? -1) + 1);
  rows.forEach((row) => (isChosen[row] = 1));
  const positions: number[] = [];
  points.rows.forEach((row, at) => {
    if (isChosen[row] === 1) {
      positions.push(points.positions[2 * at] as number, points.positions[2 * at + 1] as number);
    }
  });
  return Float32Array.from(positions);
}
