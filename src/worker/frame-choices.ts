import type { CelestialFrame } from '../core/sky/wcs';
import type { SkyFrame } from '../protocol/position';

/** The frame that a choice of the viewer stands for; undefined for that of the image. */
export function chosenFrame(frame: SkyFrame): CelestialFrame | undefined {
  switch (frame) {
    case 'own':
      return undefined;
    case 'ICRS':
    case 'Galactic':
      return { system: frame, equinox: undefined };
    case 'FK5':
    case 'Ecliptic':
      return { system: frame, equinox: 2000 };
    case 'FK4':
      return { system: frame, equinox: 1950 };
  }
}

/** The choice that comes nearest to a frame. */
export function nearestChoice({ system }: CelestialFrame): SkyFrame {
  switch (system) {
    case 'FK4-NO-E':
      return 'FK4';
    case 'Supergalactic':
    case 'other':
      return 'ICRS';
    case 'ICRS':
    case 'FK5':
    case 'FK4':
    case 'Galactic':
    case 'Ecliptic':
      return system;
  }
}
