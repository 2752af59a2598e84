import type { CelestialFrame } from './wcs';

export const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

const FRAMES: Readonly<Record<string, CelestialFrame>> = {
  ICRS,
  // The guide star catalogue of MAST's footprints: on the axes of ICRS within its errors.
  GSC1: ICRS,
  GSC2: ICRS,
  FK5: { system: 'FK5', equinox: 2000 },
  J2000: { system: 'FK5', equinox: 2000 },
  FK4: { system: 'FK4', equinox: 1950 },
  B1950: { system: 'FK4', equinox: 1950 },
  GALACTIC: { system: 'Galactic', equinox: undefined },
  GALACTIC_II: { system: 'Galactic', equinox: undefined },
  GAL: { system: 'Galactic', equinox: undefined },
  SUPER_GALACTIC: { system: 'Supergalactic', equinox: undefined },
  SUPERGALACTIC: { system: 'Supergalactic', equinox: undefined },
  ECLIPTIC: { system: 'Ecliptic', equinox: 2000 },
  ECL: { system: 'Ecliptic', equinox: 2000 },
};

/** The frame a word of a region names. */
export function regionFrame(word: string): CelestialFrame | undefined {
  return FRAMES[word];
}

/** `J1975.0` behind FK5, `B1950` behind FK4: the equinox of the frame before it. */
export function withEquinox(frame: CelestialFrame, word: string): CelestialFrame | undefined {
  const [, letter, year] = /^([JB])(\d{4}(?:\.\d*)?)$/.exec(word) ?? [];
  const fits = { J: ['FK5', 'Ecliptic'], B: ['FK4', 'FK4-NO-E'] }[letter ?? ''];
  return year !== undefined && fits?.includes(frame.system) === true
    ? { system: frame.system, equinox: Number(year) }
    : undefined;
}

/** Words of STC-S that say where it was seen from, or how coordinates are written; outlines do not change by it. */
export const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...'BARYCENTER GEOCENTER HELIOCENTER TOPOCENTER LSR LSRK LSRD LSRA GALACTIC_CENTER'.split(' '),
  ...'LOCAL_GROUP_CENTER EMBARYCENTER RELOCATABLE UNKNOWNREFPOS DEFAULT MOON'.split(' '),
  ...'SPHERICAL2 SPHERICAL UNITSPHERICAL UNKNOWNFRAME'.split(' '),
]);

export const UNKNOWN_FRAME = 'UNKNOWNFRAME';
