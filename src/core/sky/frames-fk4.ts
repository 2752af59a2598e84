import { besselianDay, besselianToJulian } from './frames-equinox';
import type { Matrix } from './frames-matrix';
import { product, transpose } from './frames-matrix';
import { newcombPrecession } from './frames-precession';

/** The vector of the E-terms of aberration, in units of the speed of light. */
export type ETerms = readonly [x: number, y: number, z: number];

const DEGREE = Math.PI / 180;
const ARCSECOND = DEGREE / 3600;

/** From FK4 B1950 without E-terms to FK5 J2000, of what had no motion at B1950 (Murray 1989, eq. 28). */
// prettier-ignore
const FK5_FROM_B1950: Matrix = [
  0.9999256794956877, -0.0111814832204662, -0.0048590038153592,
  0.0111814832391717, 0.9999374848933135, -0.0000271625947142,
  0.0048590037723143, -0.000027170293744, 0.9999881946023742,
];

/** What the rotation of FK4 adds to it in a Julian century, in 1e-6 (Murray 1989, eq. 29). */
// prettier-ignore
const ROTATION: Matrix = [
  -0.0026455262, -1.1539918689, 2.111134619,
  1.1540628161, -0.0129042997, 0.0236021478,
  -2.1112979048, -0.0056024448, 0.0102587734,
];

/**
 * The part of the annual aberration that comes of the eccentricity of the Earth's orbit, up to 0.34″. In FK4
 * catalogues it was left in, being nearly constant (Explanatory Supplement, 1992). It depends on the equinox.
 *
 * @param equinox Besselian year
 */
export function eTerms(equinox: number): ETerms {
  const day = besselianDay(equinox);
  const t = (day - besselianDay(1950)) / 36525;
  const aberration = 0.0056932 * DEGREE;
  const eccentricity = (-0.000000126 * t - 0.00004193) * t + 0.01673011;
  const perigee = (((0.012 * t + 1.65) * t + 6190.67) * t + 1015489.951) * ARCSECOND;
  const size = aberration * eccentricity;
  const obliquity = obliquity1980((day - 2451545) / 36525);
  return [
    size * Math.sin(perigee),
    -size * Math.cos(perigee) * Math.cos(obliquity),
    -size * Math.cos(perigee) * Math.sin(obliquity),
  ];
}

/** From FK4 without E-terms to FK5 J2000. The position is taken as of the time of the equinox. */
export function fk5FromFk4(equinox: number): Matrix {
  return product(bridge(equinox), newcombPrecession(equinox, 1950));
}

/** From FK5 J2000 to FK4 without E-terms. */
export function fk4FromFk5(equinox: number): Matrix {
  return product(newcombPrecession(1950, equinox), transpose(bridge(equinox)));
}

/**
 * FK4 turns slowly against FK5, so the bridge between them depends on the time of the observation. Headers
 * rarely say it, and like astropy.wcs we take the equinox for it.
 */
function bridge(equinox: number): Matrix {
  const t = (besselianToJulian(equinox) - 1950) / 100;
  const at = (k: number): number => (FK5_FROM_B1950[k] ?? 0) + (ROTATION[k] ?? 0) * 1e-6 * t;
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8)];
}

/** Mean obliquity of the ecliptic, IAU 1980, in radians. */
function obliquity1980(t: number): number {
  return (84381.448 + (-46.815 + (-0.00059 + 0.001813 * t) * t) * t) * ARCSECOND;
}
