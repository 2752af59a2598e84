import type { CelestialFrame } from './wcs';

/** Julian day of B1900, and the length of the tropical year then, in days (Lieske 1979). */
const B1900 = 2415020.31352;
const TROPICAL_YEAR = 365.242198781;

const J2000 = 2451545;
const JULIAN_YEAR = 365.25;

/** What a frame without a stated equinox has: FK5 and the ecliptic J2000, FK4 B1950; others none. */
export function equinoxOf(frame: CelestialFrame): number | undefined {
  switch (frame.system) {
    case 'FK5':
    case 'Ecliptic':
      return frame.equinox ?? 2000;
    case 'FK4':
    case 'FK4-NO-E':
      return frame.equinox ?? 1950;
    case 'ICRS':
    case 'Galactic':
    case 'Supergalactic':
    case 'other':
      return undefined;
  }
}

/** True where the years of a frame's equinox are Besselian. */
export function isBesselian(frame: CelestialFrame): boolean {
  return frame.system === 'FK4' || frame.system === 'FK4-NO-E';
}

/** @param year Besselian @returns Julian day */
export function besselianDay(year: number): number {
  return B1900 + (year - 1900) * TROPICAL_YEAR;
}

/** The same moment as a Julian year: B1950 is J1949.99979. */
export function besselianToJulian(year: number): number {
  return 2000 + (besselianDay(year) - J2000) / JULIAN_YEAR;
}

/** The same moment as a Besselian year: J2000 is B2000.00128. */
export function julianToBesselian(year: number): number {
  return 1900 + (J2000 + (year - 2000) * JULIAN_YEAR - B1900) / TROPICAL_YEAR;
}

/** Whether two frames are one: their systems and equinoxes, stated or not. Two of `other` are not known to be. */
export function sameFrame(a: CelestialFrame, b: CelestialFrame): boolean {
  return a.system === b.system && a.system !== 'other' && equinoxOf(a) === equinoxOf(b);
}

/** For people: `ICRS`, `FK5 J2000`, `FK4 B1950`, `Galactic`, `Ecliptic J2000`. */
export function frameName(frame: CelestialFrame): string {
  if (frame.system === 'other') {
    return 'Not a frame of the sky';
  }
  const equinox = equinoxOf(frame);
  if (equinox === undefined) {
    return frame.system;
  }
  // A fraction of a year is a few hours at the third decimal.
  return `${frame.system} ${isBesselian(frame) ? 'B' : 'J'}${Number(equinox.toFixed(3))}`;
}
