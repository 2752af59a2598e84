import type { Quantity } from './units';

/** Speed of light in m/s. */
export const C = 2.99792458e8;
/** As wcslib has it, so that values agree with it. */
const H = 6.6260755e-34;

/** A variable that a spectrum may be linear in: frequency, wavelength in vacuum or air, velocity. */
export type Basic = 'F' | 'W' | 'A' | 'V';

export interface SpectralType {
  readonly name: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** The basic variable it is proportional to. */
  readonly basic: Basic;
  /** What it needs to know of the line: rest frequency or rest wavelength. */
  readonly needsRest: boolean;
  /** From the basic variable; `rest` is the rest frequency or wavelength. */
  readonly from: (value: number, rest: number) => number;
  readonly to: (value: number, rest: number) => number;
}

const same = (value: number): number => value;
const times =
  (factor: number) =>
  (value: number): number =>
    value * factor;

function spectralType(
  name: string,
  [quantity, unit]: readonly [Quantity, string],
  basic: Basic,
  from: SpectralType['from'],
  to: SpectralType['to'],
  needsRest = false,
): SpectralType {
  return { name, quantity, unit, basic, from, to, needsRest };
}

const HERTZ = ['frequency', 'Hz'] as const;
const METRE = ['length', 'm'] as const;
const SPEED = ['speed', 'm/s'] as const;
const NO_UNIT = ['none', ''] as const;

/** The spectral coordinates of FITS WCS paper III (Greisen et al. 2006, table 1). */
export const SPECTRAL_TYPES: ReadonlyMap<string, SpectralType> = new Map([
  ['FREQ', spectralType('Frequency', HERTZ, 'F', same, same)],
  [
    'AFRQ',
    spectralType(
      'Angular frequency',
      ['frequency', 'rad/s'],
      'F',
      times(2 * Math.PI),
      times(1 / (2 * Math.PI)),
    ),
  ],
  ['ENER', spectralType('Photon energy', ['energy', 'J'], 'F', times(H), times(1 / H))],
  ['WAVN', spectralType('Wavenumber', ['wavenumber', '/m'], 'F', times(1 / C), times(C))],
  [
    'VRAD',
    spectralType(
      'Radio velocity',
      SPEED,
      'F',
      (f, rest) => C * (1 - f / rest),
      (v, rest) => rest * (1 - v / C),
      true,
    ),
  ],
  ['WAVE', spectralType('Vacuum wavelength', METRE, 'W', same, same)],
  [
    'VOPT',
    spectralType(
      'Optical velocity',
      SPEED,
      'W',
      (w, rest) => C * (w / rest - 1),
      (v, rest) => rest * (1 + v / C),
      true,
    ),
  ],
  [
    'ZOPT',
    spectralType(
      'Redshift',
      NO_UNIT,
      'W',
      (w, rest) => w / rest - 1,
      (z, rest) => rest * (1 + z),
      true,
    ),
  ],
  ['AWAV', spectralType('Air wavelength', METRE, 'A', same, same)],
  ['VELO', spectralType('Velocity', SPEED, 'V', same, same)],
  ['BETA', spectralType('Velocity in units of c', NO_UNIT, 'V', times(1 / C), times(C))],
]);

/** A refractive index of dry air by the wavenumber squared (paper III, equation 65). */
function refraction(square: number): number {
  return 1.000064328 + 294.981e8 / (1.46e14 - square) + 2.554e8 / (0.41e14 - square);
}

function airToVacuum(wavelength: number): number {
  return wavelength * refraction(1 / (wavelength * wavelength));
}

function vacuumToAir(wavelength: number): number {
  let n = 1;
  for (let k = 0; k < 4; k += 1) {
    n = refraction((n / wavelength) ** 2);
  }
  return wavelength / n;
}

/** Wavelength in vacuum of a basic variable; `rest` is the rest wavelength. */
export function wavelengthOf(basic: Basic, value: number, rest: number): number {
  switch (basic) {
    case 'F':
      return value === 0 ? NaN : C / value;
    case 'W':
      return value;
    case 'A':
      return value === 0 ? NaN : airToVacuum(value);
    case 'V':
      return Math.abs(value) < C ? rest * Math.sqrt((C + value) / (C - value)) : NaN;
  }
}

export function ofWavelength(basic: Basic, wavelength: number, rest: number): number {
  switch (basic) {
    case 'F':
      return wavelength === 0 ? NaN : C / wavelength;
    case 'W':
      return wavelength;
    case 'A':
      return wavelength === 0 ? NaN : vacuumToAir(wavelength);
    case 'V': {
      const square = (wavelength / rest) ** 2;
      return (C * (square - 1)) / (square + 1);
    }
  }
}

/** d(vacuum wavelength) / d(basic variable). */
export function wavelengthSlope(basic: Basic, value: number, wavelength: number): number {
  switch (basic) {
    case 'F':
      return -C / (value * value);
    case 'W':
      return 1;
    case 'A': {
      // n as a function of the wavelength in air, and its slope.
      const square = 1 / (value * value);
      const bend = 294.981e8 / (1.46e14 - square) ** 2 + 2.554e8 / (0.41e14 - square) ** 2;
      return refraction(square) - 2 * square * bend;
    }
    case 'V':
      return (wavelength * C) / (C * C - value * value);
  }
}
