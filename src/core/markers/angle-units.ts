/** Degrees in the units that columns of angles have; undefined for what is no unit of an angle. */
export function angleUnitOf(unit: string | undefined): AngleUnit | undefined {
  return unit === undefined ? undefined : UNITS.get(unit.trim().toLowerCase().replaceAll('"', ''));
}

export interface AngleUnit {
  /** Degrees of one. */
  readonly degrees: number;
  /** Sexagesimal text: in hours or degrees. */
  readonly text?: 'h' | 'd' | undefined;
}

const DEGREE: AngleUnit = { degrees: 1 };
const HOUR: AngleUnit = { degrees: 15, text: 'h' };
const RADIAN: AngleUnit = { degrees: 180 / Math.PI };

/** In lower case, without quotation marks. Those of FITS, of astropy, of VOTable and of VizieR. */
const UNITS: ReadonlyMap<string, AngleUnit> = new Map<string, AngleUnit>([
  ['deg', DEGREE],
  ['degree', DEGREE],
  ['degrees', DEGREE],
  ['d', DEGREE],
  ['°', DEGREE],
  ['hourangle', HOUR],
  ['hour', HOUR],
  ['hours', HOUR],
  ['hr', HOUR],
  ['hrs', HOUR],
  ['h', HOUR],
  ['h:m:s', HOUR],
  ['h m s', HOUR],
  ['hh:mm:ss', HOUR],
  ['hms', HOUR],
  ['d:m:s', { degrees: 1, text: 'd' }],
  ['d m s', { degrees: 1, text: 'd' }],
  ['dd:mm:ss', { degrees: 1, text: 'd' }],
  ['dms', { degrees: 1, text: 'd' }],
  ['rad', RADIAN],
  ['radian', RADIAN],
  ['radians', RADIAN],
  ['arcmin', { degrees: 1 / 60 }],
  ['arcsec', { degrees: 1 / 3600 }],
  ['mas', { degrees: 1 / 3_600_000 }],
]);
