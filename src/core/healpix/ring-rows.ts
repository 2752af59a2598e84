import { type Cell, equatorialCellAt, FACE_RING, FACE_TURN } from './face';

/**
 * Rings of pixels of one latitude are counted from 1 at the north pole to 4·nside − 1, the pixels of a ring
 * eastward from 0, the first at or after longitude 0.
 */

/** A quarter of the pixels of a ring. */
export function quarterOf(nside: number, ring: number): number {
  return Math.min(nside, ring, 4 * nside - ring);
}

export function ringOf(nside: number, { face, x, y }: Cell): number {
  return (FACE_RING[face] as number) * nside - x - y - 1;
}

/** The place of a cell in its ring. */
export function columnOf(nside: number, cell: Cell): number {
  const quarter = quarterOf(nside, ringOf(nside, cell));
  const twice = (FACE_TURN[cell.face] as number) * quarter + cell.x - cell.y;
  return Math.floor((twice < 0 ? twice + 8 * quarter : twice) / 2);
}

/** Writes the cell at a place of a ring into `out`. */
export function cellAt(nside: number, ring: number, column: number, out: Cell): void {
  if (ring < nside || ring > 3 * nside) {
    const quarter = quarterOf(nside, ring);
    const face = Math.floor(column / quarter) + (ring < nside ? 0 : 8);
    const across = 2 * column + 1 - (FACE_TURN[face] as number) * quarter;
    const sum = (FACE_RING[face] as number) * nside - ring - 1;
    out.face = face;
    out.x = (sum + across) / 2;
    out.y = (sum - across) / 2;
    return;
  }
  // Every second ring begins on the meridian of longitude 0, the others half a pixel after it.
  const twice = 2 * column + ((ring - nside) % 2 === 0 ? 1 : 0);
  equatorialCellAt(nside, (twice + ring - nside - 1) / 2, (twice + 3 * nside - ring - 1) / 2, out);
}
