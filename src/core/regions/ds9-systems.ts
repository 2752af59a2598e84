import type { CelestialFrame } from '../sky/wcs';

/** What the numbers of a region file count in; `own` is the sky of the image. */
export type FileSystem = 'image' | 'physical' | 'own' | CelestialFrame;

const J2000: CelestialFrame = { system: 'FK5', equinox: 2000 };
const B1950: CelestialFrame = { system: 'FK4', equinox: 1950 };

/** By their names in region files. */
export const SYSTEMS: ReadonlyMap<string, FileSystem> = new Map<string, FileSystem>([
  ['image', 'image'],
  ['physical', 'physical'],
  ['wcs', 'own'],
  ['fk5', J2000],
  ['j2000', J2000],
  ['fk4', B1950],
  ['b1950', B1950],
  ['icrs', { system: 'ICRS', equinox: undefined }],
  ['galactic', { system: 'Galactic', equinox: undefined }],
  ['ecliptic', { system: 'Ecliptic', equinox: 2000 }],
]);

/** Those that DS9 knows and images here do not have. */
export const FOREIGN_SYSTEMS = /^(?:amplifier|detector|linear|wcs[a-z])$/;

/** What positions on the sky are of where the file has named pixels only, as DS9 has it. */
export const USUAL_SKY = J2000;

/** The frame of a region file that a frame is written in, and its name there; undefined where none fits. */
export function fileFrame(
  frame: CelestialFrame,
): { readonly name: string; readonly frame: CelestialFrame } | undefined {
  switch (frame.system) {
    case 'ICRS':
    case 'Supergalactic':
      return { name: 'icrs', frame: { system: 'ICRS', equinox: undefined } };
    case 'FK5':
      return { name: 'fk5', frame: J2000 };
    case 'FK4':
    case 'FK4-NO-E':
      return { name: 'fk4', frame: B1950 };
    case 'Galactic':
      return { name: 'galactic', frame: { system: 'Galactic', equinox: undefined } };
    case 'Ecliptic':
      return { name: 'ecliptic', frame: { system: 'Ecliptic', equinox: 2000 } };
    case 'other':
      return undefined;
  }
}
