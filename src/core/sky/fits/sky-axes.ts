import type { Header } from '../../fits/header';
import type { CelestialFrame } from '../wcs';
import { latitudeTypeOf, type AxisType } from './axis-types';
import type { PlaneMap } from './distortion';
import { celestialFrame } from './frame';
import type { WcsKeywords } from './keywords';
import { PROJECTIONS } from './projections/by-code';
import { cosDegrees, DEGREE, sinDegrees, type Pair } from './projections/projection';
import { tpvDistortion } from './record-distortion';
import { nativePole, SkyRotation } from './rotation';

/** The pair of celestial axes of a description, counted from 0. */
export interface SkyAxes {
  readonly longitude: number;
  readonly latitude: number;
  readonly frame: CelestialFrame;
  /** Undefined for axes that are a straight scale of degrees. */
  readonly rotation: SkyRotation | undefined;
  /** The polynomials of TPV, in degrees behind the matrix. */
  readonly sequent: PlaneMap | undefined;
  /** The SIP keywords are not to be used: TPV says it all. */
  readonly withoutSip: boolean;
}

/** Finds the celestial axes; undefined where there are none, a sentence where they are no pair. */
export function findSkyAxes(
  types: readonly AxisType[],
): { longitude: number; latitude: number } | string | undefined {
  const projected = (kind: string): number[] =>
    types.flatMap((type, i) => (type.kind === kind && isProjected(type) ? [i] : []));
  const longitudes = projected('longitude');
  const latitudes = projected('latitude');
  const [longitude] = longitudes;
  const [latitude] = latitudes;
  if (longitude === undefined || latitude === undefined) {
    const alone = longitude ?? latitude;
    if (alone === undefined) {
      return straightPair(types);
    }
    const lacks = longitude === undefined ? 'longitude' : 'latitude';
    return `CTYPE${alone + 1} is ${nameOf(types[alone])}, but no axis is its ${lacks}.`;
  }
  const lng = types[longitude] as AxisType;
  const lat = types[latitude] as AxisType;
  const fit = lat.type === latitudeTypeOf(lng.type) && lat.code === lng.code;
  if (!fit || longitudes.length > 1 || latitudes.length > 1) {
    return `CTYPE${longitude + 1} ${nameOf(lng)} and CTYPE${latitude + 1} ${nameOf(lat)} are no pair of celestial axes.`;
  }
  return { longitude, latitude };
}

/** Longitude and latitude without a projection, if both are there. */
function straightPair(
  types: readonly AxisType[],
): { longitude: number; latitude: number } | undefined {
  const longitude = types.findIndex(({ kind, code }) => kind === 'longitude' && code === '');
  const type = longitude < 0 ? '' : latitudeTypeOf((types[longitude] as AxisType).type);
  const latitude = types.findIndex((other) => other.type === type && other.code === '');
  return longitude < 0 || latitude < 0 ? undefined : { longitude, latitude };
}

function isProjected({ code }: AxisType): boolean {
  return code !== '' && code !== 'LOG' && code !== 'TAB';
}

function nameOf(type: AxisType | undefined): string {
  return type === undefined ? '' : `${type.type.padEnd(4, '-')}-${type.code}`;
}

/** Sets up the sphere of the celestial axes; `crval` is in degrees. A sentence where it is broken. */
export function skyAxes(
  header: Header,
  keywords: WcsKeywords,
  types: readonly AxisType[],
  at: { longitude: number; latitude: number },
  crval: readonly number[],
  warnings: string[],
): SkyAxes | string {
  const { longitude, latitude } = at;
  const letter = keywords.alternate === ' ' ? '' : keywords.alternate;
  const type = types[longitude] as AxisType;
  const frame = celestialFrame(header, letter, type.type, warnings);
  const place = { longitude, latitude, frame };
  if (type.code === '') {
    return { ...place, rotation: undefined, sequent: undefined, withoutSip: false };
  }
  const both = `${longitude + 1}, ${latitude + 1}`;
  if (type.code === 'TNX' || type.code === 'ZPX') {
    return `Axes ${both} have the distortion ${type.code} of IRAF, which is not supported.`;
  }
  const sip = types[latitude]?.distortion === 'SIP' && type.distortion === 'SIP';
  const pv = projectionParameters(keywords, at);
  const highest = Math.max(-1, ...pv.keys.map(([, m]) => m));
  // SCAMP wrote the polynomials of TPV for TAN before 2012; beside SIP they say the same.
  const scamp = type.code === 'TAN' && highest >= 5;
  if (type.code === 'TPV' || type.code === 'TPU' || (scamp && !sip)) {
    if (type.code === 'TPU') {
      return `Axes ${both} have the projection TPU, which is not supported.`;
    }
    const sequent = tpvDistortion(keywords.pv, [longitude, latitude]);
    if (typeof sequent === 'string') {
      return sequent;
    }
    const rotation = sphere(header, 'TAN', at, crval, () => undefined, letter, frame);
    return typeof rotation === 'string'
      ? rotation
      : { ...place, rotation, sequent, withoutSip: true };
  }
  const parameter = scamp ? (): undefined => undefined : pv.of;
  const rotation = sphere(header, type.code, at, crval, parameter, letter, frame);
  return typeof rotation === 'string'
    ? rotation
    : { ...place, rotation, sequent: undefined, withoutSip: false };
}

type AxisParameter = (axis: number, m: number) => number | undefined;

function projectionParameters(
  { pv }: WcsKeywords,
  { longitude, latitude }: { longitude: number; latitude: number },
): { of: AxisParameter; keys: [number, number][] } {
  const keys = [...pv.keys()].map((key) => key.split('_').map(Number) as [number, number]);
  return {
    of: (axis, m) => pv.get(`${axis + 1}_${m}`),
    keys: keys.filter(([i]) => i === longitude + 1 || i === latitude + 1),
  };
}

function sphere(
  header: Header,
  written: string,
  { longitude, latitude }: { longitude: number; latitude: number },
  crval: readonly number[],
  parameter: AxisParameter,
  letter: string,
  frame: CelestialFrame,
): SkyRotation | string {
  const lat0 = crval[latitude] ?? 0;
  const old = written === 'NCP' || written === 'GLS';
  const code = written === 'NCP' ? 'SIN' : written === 'GLS' ? 'SFL' : written;
  if (written === 'NCP' && lat0 === 0) {
    return 'The projection NCP cannot have its reference point on the equator.';
  }
  const projection = PROJECTIONS.get(code)?.((m) =>
    written === 'NCP' && m === 2 ? cosDegrees(lat0) / sinDegrees(lat0) : parameter(latitude, m),
  );
  if (projection === undefined || typeof projection === 'string') {
    return projection ?? `${code} is not a known projection.`;
  }
  const own = (m: number): number | undefined => (old ? undefined : parameter(longitude, m));
  const phi0 = own(1) ?? projection.phi0 / DEGREE;
  const theta0 = written === 'GLS' ? lat0 : (own(2) ?? projection.theta0 / DEGREE);
  const origin: Pair = { u: 0, v: 0 };
  const offset = written === 'GLS' || (own(0) ?? 0) !== 0;
  if (offset && !projection.toPlane(phi0 * DEGREE, theta0 * DEGREE, origin)) {
    return `The projection ${code} cannot show its fiducial point (${phi0}, ${theta0}).`;
  }
  const pole = nativePole({
    longitude: crval[longitude] ?? 0,
    latitude: lat0,
    phi0,
    theta0: Math.min(Math.max(theta0, -90), 90),
    lonpole: own(3) ?? angle(header, `LONPOLE${letter}`),
    latpole: own(4) ?? angle(header, `LATPOLE${letter}`),
  });
  if (typeof pole === 'string') {
    return pole;
  }
  const signed = frame.system === 'other';
  return new SkyRotation(projection, pole, origin, code === 'TAN' && !offset, signed);
}

/** 999 stands for the default of the standard. */
function angle(header: Header, keyword: string): number | undefined {
  const value = header.value(keyword);
  return typeof value === 'number' && value !== 999 ? value : undefined;
}
