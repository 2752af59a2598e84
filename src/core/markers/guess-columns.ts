import { isNumeric, isScalar } from '../table/element-type';
import type { Column } from '../table/table';
import type { CelestialFrame } from '../sky/wcs';
import { angleUnitOf } from './angle-units';
import { namedAngle, namedEquinox, type NamedAngle } from './column-names';
import { describedAngle, isMagnitude, isMain, ucdOf } from './column-ucd';

/** Columns that are likely meant as places on the sky; 0-based positions. */
export interface GuessedColumns {
  readonly longitude: number | undefined;
  readonly latitude: number | undefined;
  readonly magnitude: number | undefined;
  /** Undefined where neither names nor UCDs say which frame they are of. */
  readonly frame: CelestialFrame | undefined;
}

interface Candidate extends NamedAngle {
  readonly column: Column;
}

/** How the columns of a table are likely meant, by UCDs, names and units, in this order. */
export function guessColumns(columns: readonly Column[]): GuessedColumns {
  const usable = columns.filter(canBeAngle);
  const candidates = usable.flatMap((column) => candidatesOf(column));
  const best = bestPair(candidates);
  return {
    longitude: best?.longitude.column.index,
    latitude: best?.latitude.column.index,
    magnitude: magnitudeOf(columns),
    frame: best && frameOf(best.longitude),
  };
}

/** One number a row, or angles as text. */
export function canBeAngle(column: Column): boolean {
  const isText = column.type === 'text' && isScalar(column);
  return column.problem === undefined && (isNumeric(column) || isText);
}

function candidatesOf(column: Column): Candidate[] {
  const described = describedAngle(ucdOf(column.description));
  const named = namedAngle(column.name);
  const unit = angleUnitOf(column.unit);
  if (unit === undefined && column.unit !== undefined && column.unit.trim() !== '') {
    return []; // In pixels, or a velocity: whatever it is called.
  }
  // Texts and whole numbers are rarely what is meant where there are floating-point numbers.
  const rank = column.type === 'float64' ? 3 : column.type === 'float32' ? 2 : 0;
  const sure = rank + (unit === undefined ? 0 : 4);
  const fromUcd = described && { ...described, stem: `ucd:${described.system}`, column };
  return [
    ...(fromUcd ? [{ ...fromUcd, weight: fromUcd.weight + sure }] : []),
    ...(named ? [{ ...named, column, weight: named.weight + sure }] : []),
  ];
}

function bestPair(
  candidates: readonly Candidate[],
): { longitude: Candidate; latitude: Candidate } | undefined {
  const latitudes = new Map<string, Candidate[]>();
  for (const candidate of candidates.filter(({ axis }) => axis === 'latitude')) {
    latitudes.set(candidate.stem, [...(latitudes.get(candidate.stem) ?? []), candidate]);
  }
  let best: { longitude: Candidate; latitude: Candidate; weight: number } | undefined;
  for (const longitude of candidates) {
    const others = longitude.axis === 'longitude' ? (latitudes.get(longitude.stem) ?? []) : [];
    for (const latitude of others) {
      const alike = namedAngle(longitude.column.name)?.stem;
      const related = alike !== undefined && alike === namedAngle(latitude.column.name)?.stem;
      // The shortest name is the one that is not of something special.
      const weight =
        longitude.weight + latitude.weight + (related ? 5 : 0) - longitude.column.name.length / 64;
      if (best === undefined || weight > best.weight) {
        best = { longitude, latitude, weight };
      }
    }
  }
  return best;
}

function frameOf({ column, system }: Candidate): CelestialFrame | undefined {
  if (system !== 'equatorial') {
    return { system, equinox: system === 'Ecliptic' ? 2000 : undefined };
  }
  const words = `${column.name} ${column.description ?? ''}`;
  if (namedEquinox(words) === 'B1950') {
    return { system: 'FK4', equinox: 1950 };
  }
  // Catalogues for J2000 agree with ICRS to some hundredths of an arcsecond.
  return namedEquinox(words) === 'J2000' ? { system: 'ICRS', equinox: undefined } : undefined;
}

const MAGNITUDE_UNIT = /^(?:ab ?|vega ?|st ?)?mag(?:\(?(?:ab|vega|st)\)?)?$/i;
const MAGNITUDE_NAME = /(?<![a-z])mag(?![a-z])|magnitude|mag_|_mag/i;
const NO_MAGNITUDE = /err|sigma|unc|rms|std|(?:^|[^a-z])e_|lim|color|colour|extinction|zero/i;

function magnitudeOf(columns: readonly Column[]): number | undefined {
  let best: { index: number; weight: number } | undefined;
  for (const column of columns) {
    const ucd = ucdOf(column.description);
    const named = MAGNITUDE_NAME.test(column.name) && !NO_MAGNITUDE.test(column.name);
    const inMagnitudes = MAGNITUDE_UNIT.test(column.unit?.trim() ?? '');
    const weight =
      (isMagnitude(ucd) ? 8 : 0) +
      (isMagnitude(ucd) && isMain(ucd) ? 8 : 0) +
      (inMagnitudes && !NO_MAGNITUDE.test(column.name) ? 3 : 0) +
      (named ? 4 : 0);
    const usable = isNumeric(column) && column.problem === undefined;
    if (usable && weight > (best?.weight ?? 2)) {
      best = { index: column.index, weight };
    }
  }
  return best?.index;
}
