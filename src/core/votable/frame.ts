import type { CelestialFrame } from '../sky/wcs';
import type { VoCoosys, VoDocument, VoResource, VoTable } from './document';

/**
 * The frame of the positions in a table: of the COOSYS that a field or a group of it refers to, else of the
 * only one that is defined beside or above it. Undefined where nothing is said.
 */
export function frameOfTable(document: VoDocument, table: VoTable): CelestialFrame | undefined {
  const all: VoCoosys[] = [...document.coosys];
  const near: VoCoosys[] = [];
  const visit = (resource: VoResource): void => {
    all.push(...resource.coosys);
    if (resource.tables.includes(table)) {
      near.push(...resource.coosys);
    }
    resource.resources.forEach(visit);
  };
  document.resources.forEach(visit);
  const refs = new Set([...table.fields, ...table.groups].map(({ ref }) => ref));
  const referred = all.find(({ id }) => id !== undefined && refs.has(id));
  const beside = near.length > 0 ? near : document.coosys;
  const only = beside.length === 1 ? beside[0] : undefined;
  const coosys = referred ?? only;
  return coosys && frameOf(coosys);
}

/** Words of the standard, of the vocabulary that came after it, and of old files. */
function frameOf({ system = '', equinox = '' }: VoCoosys): CelestialFrame | undefined {
  const word = system.toLowerCase().replace(/^eq_|[\s_-]/g, '');
  const year = Number(/\d+(?:\.\d+)?/.exec(equinox)?.[0] ?? NaN);
  const equinoxOr = (usual: number): number => (Number.isFinite(year) ? year : usual);
  switch (word) {
    case 'icrs':
      return { system: 'ICRS', equinox: undefined };
    case 'fk5':
      return { system: 'FK5', equinox: equinoxOr(2000) };
    case 'fk4':
      return { system: 'FK4', equinox: equinoxOr(1950) };
    case 'galactic':
      return { system: 'Galactic', equinox: undefined };
    case 'supergalactic':
      return { system: 'Supergalactic', equinox: undefined };
    case 'ecliptic':
    case 'eclfk5':
      return { system: 'Ecliptic', equinox: equinoxOr(2000) };
    default:
      return undefined;
  }
}
