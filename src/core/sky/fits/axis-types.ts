import { PROJECTIONS } from './projections/by-code';
import { SPECTRAL_TYPES } from './spectral-types';

/** What CTYPE says of an axis. */
export interface AxisType {
  readonly kind:
    | 'longitude'
    | 'latitude'
    | 'spectral'
    | 'time'
    | 'stokes'
    | 'cubeface'
    /** Any other: a straight scale, whatever it is. */
    | 'linear';
  /** `RA`, `GLAT`, `FREQ`, `TIME` … */
  readonly type: string;
  /** Algorithm: `TAN`, `F2W`, `LOG`, `TAB`; empty for a straight scale. */
  readonly code: string;
  /** `SIP` of `RA---TAN-SIP`. */
  readonly distortion: string;
}

/** Old and distorted projections that are read as others. */
const ALIASES: ReadonlySet<string> = new Set(['NCP', 'GLS', 'TPV', 'TPU', 'TNX', 'ZPX']);
const TIME = /^(TIME|UTC|TAI|IAT|TT|TDB|TDT|GPS|TCB|TCG|GMT|UT1|UT|ET|LOCAL)$/;

/** Reads a CTYPE, or says in words what is wrong with it (FITS 4.0, section 8.2). */
export function axisType(ctype: string): AxisType | string {
  const { type, code, distortion } = parts(ctype);
  const kind = kindOf(type);
  const made: AxisType = { kind, type, code, distortion };
  if (code === '') {
    return made;
  }
  if (code === 'LOG' || code === 'TAB') {
    return made;
  }
  if (kind === 'longitude' || kind === 'latitude') {
    return PROJECTIONS.has(code) || ALIASES.has(code) ? made : `${code} is not a known projection`;
  }
  // Algorithms of spectral axes are judged where they are set up.
  return kind === 'spectral' ? made : { kind: 'linear', type: ctype, code: '', distortion: '' };
}

/** `RA---TAN-SIP` is of the 4-3 form with a distortion behind; `STOKES` has no algorithm. */
function parts(ctype: string): { type: string; code: string; distortion: string } {
  const match = /^(.{4})-([A-Z0-9]{3})(?:-([A-Z0-9]{3}))?$/.exec(ctype);
  if (match) {
    const [, type = '', code = '', distortion = ''] = match;
    return { type: type.replace(/-+$/, ''), code, distortion };
  }
  return { type: ctype, code: '', distortion: '' };
}

function kindOf(type: string): AxisType['kind'] {
  if (type === 'RA' || /^[A-Z]LON$|^[A-Z]{2}LN$/.test(type)) {
    return 'longitude';
  }
  if (type === 'DEC' || /^[A-Z]LAT$|^[A-Z]{2}LT$/.test(type)) {
    return 'latitude';
  }
  if (SPECTRAL_TYPES.has(type)) {
    return 'spectral';
  }
  if (TIME.test(type)) {
    return 'time';
  }
  return type === 'STOKES' ? 'stokes' : type === 'CUBEFACE' ? 'cubeface' : 'linear';
}

/** The latitude that belongs to a longitude: `DEC` of `RA`, `GLAT` of `GLON`, `HPLT` of `HPLN`. */
export function latitudeTypeOf(longitude: string): string {
  return longitude === 'RA'
    ? 'DEC'
    : longitude.endsWith('LON')
      ? `${longitude.slice(0, 1)}LAT`
      : `${longitude.slice(0, 2)}LT`;
}

const DOPPLER = /^(FREQ|VELO|FELO)-(LSR|HEL|OBS)$/;

/**
 * The CTYPE of a spectral axis in the AIPS convention as the standard writes it (FITS WCS paper III,
 * section 3.5): `VELO` is radio or optical as VELREF says, `FELO` an optical velocity over frequency.
 */
export function spectralCtype(ctype: string, velref: number): string {
  const aips = DOPPLER.exec(ctype);
  const type = aips?.[1] ?? ctype;
  if (type === 'FELO') {
    return 'VOPT-F2W';
  }
  if (type === 'VELO' && (aips || velref % 256 !== 0)) {
    return velref >= 256 ? 'VRAD' : 'VOPT';
  }
  return aips ? type : ctype;
}
