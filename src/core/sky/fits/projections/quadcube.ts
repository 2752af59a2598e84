import { equatorial } from './cylindrical';
import { ROUNDING, sinDegrees, cosDegrees, type NewProjection, type Pair } from './projection';

/** Half the side of a face. */
const FACE = Math.PI / 4;
/** Centres of the faces in the plane, in halves of a side (paper II, section 5.6). */
const CENTRES: readonly (readonly [number, number])[] = [
  [0, 2],
  [0, 0],
  [2, 0],
  [4, 0],
  [6, 0],
  [0, -2],
];

/** What a point of a face is: `zeta` towards its middle, `xi` and `eta` along its sides. */
interface Direction {
  xi: number;
  eta: number;
  zeta: number;
}

/** How a face is drawn: from -1 to 1 both ways. */
interface FaceMap {
  /** Writes where a direction (of any length) comes to lie. */
  toFace(direction: Direction, out: Pair): void;
  fromFace(x: number, y: number, out: Direction): void;
}

function quadCube(map: FaceMap): NewProjection {
  return () => {
    const point: Direction = { xi: 0, eta: 0, zeta: 0 };
    return equatorial(
      (x, y, out) => {
        let xf = x / FACE;
        const yf = y / FACE;
        const column = Math.abs(xf) <= 1 + ROUNDING;
        if (column ? Math.abs(yf) > 3 + ROUNDING : Math.abs(xf) > 7 || Math.abs(yf) > 1) {
          return false;
        }
        if (xf < -1 - ROUNDING) {
          xf += 8;
        }
        const face = faceAt(xf, yf);
        const [x0, y0] = CENTRES[face] as readonly [number, number];
        map.fromFace(xf - x0, yf - y0, point);
        nativeOf(face, point, out);
        return out.v === out.v;
      },
      (phi, theta, out) => {
        const face = faceOf(phi, theta, point);
        map.toFace(point, out);
        const [x0, y0] = CENTRES[face] as readonly [number, number];
        out.u = FACE * (Math.min(Math.max(out.u, -1), 1) + x0);
        out.v = FACE * (Math.min(Math.max(out.v, -1), 1) + y0);
        return true;
      },
    );
  };
}

function faceAt(x: number, y: number): number {
  if (x > 1 + ROUNDING) {
    return x > 5 ? 4 : x > 3 ? 3 : 2;
  }
  return y > 1 ? 0 : y < -1 ? 5 : 1;
}

/** Native coordinates of a direction on a face. */
function nativeOf(face: number, { xi, eta, zeta }: Direction, out: Pair): void {
  let l = zeta;
  let m = xi;
  let n = eta;
  if (face === 0) {
    [l, m, n] = [-eta, xi, zeta];
  } else if (face === 2) {
    [l, m, n] = [-xi, zeta, eta];
  } else if (face === 3) {
    [l, m, n] = [-zeta, -xi, eta];
  } else if (face === 4) {
    [l, m, n] = [xi, -zeta, eta];
  } else if (face === 5) {
    [l, m, n] = [eta, xi, -zeta];
  }
  out.u = Math.atan2(m, l);
  out.v = Math.atan2(n, Math.sqrt(l * l + m * m));
}

/** The face that a direction is on, and the direction along it. */
function faceOf(phi: number, theta: number, out: Direction): number {
  const cos = Math.cos(theta);
  const l = cos * Math.cos(phi);
  const m = cos * Math.sin(phi);
  const n = Math.sin(theta);
  const sides = [n, l, m, -l, -m, -n];
  let face = 0;
  for (let k = 1; k < 6; k += 1) {
    if ((sides[k] as number) > (sides[face] as number)) {
      face = k;
    }
  }
  out.zeta = sides[face] as number;
  out.xi = [m, m, -l, -m, l, m][face] as number;
  out.eta = [-l, n, n, n, n, l][face] as number;
  return face;
}

/** Tangential: each face a gnomonic picture. */
export const tsc = quadCube({
  toFace({ xi, eta, zeta }, out) {
    out.u = xi / zeta;
    out.v = eta / zeta;
  },
  fromFace(x, y, out) {
    out.xi = x;
    out.eta = y;
    out.zeta = 1;
  },
});

/** Quadrilateralized of O'Neill and Laubscher, of exactly equal area (paper II, section 5.6.3). */
export const qsc = quadCube({
  toFace({ xi, eta, zeta }, out) {
    const along = Math.abs(xi) > Math.abs(eta);
    const longer = along ? xi : eta;
    if (longer === 0) {
      out.u = 0;
      out.v = 0;
      return;
    }
    const omega = (along ? eta : xi) / longer;
    const tau = 1 + omega * omega;
    const rest = (xi * xi + eta * eta) / (1 + zeta);
    const size = Math.sign(longer) * Math.sqrt(rest / (1 - 1 / Math.sqrt(1 + tau)));
    const turn = Math.atan(omega) - Math.asin(omega / Math.sqrt(2 * tau));
    const across = (size * turn * 12) / Math.PI;
    out.u = along ? size : across;
    out.v = along ? across : size;
  },
  fromFace(x, y, out) {
    const along = Math.abs(x) > Math.abs(y);
    const longer = along ? x : y;
    if (longer === 0) {
      out.xi = 0;
      out.eta = 0;
      out.zeta = 1;
      return;
    }
    const w = (15 * (along ? y : x)) / longer;
    const omega = sinDegrees(w) / (cosDegrees(w) - Math.SQRT1_2);
    const tau = 1 + omega * omega;
    const rest = longer * longer * (1 - 1 / Math.sqrt(1 + tau));
    const size = Math.sign(longer) * Math.sqrt((rest * (2 - rest)) / tau);
    out.zeta = 1 - rest;
    out.xi = along ? size : size * omega;
    out.eta = along ? size * omega : size;
  },
});

/** Coefficients of the COBE cube (paper II, section 5.6.2), rows for the powers of y². */
const INVERSE: readonly (readonly number[])[] = [
  [-0.27292696, -0.07629969, -0.22797056, 0.54852384, -0.62930065, 0.25795794, 0.02584375],
  [-0.02819452, -0.01471565, 0.48051509, -1.74114454, 1.71547508, -0.53022337],
  [0.2705816, -0.56800938, 0.30803317, 0.98938102, -0.83180469],
  [-0.6044156, 1.50880086, -0.93678576, 0.08693841],
  [0.93412077, -1.4160192, 0.33887446],
  [-0.63915306, 0.52032238],
  [0.14381585],
];

/**
 * COBE quadrilateralized: two polynomials that are inverses of each other to some 20 arcseconds only, as
 * the mission had them.
 */
export const csc = quadCube({
  toFace({ xi, eta, zeta }, out) {
    const chi = xi / zeta;
    const psi = eta / zeta;
    out.u = cobe(chi, psi);
    out.v = cobe(psi, chi);
  },
  fromFace(x, y, out) {
    out.xi = cobeInverse(x, y);
    out.eta = cobeInverse(y, x);
    out.zeta = 1;
  },
});

function cobe(chi: number, psi: number): number {
  const a = chi * chi;
  const b = psi * psi;
  const c =
    0.141189631152 +
    0.0809701286525 * a -
    0.281528535557 * b +
    0.15384112876 * a * b -
    0.178251207466 * a * a +
    0.106959469314 * b * b;
  const inner =
    1.37484847732 +
    b * (-0.13161671474 * (1 - a) + 0.004869491981 * a + (1 - b) * c) +
    a * (-0.159596235474 - (1 - a) * (0.0759196200467 - 0.0217762490699 * a));
  return chi * (a + (1 - a) * inner);
}

function cobeInverse(x: number, y: number): number {
  const xx = x * x;
  const yy = y * y;
  let sum = 0;
  for (let j = INVERSE.length - 1; j >= 0; j -= 1) {
    const row = INVERSE[j] as readonly number[];
    let inner = 0;
    for (let i = row.length - 1; i >= 0; i -= 1) {
      inner = inner * xx + (row[i] as number);
    }
    sum = sum * yy + inner;
  }
  return x + x * (1 - xx) * sum;
}
