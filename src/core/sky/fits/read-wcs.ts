import type { Header } from '../../fits/header';
import type { Wcs, WorldAxis } from '../wcs';
import { axisType, spectralCtype, type AxisType } from './axis-types';
import { dssWcs, isDssPlate } from './dss';
import { distortionsOf, type Distortions } from './distortion-steps';
import { FitsWcs } from './fits-wcs';
import { wcsKeywords, type WcsKeywords } from './keywords';
import { inverseOf, linearMatrix, type SquareMatrix } from './linear';
import { findSkyAxes, skyAxes, type SkyAxes } from './sky-axes';
import { logarithmicAxis, spectralAxis, type AxisMap } from './spectral';
import { SPECTRAL_TYPES } from './spectral-types';
import { tabularGroups, type WcsTables } from './table-needs';
import { unitFactor } from './units';
import { worldAxis } from './world-axis';

export interface FitsWcsOptions {
  /** Letter of the description, `A` to `Z`; left out or ` ` for the primary one. */
  readonly alternate?: string | undefined;
  /** Arrays of other HDUs, as `loadWcsTables` reads them. */
  readonly tables?: WcsTables | undefined;
  /** Leaves out SIP and look-up tables (what astropy calls the core: `wcs_pix2world`). */
  readonly core?: boolean | undefined;
}

/**
 * The coordinates a FITS header gives its pixels (FITS 4.0, section 8; WCS papers I to IV, with SIP, TPV,
 * TPD, look-up tables and DSS plates). Undefined where the header says nothing of coordinates; where what
 * it says is broken, one sentence on that. Never throws.
 */
export function readFitsWcs(
  header: Header,
  options: FitsWcsOptions = {},
): Wcs | { problem: string } | undefined {
  const alternate = (options.alternate ?? ' ').trim().toUpperCase() || ' ';
  const keywords = wcsKeywords(header, alternate);
  // Other keywords of such a header are a straight approximation of the plate.
  if (alternate === ' ' && isDssPlate(header)) {
    return dssWcs(header);
  }
  if (keywords === undefined || 'problem' in keywords) {
    return keywords;
  }
  const made = build(header, keywords, options);
  return typeof made === 'string' ? { problem: made } : made;
}

function build(header: Header, keywords: WcsKeywords, options: FitsWcsOptions): Wcs | string {
  const warnings: string[] = [];
  const types = axisTypes(header, keywords);
  if (typeof types === 'string') {
    return types;
  }
  const at = findSkyAxes(types);
  if (typeof at === 'string') {
    return at;
  }
  const places = at ?? { longitude: -1, latitude: -1 };
  const matrix = linearMatrix(keywords, places, warnings);
  if (typeof matrix === 'string') {
    return matrix;
  }
  const factors = unitFactors(keywords, types);
  if (typeof factors === 'string') {
    return factors;
  }
  const scaled = scaledRows(matrix, factors);
  const inverse = inverseOf(scaled);
  if (!inverse) {
    return `The matrix of ${keywords.cd.size > 0 ? 'CD' : 'PC and CDELT'} is singular: pixels have no inverse.`;
  }
  const crval = keywords.crval.map((value, i) => value * (factors[i] ?? 1));
  const sky = at && skyAxes(header, keywords, types, at, crval, warnings);
  if (typeof sky === 'string') {
    return sky;
  }
  const maps = axisMaps(header, keywords, types, crval);
  const tables = tabularGroups(keywords, options.tables ?? new Map());
  const steps = distortionsOf(header, keywords, sky, options, warnings);
  for (const part of [maps, tables, steps]) {
    if (typeof part === 'string') {
      return part;
    }
  }
  const worldAxes = types.map((type, i) => worldAxis(type, keywords, i));
  return new FitsWcs({
    ...(steps as Distortions),
    axes: keywords.axes,
    worldAxes: worldAxes satisfies WorldAxis[],
    warnings,
    projection: sky && projectionName(types[sky.longitude], steps as Distortions),
    origin: keywords.crpix.map((value) => value - 1),
    matrix: scaled,
    inverse,
    sky,
    straight: straightAxes(types, sky, crval),
    maps: maps as (AxisMap | undefined)[],
    tables: tables as Exclude<typeof tables, string>,
  });
}

/** `TAN`, `TAN with SIP distortion`; axes in plain degrees are called linear. */
function projectionName(type: AxisType | undefined, { prior, sequent }: Distortions): string {
  const { code = '', distortion = '' } = type ?? {};
  const name = code === '' ? 'linear' : code;
  const distorted = prior.length + sequent.length > 0 && code !== 'TPV';
  const kind = distortion === '' ? '' : `${distortion} `;
  return distorted ? `${name} with ${kind}distortion` : name;
}

function axisTypes(header: Header, { ctype, alternate }: WcsKeywords): AxisType[] | string {
  const velref = header.value('VELREF');
  const types: AxisType[] = [];
  for (const [i, written] of ctype.entries()) {
    const type = axisType(spectralCtype(written, typeof velref === 'number' ? velref : 0));
    if (typeof type === 'string') {
      return `CTYPE${i + 1}${alternate.trim()} is ${written.slice(0, 20)}, but ${type}.`;
    }
    if (type.kind === 'cubeface') {
      return `CTYPE${i + 1}${alternate.trim()} is CUBEFACE, which is not supported.`;
    }
    types.push(type);
  }
  return types;
}

/** What one of CUNIT is in degrees or SI; axes that are neither keep their unit. */
function unitFactors(
  { cunit, alternate }: WcsKeywords,
  types: readonly AxisType[],
): number[] | string {
  const factors: number[] = [];
  for (const [i, { kind, type, code }] of types.entries()) {
    const spectral = kind === 'spectral' ? SPECTRAL_TYPES.get(type) : undefined;
    const quantity = kind === 'longitude' || kind === 'latitude' ? 'angle' : spectral?.quantity;
    const unit = cunit[i] ?? '';
    if (quantity === undefined || unit === '' || code === 'TAB') {
      factors.push(1);
      continue;
    }
    const factor = unitFactor(type === 'AFRQ' ? frequencyOf(unit) : unit, quantity);
    if (factor === undefined || !(factor > 0)) {
      return `CUNIT${i + 1}${alternate.trim()} is ${unit.slice(0, 20)}, which is no unit of ${type}.`;
    }
    factors.push(factor);
  }
  return factors;
}

/** `rad/s` without its radians. */
function frequencyOf(unit: string): string {
  return unit.replace(/rad\s*/, '').replace(/^[\s.*]+/, '') || '1';
}

function scaledRows({ size, elements }: SquareMatrix, factors: readonly number[]): SquareMatrix {
  return {
    size,
    elements: elements.map((value, k) => value * (factors[Math.floor(k / size)] ?? 1)),
  };
}

function straightAxes(
  types: readonly AxisType[],
  sky: SkyAxes | undefined,
  crval: readonly number[],
): (number | undefined)[] {
  return types.map(({ code }, i) => {
    const projected = sky?.rotation && (i === sky.longitude || i === sky.latitude);
    return projected || (code !== '' && code !== 'TAB') ? undefined : crval[i];
  });
}

function axisMaps(
  header: Header,
  { pv, alternate }: WcsKeywords,
  types: readonly AxisType[],
  crval: readonly number[],
): (AxisMap | undefined)[] | string {
  const letter = alternate.trim();
  const number = (keyword: string): number | undefined => {
    const value = header.value(keyword);
    return typeof value === 'number' ? value : undefined;
  };
  const maps: (AxisMap | undefined)[] = [];
  for (const [i, { kind, type, code }] of types.entries()) {
    let map: AxisMap | string | undefined;
    if (code === 'LOG') {
      map = logarithmicAxis(crval[i] ?? 0);
    } else if (kind === 'spectral' && code !== '' && code !== 'TAB') {
      map = spectralAxis({
        type,
        code,
        crval: crval[i] ?? 0,
        restFrequency: number(`RESTFRQ${letter}`) ?? number(`RESTFREQ${letter}`),
        restWavelength: number(`RESTWAV${letter}`),
        pv: (m) => pv.get(`${i + 1}_${m}`),
      });
    }
    if (typeof map === 'string') {
      return map;
    }
    maps.push(map);
  }
  return maps;
}
