import { equatorial, sfl } from './cylindrical';
import { DEGREE, HALF_PI, rootBetween, ROUNDING, type NewProjection } from './projection';

/** Bonne's (paper II, section 5.5.1): `PVi_1` is the latitude of true scale; 0 makes it SFL. */
export const bon: NewProjection = (pv) => {
  const degrees = pv(1);
  if (degrees === undefined) {
    return 'The projection BON has no latitude of true scale PVi_1.';
  }
  if (degrees === 0) {
    return sfl(pv);
  }
  const theta1 = degrees * DEGREE;
  const y0 = theta1 + 1 / Math.tan(theta1);
  const sign = theta1 < 0 ? -1 : 1;
  return equatorial(
    (x, y, out) => {
      const dy = y0 - y;
      const r = sign * Math.sqrt(x * x + dy * dy);
      const angle = r === 0 ? 0 : Math.atan2(sign * x, sign * dy);
      out.v = y0 - r;
      const cos = Math.cos(out.v);
      out.u = Math.abs(cos) < 1e-15 ? 0 : (angle * r) / cos;
      return true;
    },
    (phi, theta, out) => {
      const r = y0 - theta;
      const angle = r === 0 ? 0 : (phi * Math.cos(theta)) / r;
      out.u = r * Math.sin(angle);
      out.v = y0 - r * Math.cos(angle);
      return true;
    },
  );
};

/** Polyconic (paper II, section 5.5.2). */
export const pco: NewProjection = () =>
  equatorial(
    (x, y, out) => {
      const size = Math.abs(y);
      if (size < ROUNDING) {
        out.u = x;
        out.v = 0;
        return true;
      }
      if (Math.abs(size - HALF_PI) < ROUNDING) {
        out.u = 0;
        out.v = Math.sign(y) * HALF_PI;
        return true;
      }
      // x² + (y - theta)² = 2 (y - theta) cot theta, times tan theta, rises from 0 to y.
      const value = (theta: number): number => {
        const rest = size - theta;
        return (x * x + rest * rest) * Math.tan(theta) - 2 * rest;
      };
      const slope = (theta: number): number => {
        const rest = size - theta;
        const tangent = Math.tan(theta);
        return (x * x + rest * rest) * (1 + tangent * tangent) - 2 * rest * tangent + 2;
      };
      const theta = rootBetween(0, Math.min(size, HALF_PI), value, slope);
      const tangent = Math.tan(theta);
      const sin = Math.sin(theta);
      out.u = sin === 0 ? x : Math.atan2(x * tangent, 1 - (size - theta) * tangent) / sin;
      out.v = Math.sign(y) * theta;
      return true;
    },
    (phi, theta, out) => {
      const sin = Math.sin(theta);
      if (Math.abs(sin) < 1e-9) {
        out.u = phi;
        out.v = theta + (phi * phi * theta) / 2;
        return true;
      }
      const cotangent = Math.cos(theta) / sin;
      const half = Math.sin((phi * sin) / 2);
      out.u = cotangent * Math.sin(phi * sin);
      out.v = theta + 2 * cotangent * half * half;
      return true;
    },
  );
