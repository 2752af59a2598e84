/**
 * The projection of HEALPix (Górski et al. 2005, section 5 and appendix): the sphere is twelve base pixels
 * ("faces"), in each of which a point has the coordinates u (towards north-east) and v (towards north-west), from
 * 0 at the southern corner to 1. Pixels are squares there, so all geometry is exact at every order.
 *
 * Four faces touch the north pole (0–3), four lie on the equator (4–7), four touch the south pole (8–11).
 */

/** The height of the southern corner of a face below the north pole, in diagonals of half a face. */
export const FACE_RING = Int32Array.of(2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4);
/** The longitude of the middle of a face, in eighths of a turn. */
export const FACE_TURN = Int32Array.of(1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7);

const EIGHTH = Math.PI / 4;
const DEGREE = Math.PI / 180;

/** A pixel of one order: `face` 0–11, `x` along u and `y` along v, from 0 to below nside. */
export interface Cell {
  face: number;
  x: number;
  y: number;
}

/** A place on the sphere: `z` the sine of the latitude, `s` its cosine, `phi` the longitude in radians. */
export interface SpherePoint {
  z: number;
  s: number;
  phi: number;
}

/** Writes the place on the sphere of a place in a face into `out`, so that loops allocate nothing. */
export function toSphere(face: number, u: number, v: number, out: SpherePoint): void {
  // The order of subtraction keeps all digits near the poles, where u and v are nearly 1.
  const down = (FACE_RING[face] as number) - 1 - u + (1 - v);
  if (down >= 1 && down <= 3) {
    out.z = ((2 - down) * 2) / 3;
    out.s = Math.sqrt((1 - out.z) * (1 + out.z));
    out.phi = EIGHTH * eighths(face, u - v);
    return;
  }
  const north = down < 1;
  /** The distance from the pole in diagonals of half a face. */
  const size = north ? 1 - u + (1 - v) : u + v;
  const square = (size * size) / 3;
  out.z = north ? 1 - square : square - 1;
  out.s = size * Math.sqrt((2 - square) / 3);
  out.phi = size < 1e-300 ? EIGHTH * eighths(face, 0) : EIGHTH * eighths(face, (u - v) / size);
}

/** From 0 to below 8, for `offset` eighths of a turn from the middle of a face. */
function eighths(face: number, offset: number): number {
  const turn = (FACE_TURN[face] as number) + offset;
  return turn < 0 ? turn + 8 : turn >= 8 ? turn - 8 : turn;
}

/**
 * Writes the pixel that holds a direction into `out`. Edges belong to the same pixel as in healpy, up to rounding;
 * at the poles the longitude decides. `face` is -1 where the direction is not finite or the latitude beyond 90°.
 *
 * @param nside pixels along the side of a face
 * @param longitude degrees, any turn of the circle
 * @param latitude degrees
 */
export function toCell(nside: number, longitude: number, latitude: number, out: Cell): void {
  const size = Math.abs(latitude);
  if (!(size <= 90) || !Number.isFinite(longitude)) {
    out.face = -1;
    return;
  }
  const turn = (longitude / 90) % 4;
  const quarters = turn < 0 ? turn + 4 : turn;
  const z = Math.sin(latitude * DEGREE);
  if (Math.abs(z) <= 2 / 3) {
    equatorialCell(nside, quarters, z, out);
    return;
  }
  const quarter = Math.min(3, Math.floor(quarters));
  const along = quarters - quarter;
  // √(3(1 − |z|)) without the loss of digits near the pole.
  const distance = nside * Math.sqrt(6) * Math.sin(((90 - size) / 2) * DEGREE);
  const east = Math.min(nside - 1, Math.floor(along * distance));
  const west = Math.min(nside - 1, Math.floor((1 - along) * distance));
  if (latitude > 0) {
    out.face = quarter;
    out.x = nside - 1 - west;
    out.y = nside - 1 - east;
  } else {
    out.face = quarter + 8;
    out.x = east;
    out.y = west;
  }
}

function equatorialCell(nside: number, quarters: number, z: number, out: Cell): void {
  const across = nside * (0.5 + quarters);
  const up = nside * z * 0.75;
  equatorialCellAt(nside, Math.floor(across - up), Math.floor(across + up), out);
}

/** Between the polar caps, from the whole diagonals that a place lies behind, seen from west and from east. */
export function equatorialCellAt(nside: number, east: number, west: number, out: Cell): void {
  const [p, m] = [Math.floor(east / nside), Math.floor(west / nside)];
  if (p === m) {
    out.face = (p & 3) + 4;
  } else {
    out.face = p < m ? p & 3 : (m & 3) + 8;
  }
  out.x = west - m * nside;
  out.y = nside - 1 - (east - p * nside);
}
