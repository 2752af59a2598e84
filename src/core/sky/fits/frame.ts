import type { Header } from '../../fits/header';
import type { CelestialFrame } from '../wcs';

/** The frame of celestial axes (FITS WCS paper II, section 3.1), with what was odd about it. */
export function celestialFrame(
  header: Header,
  letter: string,
  longitude: string,
  warnings: string[],
): CelestialFrame {
  switch (longitude) {
    case 'RA':
      return equatorialFrame(header, letter, warnings);
    case 'GLON':
      return { system: 'Galactic', equinox: undefined };
    case 'SLON':
      return { system: 'Supergalactic', equinox: undefined };
    case 'ELON':
      return { system: 'Ecliptic', equinox: equinoxOf(header, letter) ?? 2000 };
    default:
      return { system: 'other', equinox: undefined };
  }
}

function equatorialFrame(header: Header, letter: string, warnings: string[]): CelestialFrame {
  const written = header.text(`RADESYS${letter}`) ?? (letter === '' ? header.text('RADECSYS') : '');
  const system = (written ?? '').trim().toUpperCase();
  const equinox = equinoxOf(header, letter);
  switch (system) {
    case 'ICRS':
      return { system: 'ICRS', equinox: undefined };
    case 'FK5':
      return { system: 'FK5', equinox: equinox ?? 2000 };
    case 'FK4':
    case 'FK4-NO-E':
      return { system, equinox: equinox ?? 1950 };
    case 'GAPPT':
      warnings.push('RADESYS is GAPPT: geocentric apparent places, which are not converted.');
      return { system: 'other', equinox: undefined };
    case '':
      break;
    default:
      warnings.push(`RADESYS is ${system.slice(0, 20)}, which is not known and is passed over.`);
  }
  if (equinox === undefined) {
    return { system: 'ICRS', equinox: undefined };
  }
  return { system: equinox < 1984 ? 'FK4' : 'FK5', equinox };
}

/** EQUINOX, or the EPOCH of old files; `J2000` and `B1950` are written too. */
function equinoxOf(header: Header, letter: string): number | undefined {
  for (const keyword of letter === '' ? ['EQUINOX', 'EPOCH'] : [`EQUINOX${letter}`]) {
    const value = header.value(keyword);
    const number = typeof value === 'string' ? Number(value.replace(/^[JB]/i, '')) : value;
    if (typeof number === 'number' && Number.isFinite(number) && number > 0) {
      return number;
    }
  }
  return undefined;
}
