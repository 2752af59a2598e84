import {
  arcsine,
  HALF_PI,
  ROUNDING,
  type NewProjection,
  type Pair,
  type Projection,
} from './projection';

/** A projection with its fiducial point on the native equator, at native longitude 0. */
export function equatorial(
  toNative: (x: number, y: number, out: Pair) => boolean,
  toPlane: (phi: number, theta: number, out: Pair) => boolean,
): Projection {
  return { phi0: 0, theta0: 0, toNative, toPlane };
}

/** Cylindrical: x is the native longitude times `scale`, y depends on the latitude alone. */
function cylinder(
  scale: number,
  height: (theta: number) => number,
  latitude: (y: number) => number,
): Projection {
  return equatorial(
    (x, y, out) => {
      out.u = x / scale;
      out.v = latitude(y);
      return out.v === out.v;
    },
    (phi, theta, out) => {
      out.u = phi * scale;
      out.v = height(theta);
      return out.v === out.v;
    },
  );
}

/** Cylindrical perspective (paper II, section 5.2.1): `PVi_1` distance, `PVi_2` radius, 1 if left out. */
export const cyp: NewProjection = (pv) => {
  const mu = pv(1) ?? 1;
  const lambda = pv(2) ?? 1;
  if (lambda === 0 || mu + lambda === 0) {
    return `The projection CYP cannot have the parameters PVi_1 = ${mu} and PVi_2 = ${lambda}.`;
  }
  return cylinder(
    lambda,
    (theta) => {
      const distance = mu + Math.cos(theta);
      return distance === 0 ? NaN : ((mu + lambda) * Math.sin(theta)) / distance;
    },
    (y) => {
      const eta = y / (mu + lambda);
      return Math.atan2(eta, 1) + arcsine((eta * mu) / Math.sqrt(eta * eta + 1));
    },
  );
};

/** Cylindrical equal area (paper II, section 5.2.2): `PVi_1` is the square of cos of the true parallel. */
export const cea: NewProjection = (pv) => {
  const lambda = pv(1) ?? 1;
  if (!(lambda > 0 && lambda <= 1)) {
    return `The projection CEA needs a parameter PVi_1 in (0, 1], not ${lambda}.`;
  }
  return cylinder(
    1,
    (theta) => Math.sin(theta) / lambda,
    (y) => arcsine(y * lambda),
  );
};

export const car: NewProjection = () =>
  cylinder(
    1,
    (theta) => theta,
    (y) => y,
  );

export const mer: NewProjection = () =>
  cylinder(
    1,
    (theta) =>
      Math.abs(theta) < HALF_PI - ROUNDING ? Math.log(Math.tan((HALF_PI + theta) / 2)) : NaN,
    (y) => 2 * Math.atan(Math.exp(y)) - HALF_PI,
  );

/** x over what a degree of longitude is there; at a pole only x = 0 is on the sky. */
function longitude(x: number, width: number, out: Pair): boolean {
  if (width < 1e-15) {
    out.u = 0;
    return Math.abs(x) < ROUNDING;
  }
  out.u = x / width;
  return true;
}

export const sfl: NewProjection = () =>
  equatorial(
    (x, y, out) => {
      out.v = y;
      return Math.abs(y) <= HALF_PI + ROUNDING && longitude(x, Math.cos(y), out);
    },
    (phi, theta, out) => {
      out.u = phi * Math.cos(theta);
      out.v = theta;
      return true;
    },
  );

export const par: NewProjection = () =>
  equatorial(
    (x, y, out) => {
      const r = y / Math.PI;
      out.v = 3 * arcsine(r);
      return Math.abs(r) <= 0.5 + ROUNDING && longitude(x, 1 - 4 * r * r, out);
    },
    (phi, theta, out) => {
      out.u = phi * (2 * Math.cos((2 * theta) / 3) - 1);
      out.v = Math.PI * Math.sin(theta / 3);
      return true;
    },
  );

/** Mollweide's (paper II, section 5.3.3). */
export const mol: NewProjection = () =>
  equatorial(
    (x, y, out) => {
      const gamma = arcsine(y / Math.SQRT2);
      if (gamma !== gamma) {
        return false;
      }
      // 2 delta - sin(2 delta) = pi (1 - sin theta), with what gamma lacks of a right angle.
      const delta = Math.asin(Math.sqrt(Math.max(0, 1 - (y * y) / 2)));
      const z = arcMinusSine(2 * delta) / Math.PI;
      out.v = Math.sign(y) * (HALF_PI - 2 * Math.asin(Math.sqrt(Math.min(z, 2) / 2)));
      return longitude(x, ((2 * Math.SQRT2) / Math.PI) * Math.sin(delta), out);
    },
    (phi, theta, out) => {
      const delta = mollweideAngle(Math.abs(theta));
      out.u = ((2 * Math.SQRT2) / Math.PI) * phi * Math.sin(delta);
      out.v = Math.sign(theta) * Math.SQRT2 * Math.cos(delta);
      return true;
    },
  );

/** a - sin(a), exact for small a. */
function arcMinusSine(a: number): number {
  if (a > 0.5) {
    return a - Math.sin(a);
  }
  const square = a * a;
  let term = (a * square) / 6;
  let sum = term;
  for (let n = 4; Math.abs(term) > 1e-18 * sum; n += 2) {
    term *= -square / (n * (n + 1));
    sum += term;
  }
  return sum;
}

/** delta of 2 delta - sin(2 delta) = pi (1 - sin theta), for theta from 0 to pi/2. */
function mollweideAngle(theta: number): number {
  const half = Math.sin((HALF_PI - theta) / 2);
  const wanted = 2 * Math.PI * half * half;
  let a = Math.min(Math.PI, Math.cbrt(6 * wanted));
  for (let n = 0; n < 50 && a > 0; n += 1) {
    const step = (arcMinusSine(a) - wanted) / (2 * Math.sin(a / 2) ** 2);
    a -= step;
    if (Math.abs(step) <= 1e-16 * a) {
      break;
    }
  }
  return a / 2;
}

/** Hammer-Aitoff (paper II, section 5.3.4). */
export const ait: NewProjection = () =>
  equatorial(
    (x, y, out) => {
      const square = 1 - (x * x) / 16 - (y * y) / 4;
      if (square < 0.5 - ROUNDING) {
        return false;
      }
      const z = Math.sqrt(Math.max(square, 0.5));
      const cos = 2 * z * z - 1;
      const sin = (z * x) / 2;
      out.u = 2 * Math.atan2(sin, cos);
      out.v = Math.atan2(y * z, Math.sqrt(sin * sin + cos * cos));
      return true;
    },
    (phi, theta, out) => {
      const cos = Math.cos(theta);
      const w = Math.sqrt(2 / (1 + cos * Math.cos(phi / 2)));
      out.u = 2 * w * cos * Math.sin(phi / 2);
      out.v = w * Math.sin(theta);
      return true;
    },
  );
