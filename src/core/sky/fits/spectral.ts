import { cosDegrees, sinDegrees } from './projections/projection';
import {
  C,
  ofWavelength,
  SPECTRAL_TYPES,
  wavelengthOf,
  wavelengthSlope,
  type Basic,
  type SpectralType,
} from './spectral-types';

export interface SpectralHeader {
  /** `FREQ`, `VOPT` … */
  readonly type: string;
  /** `F2W`, `LOG`, `GRI` … without the type. */
  readonly code: string;
  /** CRVAL in SI. */
  readonly crval: number;
  /** RESTFRQ in Hz and RESTWAV in m. */
  readonly restFrequency: number | undefined;
  readonly restWavelength: number | undefined;
  /** PVi_m of the axis. */
  readonly pv: (m: number) => number | undefined;
}

/** One axis, both ways: intermediate coordinate and value, in SI. */
export interface AxisMap {
  toWorld(x: number): number;
  toPlane(world: number): number;
}

/** The map of a spectral axis with an algorithm code (paper III, sections 3 and 5), or what is wrong. */
export function spectralAxis(header: SpectralHeader): AxisMap | string {
  const { type, code, crval } = header;
  const known = SPECTRAL_TYPES.get(type);
  if (!known) {
    return `${type} is not a spectral coordinate.`;
  }
  const [from, , to] = code;
  const grism = code === 'GRI' || code === 'GRA';
  const linear: Basic | undefined = code === 'GRI' ? 'W' : code === 'GRA' ? 'A' : basicOf(from);
  if (!linear || !(grism || (code[1] === '2' && to === known.basic && to !== from))) {
    return `${type}-${code} is not an algorithm of a spectral axis.`;
  }
  const restW = restOf(header);
  const crossing = linear !== known.basic && (linear === 'V' || known.basic === 'V');
  if ((known.needsRest || crossing) && !(restW > 0)) {
    return `${type}-${code} needs RESTFRQ or RESTWAV, which the header lacks.`;
  }
  const rest = known.basic === 'F' ? C / restW : restW;
  const toLinear = (world: number): number => {
    const value = known.to(world, rest);
    return linear === known.basic
      ? value
      : ofWavelength(linear, wavelengthOf(known.basic, value, restW), restW);
  };
  const toWorld = (value: number): number =>
    known.from(
      linear === known.basic
        ? value
        : ofWavelength(known.basic, wavelengthOf(linear, value, restW), restW),
      rest,
    );
  const start = toLinear(crval);
  const slope = slopeAt(crval, start, known, linear, { rest, restW });
  if (!Number.isFinite(start) || !Number.isFinite(slope) || slope === 0) {
    return `${type}-${code} cannot have the reference value ${crval}.`;
  }
  if (grism) {
    return grismAxis(header, start, slope, toLinear, toWorld);
  }
  return {
    toWorld: (x) => toWorld(start + x * slope),
    toPlane: (world) => (toLinear(world) - start) / slope,
  };
}

function basicOf(letter: string | undefined): Basic | undefined {
  return letter === 'F' || letter === 'W' || letter === 'A' || letter === 'V' ? letter : undefined;
}

function restOf({ restWavelength, restFrequency }: SpectralHeader): number {
  if (restWavelength !== undefined && restWavelength !== 0) {
    return restWavelength;
  }
  return restFrequency === undefined || restFrequency === 0 ? NaN : C / restFrequency;
}

/** How fast the linear variable goes with the coordinate at the reference point. */
function slopeAt(
  crval: number,
  start: number,
  known: SpectralType,
  linear: Basic,
  { rest, restW }: { rest: number; restW: number },
): number {
  const basic = known.to(crval, rest);
  // All `to` are straight lines; a step of c does not cancel for velocities.
  const dBasic = (known.to(C, rest) - known.to(0, rest)) / C;
  if (linear === known.basic) {
    return dBasic;
  }
  const wavelength = wavelengthOf(known.basic, basic, restW);
  return (
    dBasic *
    wavelengthSlope(known.basic, basic, wavelength) *
    (1 / wavelengthSlope(linear, start, wavelength))
  );
}

/** A grism (paper III, section 5): PVi_0 ruling, 1 order, 2 angle of incidence, 3 n, 4 dn, 5, 6 tilts. */
function grismAxis(
  { pv, type, code }: SpectralHeader,
  start: number,
  slope: number,
  toLinear: (world: number) => number,
  toWorld: (value: number) => number,
): AxisMap | string {
  const [ruling = 0, order = 0, alpha = 0] = [pv(0), pv(1), pv(2)];
  const [index = 1, slant = 0, epsilon = 0, theta = 0] = [pv(3), pv(4), pv(5), pv(6)];
  const degrees = 180 / Math.PI;
  const lines = (ruling * order) / cosDegrees(epsilon);
  const beta = Math.asin(lines * start - index * sinDegrees(alpha)) * degrees;
  const dispersion = lines - slant * sinDegrees(alpha);
  const scale = (slope * dispersion) / (cosDegrees(beta) * cosDegrees(theta) ** 2);
  if (!Number.isFinite(scale) || scale === 0) {
    return `The parameters PVi_0 to PVi_6 of ${type}-${code} are not those of a grism.`;
  }
  const tangent = -sinDegrees(theta) / cosDegrees(theta);
  const constant = (index - slant * start) * sinDegrees(alpha);
  return {
    toWorld: (x) => {
      const angle = Math.atan(x * scale + tangent) * degrees + beta + theta;
      return toWorld((sinDegrees(angle) + constant) / dispersion);
    },
    toPlane: (world) => {
      const sine = toLinear(world) * dispersion - constant;
      const angle = Math.asin(sine) * degrees - beta - theta;
      return (Math.tan(angle / degrees) - tangent) / scale;
    },
  };
}

/** A logarithmic axis (paper III, section 3.2). */
export function logarithmicAxis(crval: number): AxisMap | string {
  if (!(crval > 0)) {
    return `A logarithmic axis cannot have the reference value ${crval}.`;
  }
  return {
    toWorld: (x) => crval * Math.exp(x / crval),
    toPlane: (world) => (world > 0 ? crval * Math.log(world / crval) : NaN),
  };
}
