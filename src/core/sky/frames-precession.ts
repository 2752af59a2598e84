import type { Matrix } from './frames-matrix';
import { product, rotation, rotationDegrees, transpose } from './frames-matrix';

const ARCSECOND = Math.PI / 180 / 3600;

/**
 * From the mean equator and equinox of J2000 to those of another year, without frame bias: IAU 2006
 * (Capitaine et al. 2003; Hilton et al. 2006, the four angles of Fukushima and Williams).
 *
 * @param year Julian
 */
export function precessionFromJ2000(year: number): Matrix {
  return product(biasPrecession(centuriesAt(year)), transpose(biasPrecession(0)));
}

/** From ICRS to the mean ecliptic and equinox of a Julian year, IAU 2006, without nutation. */
export function eclipticFromIcrs(year: number): Matrix {
  const t = centuriesAt(year);
  return product(rotation('x', obliquity(t)), biasPrecession(t));
}

/**
 * From one mean equator and equinox of FK4 to another by Newcomb's angles, E-terms removed.
 *
 * @param from Besselian year
 * @param to Besselian year
 */
export function newcombPrecession(from: number, to: number): Matrix {
  // Millennia: of the start since B1850, and between the two.
  const t = (from - 1850) / 1000;
  const d = (to - 1850) / 1000 - t;
  const linear = (0.06 * t + 139.72) * t + 23035.545;
  const zeta = ((17.995 * d + (-0.27 * t + 30.24)) * d + linear) * d;
  const z = ((18.325 * d + (109.48 + 0.39 * t)) * d + linear) * d;
  const theta = ((-41.8 * d + (-0.37 * t - 42.65)) * d + ((-0.37 * t - 85.29) * t + 20051.12)) * d;
  return product(
    rotation('z', -z * ARCSECOND),
    rotation('y', theta * ARCSECOND),
    rotation('z', -zeta * ARCSECOND),
  );
}

/** From ICRS to FK5 J2000, whose axes differ by some 20 mas (USNO circular 179). */
export const FK5_FROM_ICRS: Matrix = product(
  rotationDegrees('x', 19.9e-3 / 3600),
  rotationDegrees('y', 9.1e-3 / 3600),
  rotationDegrees('z', -22.9e-3 / 3600),
);

/** From the celestial reference system to the mean equator and equinox of a date, bias included. */
function biasPrecession(t: number): Matrix {
  const gamma = polynomial(t, -0.052928, 10.556378, 0.4932044, -0.00031238, -2.788e-6, 2.6e-8);
  const phi = polynomial(t, 84381.412819, -46.811016, 0.0511268, 0.00053289, -4.4e-7, -1.76e-8);
  const psi = polynomial(t, -0.041775, 5038.481484, 1.5584175, -0.00018522, -2.6452e-5, -1.48e-8);
  return product(
    rotation('x', -obliquity(t)),
    rotation('z', -psi),
    rotation('x', phi),
    rotation('z', gamma),
  );
}

/** Mean obliquity of the ecliptic, IAU 2006, in radians. */
function obliquity(t: number): number {
  return polynomial(t, 84381.406, -46.836769, -0.0001831, 0.0020034, -5.76e-7, -4.34e-8);
}

/** Coefficients in arcseconds, the constant first; in radians. */
function polynomial(t: number, ...coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, each) => sum * t + each, 0) * ARCSECOND;
}

function centuriesAt(year: number): number {
  return (year - 2000) / 100;
}
