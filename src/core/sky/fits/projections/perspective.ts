import { arcsine, cosDegrees, HALF_PI, sinDegrees, type NewProjection } from './projection';
import { toNativeAlong } from './zenithal';

/** Zenithal perspective (paper II, section 5.1.1): `PVi_1` distance, `PVi_2` tilt in degrees. */
export const azp: NewProjection = (pv) => {
  const mu = pv(1) ?? 0;
  const gamma = pv(2) ?? 0;
  const cosGamma = cosDegrees(gamma);
  const sinGamma = sinDegrees(gamma);
  if (mu === -1 || cosGamma === 0) {
    return `The projection AZP cannot have the parameters PVi_1 = ${mu} and PVi_2 = ${gamma}.`;
  }
  const overlap = Math.abs(mu) > 1 ? Math.asin(-1 / mu) : -HALF_PI;
  const diverges = Math.abs(mu * cosGamma) < 1;
  return {
    phi0: 0,
    theta0: HALF_PI,
    toNative(x, y, out) {
      const yc = y * cosGamma;
      const r = Math.sqrt(x * x + yc * yc);
      if (r === 0) {
        out.u = 0;
        out.v = HALF_PI;
        return true;
      }
      const rho = r / (mu + 1 + y * sinGamma);
      out.u = Math.atan2(x, -yc);
      const omega = arcsine((rho * mu) / Math.sqrt(rho * rho + 1));
      out.v = nearerPole(Math.atan2(1, rho), omega);
      return out.v === out.v;
    },
    toPlane(phi, theta, out) {
      const sinPhi = Math.sin(phi);
      const cosPhi = Math.cos(phi);
      const slope = (cosPhi * sinGamma) / cosGamma;
      const cos = Math.cos(theta);
      const t = mu + Math.sin(theta) + cos * slope;
      const r = ((mu + 1) * cos) / t;
      out.u = r * sinPhi;
      out.v = (-r * cosPhi) / cosGamma;
      if (t === 0 || theta < overlap) {
        return false;
      }
      const edge = mu / Math.sqrt(1 + slope * slope);
      return !(
        diverges &&
        Math.abs(edge) <= 1 &&
        theta < nearerPole(Math.atan(-slope), Math.asin(edge))
      );
    },
  };
};

/** Of psi - omega and psi + omega + pi, each at most pi/2, the larger one. */
function nearerPole(psi: number, omega: number): number {
  const a = psi - omega;
  const b = psi + omega + Math.PI;
  return Math.max(a > HALF_PI ? a - 2 * Math.PI : a, b > HALF_PI ? b - 2 * Math.PI : b);
}

/** Slant zenithal perspective (paper II, section 5.1.2): `PVi_1` distance, `PVi_2`, `PVi_3` direction. */
export const szp: NewProjection = (pv) => {
  const mu = pv(1) ?? 0;
  const phiC = pv(2) ?? 0;
  const thetaC = pv(3) ?? 90;
  const xp = -mu * cosDegrees(thetaC) * sinDegrees(phiC);
  const yp = mu * cosDegrees(thetaC) * cosDegrees(phiC);
  const zp = mu * sinDegrees(thetaC) + 1;
  if (zp === 0) {
    return `The projection SZP cannot have the parameters PVi_1 = ${mu} and PVi_3 = ${thetaC}.`;
  }
  const overlap = Math.abs(1 - zp) < 1 ? Math.asin(1 - zp) : -HALF_PI;
  return {
    phi0: 0,
    theta0: HALF_PI,
    toNative: (x, y, out) => toNativeAlong(x, y, (x - xp) / zp, (y - yp) / zp, out),
    toPlane(phi, theta, out) {
      const z = 1 - Math.sin(theta);
      const sinPhi = Math.sin(phi);
      const cosPhi = Math.cos(phi);
      const r = (zp * Math.cos(theta)) / (zp - z);
      out.u = r * sinPhi - (xp * z) / (zp - z);
      out.v = -r * cosPhi - (yp * z) / (zp - z);
      if (zp === z || theta < overlap) {
        return false;
      }
      const s = xp * sinPhi - yp * cosPhi;
      const t = 1 / Math.sqrt((zp - 1) ** 2 + s * s);
      return !(
        Math.abs(mu) > 1 &&
        t <= 1 &&
        theta < nearerPole(Math.atan2(s, zp - 1), Math.asin(t))
      );
    },
  };
};
