import {
  arcsine,
  DEGREE,
  HALF_PI,
  ROUNDING,
  type NewProjection,
  type Pair,
  type Projection,
  type ProjectionParameters,
} from './projection';

interface Cone {
  /** Degrees of the cone for one of longitude. */
  readonly constant: number;
  /** Distance of the fiducial point from the apex. */
  readonly y0: number;
  /** Distance of a latitude from the apex, of the sign of the middle latitude; NaN where there is none. */
  readonly radius: (theta: number) => number;
  readonly latitude: (radius: number) => number;
}

/** The conic projections (paper II, section 5.4): `PVi_1` middle latitude, `PVi_2` half the spread. */
function conic(code: string, cone: (middle: number, spread: number) => Cone): NewProjection {
  return (pv: ProjectionParameters) => {
    const middle = pv(1);
    const spread = pv(2) ?? 0;
    if (middle === undefined || middle === 0 || !(Math.abs(middle) <= 90)) {
      const said = middle === undefined ? 'has no' : 'cannot have the';
      return `The projection ${code} ${said} middle latitude PVi_1${middle === undefined ? '' : ` = ${middle}`}.`;
    }
    const made = cone(middle * DEGREE, spread * DEGREE);
    if (!Number.isFinite(made.constant) || made.constant === 0 || !Number.isFinite(made.y0)) {
      return `The projection ${code} cannot have the parameters PVi_1 = ${middle} and PVi_2 = ${spread}.`;
    }
    return new Conic(middle * DEGREE, made);
  };
}

class Conic implements Projection {
  readonly phi0 = 0;

  constructor(
    readonly theta0: number,
    private readonly cone: Cone,
  ) {}

  toNative(x: number, y: number, out: Pair): boolean {
    const { constant, y0, latitude } = this.cone;
    const sign = this.theta0 < 0 ? -1 : 1;
    const dy = y0 - y;
    const r = sign * Math.sqrt(x * x + dy * dy);
    out.u = r === 0 ? 0 : Math.atan2(sign * x, sign * dy) / constant;
    out.v = latitude(r);
    return out.v === out.v;
  }

  toPlane(phi: number, theta: number, out: Pair): boolean {
    const { constant, y0, radius } = this.cone;
    const r = radius(theta);
    out.u = r * Math.sin(constant * phi);
    out.v = y0 - r * Math.cos(constant * phi);
    return r === r;
  }
}

export const cop = conic('COP', (middle, spread) => {
  const constant = Math.sin(middle);
  const y0 = Math.cos(spread) / Math.tan(middle);
  return {
    constant,
    y0,
    radius: (theta) => {
      if (Math.abs(theta) === HALF_PI) {
        return theta < 0 === middle < 0 ? 0 : NaN;
      }
      const r = y0 - Math.cos(spread) * Math.tan(theta - middle);
      return r * constant < 0 || Math.abs(theta - middle) >= HALF_PI ? NaN : r;
    },
    latitude: (r) => middle + Math.atan(1 / Math.tan(middle) - r / Math.cos(spread)),
  };
});

export const coe = conic('COE', (middle, spread) => {
  const sin1 = Math.sin(middle - spread);
  const sin2 = Math.sin(middle + spread);
  const gamma = sin1 + sin2;
  const radius = (theta: number): number =>
    (2 / gamma) * Math.sqrt(Math.max(0, 1 + sin1 * sin2 - gamma * Math.sin(theta)));
  return {
    constant: gamma / 2,
    y0: radius(middle),
    radius,
    latitude: (r) => {
      const sine = (1 + sin1 * sin2) / gamma - (gamma * r * r) / 4;
      // Rounding of the radius of a pole, where the sine hardly changes.
      return arcsine(Math.abs(Math.abs(sine) - 1) < ROUNDING ? Math.sign(sine) : sine);
    },
  };
});

export const cod = conic('COD', (middle, spread) => {
  const factor = spread === 0 ? 1 : spread / Math.tan(spread);
  const y0 = factor / Math.tan(middle);
  return {
    constant: spread === 0 ? Math.sin(middle) : (Math.sin(middle) * Math.sin(spread)) / spread,
    y0,
    radius: (theta) => middle - theta + y0,
    latitude: (r) => middle + y0 - r,
  };
});

export const coo = conic('COO', (middle, spread) => {
  const theta1 = middle - spread;
  const theta2 = middle + spread;
  const tangent = (theta: number): number => Math.tan((HALF_PI - theta) / 2);
  const constant =
    spread === 0
      ? Math.sin(theta1)
      : Math.log(Math.cos(theta2) / Math.cos(theta1)) / Math.log(tangent(theta2) / tangent(theta1));
  const psi = Math.cos(theta1) / (constant * tangent(theta1) ** constant);
  return {
    constant,
    y0: psi * tangent(middle) ** constant,
    radius: (theta) => {
      if (theta <= -HALF_PI) {
        return constant < 0 ? 0 : NaN;
      }
      return theta >= HALF_PI ? (constant > 0 ? 0 : NaN) : psi * tangent(theta) ** constant;
    },
    latitude: (r) => {
      if (r === 0) {
        return constant < 0 ? -HALF_PI : HALF_PI;
      }
      return HALF_PI - 2 * Math.atan((r / psi) ** (1 / constant));
    },
  };
});
