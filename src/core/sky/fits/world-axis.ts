import type { WorldAxis } from '../wcs';
import type { AxisType } from './axis-types';
import type { WcsKeywords } from './keywords';
import { SPECTRAL_TYPES } from './spectral-types';

const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['GL', 'Galactic'],
  ['EL', 'Ecliptic'],
  ['SL', 'Supergalactic'],
  ['HL', 'Helioecliptic'],
  ['HP', 'Helioprojective'],
  ['HG', 'Heliographic'],
  ['CR', 'Carrington'],
]);

/** What the coordinate of an axis is, for people and with its unit. */
export function worldAxis(type: AxisType, keywords: WcsKeywords, axis: number): WorldAxis {
  const spectral = type.kind === 'spectral' ? SPECTRAL_TYPES.get(type.type) : undefined;
  const angle = type.kind === 'longitude' || type.kind === 'latitude';
  const written = keywords.cunit[axis] ?? '';
  const tabular = type.code === 'TAB' && written !== '';
  const unit = tabular ? written : angle ? 'deg' : (spectral?.unit ?? unitOf(type, written));
  const name = nameOf(type, spectral?.name) ?? keywords.cname[axis];
  return { name: name || type.type || `Axis ${axis + 1}`, type: type.type, unit };
}

function unitOf({ kind }: AxisType, written: string): string {
  return written === '' && kind === 'time' ? 's' : written;
}

function nameOf({ kind, type }: AxisType, spectral: string | undefined): string | undefined {
  switch (kind) {
    case 'longitude':
      return type === 'RA' ? 'Right ascension' : `${systemOf(type)} longitude`.trim();
    case 'latitude':
      return type === 'DEC' ? 'Declination' : `${systemOf(type)} latitude`.trim();
    case 'spectral':
      return spectral;
    case 'time':
      return 'Time';
    case 'stokes':
      return 'Stokes';
    case 'cubeface':
    case 'linear':
      return undefined;
  }
}

function systemOf(type: string): string {
  return SYSTEMS.get(type.slice(0, 2)) ?? '';
}
