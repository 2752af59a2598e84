/**
 * What CTYPEn says an axis counts (FITS 4.0, section 8 and tables 24, 25, 28, 29, 31; WCS papers I–IV).
 * The first four characters of a CTYPE in 4–3 form are the coordinate type, the last three an algorithm.
 */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['FREQ', 'Frequency'],
  ['ENER', 'Energy'],
  ['WAVN', 'Wavenumber'],
  ['WAVE', 'Wavelength'],
  ['AWAV', 'Wavelength (air)'],
  ['VRAD', 'Velocity (radio)'],
  ['VOPT', 'Velocity (optical)'],
  ['VELO', 'Velocity'],
  ['FELO', 'Velocity (optical)'],
  ['BETA', 'Velocity / c'],
  ['ZOPT', 'Redshift'],
  ['STOKES', 'Stokes'],
  ['COMPLEX', 'Complex part'],
  ['CUBEFACE', 'Cube face'],
  ['TIME', 'Time'],
  ['PHASE', 'Phase'],
  ['TIMELAG', 'Time lag'],
  ['FREQUENCY', 'Frequency'],
  ['RA', 'Right ascension'],
  ['DEC', 'Declination'],
  ['GLON', 'Galactic longitude'],
  ['GLAT', 'Galactic latitude'],
  ['ELON', 'Ecliptic longitude'],
  ['ELAT', 'Ecliptic latitude'],
  ['HLON', 'Helioecliptic longitude'],
  ['HLAT', 'Helioecliptic latitude'],
  ['SLON', 'Supergalactic longitude'],
  ['SLAT', 'Supergalactic latitude'],
  ['HPLN', 'Helioprojective longitude'],
  ['HPLT', 'Helioprojective latitude'],
]);

/** Time scales, which stand for TIME and may name who realises them: `UTC(NIST)`. */
const TIME_SCALE = /^(TT|TDT|ET|TAI|IAT|UT1|UT|UTC|GMT|GPS|TCG|TCB|TDB|LOCAL)(\(.*\))?$/;

/** Algorithm codes after which the coordinate is no straight line of the pixel. */
const CURVED = new Set(
  (
    'AZP SZP TAN TPV TPU TNX ZPX STG SIN NCP ARC ZPN ZEA AIR CYP CEA CAR MER SFL GLS PAR MOL AIT COP COE COD ' +
    'COO BON PCO TSC CSC QSC HPX XPH DSS PLA LOG TAB GRI GRA ' +
    'F2W F2V F2A W2F W2V W2A V2F V2W V2A A2F A2W A2V'
  ).split(' '),
);

const CELESTIAL = /^(RA|DEC|.LON|.LAT|..LN|..LT)$/;

export interface CoordinateType {
  /** For people; the CTYPE as written where it is none of the standard, empty where there is none. */
  readonly name: string;
  /** False where the type alone says that the coordinate is no straight line of the pixel. */
  readonly straight: boolean;
  /** A longitude or latitude, which CROTAn turns. */
  readonly celestial: boolean;
}

/** What a CTYPEn means. */
export function coordinateTypeOf(ctype: string): CoordinateType {
  const written = ctype.trim();
  const inForm = written[4] === '-' && written.length >= 8;
  const type = (inForm ? written.slice(0, 4).replace(/-+$/, '') : written).toUpperCase();
  const code = inForm ? written.slice(5, 8).toUpperCase() : '';
  const celestial = CELESTIAL.test(type);
  // FELO, of AIPS, steps evenly in frequency. MULTISPE, of IRAF, has its coordinates elsewhere.
  const curved = CURVED.has(code) || type === 'FELO' || type === 'MULTISPE';
  return {
    name: NAMES.get(type) ?? (TIME_SCALE.test(type) ? `Time (${written})` : written),
    // Of a celestial type with an unknown projection nothing is known; others without one are linear.
    straight: !curved && !(celestial && code !== ''),
    celestial,
  };
}
