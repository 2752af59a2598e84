import { equatorial } from './cylindrical';
import { arcsine, HALF_PI, latitudeOf, ROUNDING, versine, type NewProjection } from './projection';

/** HEALPix (Calabretta & Roukema 2007): `PVi_1` facets along the equator (4), `PVi_2` rows (3). */
export const hpx: NewProjection = (pv) => {
  const h = pv(1) ?? 4;
  const k = pv(2) ?? 3;
  if (!(h > 0 && k > 0)) {
    return `The projection HPX cannot have the parameters PVi_1 = ${h} and PVi_2 = ${k}.`;
  }
  const evenRows = Math.round(k) % 2 === 0;
  const half = Math.PI / h;
  const edge = (HALF_PI * (k - 1)) / h;
  /** From the nearest corner at a pole; in the south of an even number of rows they lie between. */
  const offset = (x: number, south: boolean): number => {
    const turns = (x + Math.PI - (south && evenRows ? 0 : half)) / (2 * half);
    return (turns - Math.round(turns)) * 2 * half;
  };
  return equatorial(
    (x, y, out) => {
      const size = Math.abs(y);
      if (size <= edge) {
        out.u = x;
        out.v = arcsine((y * h) / (HALF_PI * k));
        return true;
      }
      const sigma = (k + 1) / 2 - size / half;
      if (sigma < -ROUNDING || (sigma * sigma) / k > 2 + ROUNDING) {
        return false;
      }
      const theta = latitudeOf((sigma * sigma) / k);
      out.v = y < 0 ? -theta : theta;
      const from = offset(x, y < 0);
      out.u = x - from + (sigma < ROUNDING ? 0 : from / sigma);
      return Math.abs(from) <= half * sigma + ROUNDING;
    },
    (phi, theta, out) => {
      const sin = Math.sin(theta);
      if (Math.abs(sin) <= (k - 1) / k) {
        out.u = phi;
        out.v = ((HALF_PI * k) / h) * sin;
        return true;
      }
      const sigma = Math.sqrt(k * versine(Math.abs(theta)));
      const height = half * ((k + 1) / 2 - sigma);
      const from = offset(phi, theta < 0);
      out.u = phi + from * (sigma - 1);
      out.v = theta < 0 ? -height : height;
      if (out.u > Math.PI + ROUNDING) {
        out.u -= 2 * Math.PI;
      }
      return true;
    },
  );
};

const QUARTER = Math.PI / 4;
/** Turns of the four quarters of the butterfly: the signs of xi and eta in x and in y. */
const TURNS: readonly (readonly [number, number, number, number])[] = [
  [-1, 1, -1, -1],
  [1, 1, -1, 1],
  [1, -1, 1, 1],
  [-1, -1, 1, -1],
];

/** HEALPix about its pole, the butterfly (Calabretta & Lowe 2013). */
export const xph: NewProjection = () => ({
  phi0: 0,
  theta0: HALF_PI,
  toNative(x, y, out) {
    const xr = x * Math.SQRT1_2;
    const yr = y * Math.SQRT1_2;
    const quarter = xr <= 0 && yr > 0 ? 0 : xr < 0 ? 1 : yr < 0 ? 2 : 3;
    const [xx, ex, xy, ey] = TURNS[quarter] as readonly [number, number, number, number];
    // The turns are their own inverses but for the factor 2.
    const xi = xx * xr + xy * yr;
    const eta = ex * xr + ey * yr + HALF_PI;
    const start = (quarter - 2) * HALF_PI + QUARTER;
    const size = Math.abs(eta);
    if (size > HALF_PI + ROUNDING) {
      return false;
    }
    if (size <= QUARTER) {
      out.u = start + xi;
      out.v = Math.asin(eta / (1.5 * QUARTER));
      return Math.abs(xi) <= QUARTER + ROUNDING;
    }
    const sigma = Math.max(HALF_PI - size, 0) / QUARTER;
    const theta = latitudeOf((sigma * sigma) / 3);
    out.u = sigma === 0 ? start : start + xi / sigma;
    out.v = eta < 0 ? -theta : theta;
    return !(eta < -QUARTER && eta + HALF_PI + ROUNDING < Math.abs(xi));
  },
  toPlane(phi, theta, out) {
    const turned = phi >= Math.PI ? phi - 2 * Math.PI : phi;
    const quarter = Math.min(Math.max(Math.floor(turned / HALF_PI) + 2, 0), 3);
    const from = turned - (quarter - 2) * HALF_PI - QUARTER;
    const sin = Math.sin(theta);
    let xi = from;
    let eta = 1.5 * QUARTER * sin;
    if (Math.abs(sin) > 2 / 3) {
      const sigma = Math.sqrt(3 * versine(Math.abs(theta)));
      xi = from * sigma;
      eta = (theta < 0 ? -1 : 1) * QUARTER * (2 - sigma);
    }
    eta -= HALF_PI;
    const [xx, ex, xy, ey] = TURNS[quarter] as readonly [number, number, number, number];
    out.u = Math.SQRT1_2 * (xx * xi + ex * eta);
    out.v = Math.SQRT1_2 * (xy * xi + ey * eta);
    return true;
  },
});
