import type { Card } from '../fits/card';
import type { CelestialFrame } from '../sky/wcs';
import { newCard } from './write-card';

/** How FITS names the axes of a frame in the tangent plane, and says which frame it is. */
export interface FrameCards {
  readonly longitude: string;
  readonly latitude: string;
  readonly cards: readonly Card[];
}

/** Undefined for a frame that has no name in FITS. */
export function frameCards({ system, equinox }: CelestialFrame): FrameCards | undefined {
  const equatorial = (radesys: string): FrameCards => ({
    longitude: 'RA---TAN',
    latitude: 'DEC--TAN',
    cards: [
      newCard('RADESYS', radesys),
      ...(equinox === undefined ? [] : [newCard('EQUINOX', { real: equinox })]),
    ],
  });
  switch (system) {
    case 'ICRS':
    case 'FK5':
    case 'FK4':
    case 'FK4-NO-E':
      return equatorial(system);
    case 'Galactic':
      return { longitude: 'GLON-TAN', latitude: 'GLAT-TAN', cards: [] };
    case 'Ecliptic':
      return {
        longitude: 'ELON-TAN',
        latitude: 'ELAT-TAN',
        cards: equinox === undefined ? [] : [newCard('EQUINOX', { real: equinox })],
      };
    case 'Supergalactic':
      return { longitude: 'SLON-TAN', latitude: 'SLAT-TAN', cards: [] };
    case 'other':
      return undefined;
  }
}
