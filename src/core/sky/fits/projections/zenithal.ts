import {
  arcsine,
  DEGREE,
  HALF_PI,
  latitudeOf,
  rootBetween,
  ROUNDING,
  type NewProjection,
  type Pair,
  type Projection,
} from './projection';

/**
 * A projection whose parallels are circles about the native pole (paper II, section 5.1), from the radius
 * of a latitude and its inverse; both are NaN where there is none.
 */
class Zenithal implements Projection {
  readonly phi0 = 0;
  readonly theta0 = HALF_PI;

  constructor(
    private readonly radius: (theta: number) => number,
    private readonly latitude: (radius: number) => number,
  ) {}

  toNative(x: number, y: number, out: Pair): boolean {
    const r = Math.sqrt(x * x + y * y);
    out.u = r === 0 ? 0 : Math.atan2(x, -y);
    out.v = this.latitude(r);
    return out.v === out.v;
  }

  toPlane(phi: number, theta: number, out: Pair): boolean {
    const r = this.radius(theta);
    out.u = r * Math.sin(phi);
    out.v = -r * Math.cos(phi);
    return r === r;
  }
}

export const tan: NewProjection = () =>
  new Zenithal(
    (theta) => (theta > 0 ? Math.cos(theta) / Math.sin(theta) : NaN),
    (r) => Math.atan2(1, r),
  );

export const stg: NewProjection = () =>
  new Zenithal(
    (theta) => (theta > -HALF_PI ? 2 * Math.tan((HALF_PI - theta) / 2) : NaN),
    (r) => HALF_PI - 2 * Math.atan(r / 2),
  );

export const arc: NewProjection = () =>
  new Zenithal(
    (theta) => HALF_PI - theta,
    (r) => HALF_PI - r,
  );

export const zea: NewProjection = () =>
  new Zenithal(
    (theta) => 2 * Math.sin((HALF_PI - theta) / 2),
    (r) => HALF_PI - 2 * arcsine(r / 2),
  );

/** Airy's projection (paper II, section 5.1.9): `PVi_1` is the latitude of least error, 90 if left out. */
export const air: NewProjection = (pv) => {
  const bound = pv(1) ?? 90;
  if (!(bound > -90 && bound <= 90)) {
    return `The projection AIR needs a latitude of least error (PVi_1) in (-90, 90], not ${bound}.`;
  }
  const xiB = ((90 - bound) / 2) * DEGREE;
  const k = bound === 90 ? -0.5 : logCosine(xiB) / Math.tan(xiB) ** 2;
  const radius = (xi: number): number =>
    xi === 0 ? 0 : -2 * (logCosine(xi) / Math.tan(xi) + k * Math.tan(xi));
  const slope = (xi: number): number =>
    2 + (2 * logCosine(xi)) / Math.sin(xi) ** 2 - (2 * k) / Math.cos(xi) ** 2;
  return new Zenithal(
    (theta) => (theta > -HALF_PI ? radius((HALF_PI - theta) / 2) : NaN),
    (r) => {
      const xi = r === 0 ? 0 : rootBetween(0, HALF_PI, (at) => radius(at) - r, slope);
      return xi < HALF_PI - 1e-9 ? HALF_PI - 2 * xi : NaN;
    },
  );
};

function logCosine(angle: number): number {
  return Math.log1p(-(Math.sin(angle) ** 2)) / 2;
}

/** Zenithal polynomial (paper II, section 5.1.7): `PVi_0` to `PVi_29`; where it turns back it ends. */
export const zpn: NewProjection = (pv) => {
  const p = Array.from({ length: 30 }, (_, m) => pv(m) ?? 0);
  let degree = 29;
  while (degree >= 0 && p[degree] === 0) {
    degree -= 1;
  }
  if (degree < 1) {
    return 'The projection ZPN has no coefficients PVi_1 to PVi_29.';
  }
  const coefficients = p.slice(0, degree + 1);
  const slopes = coefficients.slice(1).map((value, m) => value * (m + 1));
  const [p0 = 0, p1 = 0, p2 = 0] = coefficients;
  if (degree === 1) {
    return new Zenithal(
      (theta) => p0 + p1 * (HALF_PI - theta),
      (r) => HALF_PI - (r - p0) / p1,
    );
  }
  if (p1 <= 0) {
    return 'The projection ZPN needs a coefficient PVi_1 above 0.';
  }
  const last = firstTurn(slopes);
  const radius = (theta: number): number =>
    HALF_PI - theta > last + ROUNDING ? NaN : horner(coefficients, HALF_PI - theta);
  if (degree === 2) {
    return new Zenithal(radius, (r) => HALF_PI - quadraticRoot(p2, p1, p0 - r));
  }
  const end = horner(coefficients, last);
  return new Zenithal(radius, (r) => {
    if (r < p0 - ROUNDING || r > end + ROUNDING) {
      return NaN;
    }
    const value = (at: number): number => horner(coefficients, at) - r;
    return HALF_PI - rootBetween(0, last, value, (at) => horner(slopes, at));
  });
};

/** The smallest root in [0, pi] of a x² + b x + c, or NaN. */
function quadraticRoot(a: number, b: number, c: number): number {
  const square = b * b - 4 * a * c;
  if (square < 0) {
    return NaN;
  }
  // b > 0: this one does not cancel.
  const q = -(b + Math.sqrt(square)) / 2;
  const roots = [c / q, q / a].filter((z) => z >= -ROUNDING && z <= Math.PI + ROUNDING);
  return roots.length === 0 ? NaN : Math.min(Math.max(Math.min(...roots), 0), Math.PI);
}

function horner(coefficients: readonly number[], at: number): number {
  let sum = 0;
  for (let m = coefficients.length - 1; m >= 0; m -= 1) {
    sum = sum * at + (coefficients[m] as number);
  }
  return sum;
}

/** Where the slope first is 0, or pi. */
function firstTurn(slopes: readonly number[]): number {
  const steps = 180;
  let before = 0;
  for (let n = 1; n <= steps; n += 1) {
    const at = (n * Math.PI) / steps;
    if (horner(slopes, at) <= 0) {
      let low = before;
      let high = at;
      for (let k = 0; k < 60; k += 1) {
        const middle = (low + high) / 2;
        if (horner(slopes, middle) > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }
    before = at;
  }
  return Math.PI;
}

/**
 * Where the plane of a point cuts the sphere, as 1 - sin(theta), for points (x, y) that light at slope
 * (xi, eta) throws there: the solution nearest to the pole, or NaN.
 */
function cut(x: number, y: number, xi: number, eta: number): number {
  const a = xi * xi + eta * eta + 1;
  const b = x * xi + y * eta + 1;
  const c = x * x + y * y;
  const square = b * b - a * c;
  if (!(square >= 0) || b < 0) {
    return square > -ROUNDING * b * b && b > 0 ? b / a : NaN;
  }
  const z = c / (b + Math.sqrt(square));
  return z <= 2 + ROUNDING ? z : NaN;
}

/** Writes the native position of a point (x, y) for light at slope (xi, eta); false where there is none. */
export function toNativeAlong(x: number, y: number, xi: number, eta: number, out: Pair): boolean {
  const z = cut(x, y, xi, eta);
  out.u = Math.atan2(x - xi * z, -(y - eta * z));
  out.v = latitudeOf(z);
  return z === z;
}

/** Slant orthographic (paper II, section 5.1.5): `PVi_1` and `PVi_2`, 0 if left out. */
export const sin: NewProjection = (pv) => {
  const xi = pv(1) ?? 0;
  const eta = pv(2) ?? 0;
  if (xi === 0 && eta === 0) {
    return new Zenithal(
      (theta) => (theta >= -ROUNDING ? Math.cos(theta) : NaN),
      (r) => (r * r < 0.5 ? Math.acos(r) : Math.asin(Math.sqrt(1 - r * r))),
    );
  }
  return {
    phi0: 0,
    theta0: HALF_PI,
    toNative: (x, y, out) => toNativeAlong(x, y, xi, eta, out),
    toPlane(phi, theta, out) {
      const z = 1 - Math.sin(theta);
      const cos = Math.cos(theta);
      const sinPhi = Math.sin(phi);
      const cosPhi = Math.cos(phi);
      out.u = cos * sinPhi + xi * z;
      out.v = -cos * cosPhi + eta * z;
      return theta >= -Math.atan(xi * sinPhi - eta * cosPhi) - ROUNDING;
    },
  };
};
