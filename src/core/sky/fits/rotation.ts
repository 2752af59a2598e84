import {
  cosDegrees,
  HALF_PI,
  sinDegrees,
  type Pair,
  type Projection,
} from './projections/projection';

/** What a header says of where the native sphere lies on the sky, in degrees. */
export interface Orientation {
  /** CRVAL of longitude and latitude: of the fiducial point. */
  readonly longitude: number;
  readonly latitude: number;
  /** Native coordinates of the fiducial point. */
  readonly phi0: number;
  readonly theta0: number;
  /** LONPOLE; undefined for the default of the standard. */
  readonly lonpole: number | undefined;
  /** LATPOLE; undefined for 90. */
  readonly latpole: number | undefined;
}

/** Celestial longitude and latitude of the native pole, native longitude of the celestial pole: degrees. */
interface Pole {
  readonly longitude: number;
  readonly latitude: number;
  readonly phi: number;
}

const TOLERANCE = 1e-10;
const DEGREES = 180 / Math.PI;

/** The native pole (FITS WCS paper II, section 2.4), or what is wrong as a sentence. */
export function nativePole(at: Orientation): Pole | string {
  const { longitude: lng0, latitude: lat0, phi0, theta0, latpole = 90 } = at;
  const phi = at.lonpole ?? wrapped((lat0 < theta0 ? 180 : 0) + phi0);
  if (Math.abs(lat0) > 90 + TOLERANCE) {
    return `The latitude of the reference point is ${lat0}, beyond a pole.`;
  }
  if (theta0 === 90) {
    return { longitude: lng0, latitude: lat0, phi };
  }
  const sin0 = sinDegrees(theta0);
  const cos0 = cosDegrees(theta0);
  const difference = phi - phi0;
  const latitude = poleLatitude(lat0, sin0, cos0 * cosDegrees(difference), latpole);
  if (latitude === undefined) {
    return 'LONPOLE and LATPOLE cannot be those of a sphere with this reference point.';
  }
  const cosLat0 = cosDegrees(lat0);
  const z = cosDegrees(latitude) * cosLat0;
  let longitude: number;
  if (Math.abs(z) >= TOLERANCE) {
    const y = (sinDegrees(difference) * cos0) / cosLat0;
    const x = (sin0 - sinDegrees(latitude) * sinDegrees(lat0)) / z;
    longitude = lng0 - Math.atan2(y, x) * DEGREES;
  } else if (Math.abs(cosLat0) < TOLERANCE) {
    longitude = lng0;
  } else {
    longitude = latitude > 0 ? lng0 + difference - 180 : lng0 - difference;
  }
  return { longitude, latitude, phi };
}

function wrapped(angle: number): number {
  return angle > 180 ? angle - 360 : angle < -180 ? angle + 360 : angle;
}

/**
 * The latitude of the native pole that is nearest to LATPOLE; undefined where there is none. Of two that
 * are equally near wcslib takes the southern one, and so do we.
 */
function poleLatitude(
  lat0: number,
  sin0: number,
  cosCos: number,
  latpole: number,
): number | undefined {
  const size = Math.sqrt(cosCos * cosCos + sin0 * sin0);
  if (size < 1e-15) {
    return lat0 === 0 ? Math.min(Math.max(latpole, -90), 90) : undefined;
  }
  const ratio = sinDegrees(lat0) / size;
  if (Math.abs(ratio) > 1 + TOLERANCE) {
    return undefined;
  }
  const middle = Math.atan2(sin0, cosCos) * DEGREES;
  const spread = Math.acos(Math.min(Math.max(ratio, -1), 1)) * DEGREES;
  const fitting = [middle - spread, middle + spread]
    .map(wrapped)
    .filter((latitude) => Math.abs(latitude) < 90 + TOLERANCE)
    .sort((a, b) => Math.abs(latpole - a) - Math.abs(latpole - b));
  const [best] = fitting;
  return best === undefined ? undefined : Math.min(Math.max(best, -90), 90);
}

/**
 * The plane of a projection and the sky: intermediate world coordinates and longitudes and latitudes, in
 * degrees.
 */
export class SkyRotation {
  /** Rows: what a native direction is on the sky. */
  private readonly m: readonly number[];
  private readonly out: Pair = { u: 0, v: 0 };

  constructor(
    private readonly projection: Projection,
    pole: Pole,
    /** The plane coordinates of the reference point: (0, 0) but for an offset fiducial point. */
    private readonly origin: Pair,
    /** True for a gnomonic projection, which needs no angles on its way. */
    private readonly gnomonic: boolean,
    /** Longitudes are given from -180 to 180 degrees, else from 0 to 360. */
    private readonly signed: boolean,
  ) {
    this.m = rotationOf(pole);
  }

  /** Turns arrays of x and y into longitude and latitude, in place. */
  toSky(xs: Float64Array, ys: Float64Array): void {
    const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = this.m as Matrix;
    const { projection, out, gnomonic, signed } = this;
    const { u: x0, v: y0 } = this.origin;
    for (let k = 0; k < xs.length; k += 1) {
      const x = (xs[k] as number) / DEGREES + x0;
      const y = (ys[k] as number) / DEGREES + y0;
      let l = -y;
      let m = x;
      let n = 1;
      if (!gnomonic) {
        if (!(projection.toNative(x, y, out) && inside(out))) {
          xs[k] = NaN;
          ys[k] = NaN;
          continue;
        }
        const cos = Math.cos(out.v);
        l = cos * Math.cos(out.u);
        m = cos * Math.sin(out.u);
        n = Math.sin(out.v);
      }
      const a = m0 * l + m1 * m + m2 * n;
      const b = m3 * l + m4 * m + m5 * n;
      const c = m6 * l + m7 * m + m8 * n;
      const longitude = Math.atan2(b, a) * DEGREES;
      xs[k] = longitude < 0 && !signed ? longitude + 360 : longitude;
      ys[k] = Math.atan2(c, Math.sqrt(a * a + b * b)) * DEGREES;
    }
  }

  /** Turns arrays of longitude and latitude into x and y, in place. */
  toPlane(longitudes: Float64Array, latitudes: Float64Array): void {
    const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = this.m as Matrix;
    const { projection, out, gnomonic } = this;
    const { u: x0, v: y0 } = this.origin;
    for (let k = 0; k < longitudes.length; k += 1) {
      const longitude = (longitudes[k] as number) / DEGREES;
      const latitude = (latitudes[k] as number) / DEGREES;
      const cos = Math.cos(latitude);
      const a = cos * Math.cos(longitude);
      const b = cos * Math.sin(longitude);
      const c = Math.sin(latitude);
      const l = m0 * a + m3 * b + m6 * c;
      const m = m1 * a + m4 * b + m7 * c;
      const n = m2 * a + m5 * b + m8 * c;
      let shown = Math.abs(latitude) <= HALF_PI + 1e-12;
      if (gnomonic) {
        shown &&= n > 0;
        out.u = m / n;
        out.v = -l / n;
      } else {
        const theta = Math.atan2(n, Math.sqrt(l * l + m * m));
        shown &&= projection.toPlane(Math.atan2(m, l), theta, out);
      }
      longitudes[k] = shown ? (out.u - x0) * DEGREES : NaN;
      latitudes[k] = shown ? (out.v - y0) * DEGREES : NaN;
    }
  }
}

type Matrix = [number, number, number, number, number, number, number, number, number];

/** A native longitude and latitude that are on the sphere once: beyond them the map repeats. */
function inside({ u, v }: Pair): boolean {
  return Math.abs(u) <= Math.PI + 1e-11 && Math.abs(v) <= HALF_PI + 1e-11;
}

function rotationOf({ longitude, latitude, phi }: Pole): Matrix {
  const cosL = cosDegrees(longitude);
  const sinL = sinDegrees(longitude);
  const cosB = cosDegrees(latitude);
  const sinB = sinDegrees(latitude);
  const cosP = cosDegrees(phi);
  const sinP = sinDegrees(phi);
  // Native direction (l, m, n) → turned by -phi → tipped to the pole → turned to its longitude.
  const x = [-sinB * cosP, -sinB * sinP, cosB];
  const y = [sinP, -cosP, 0];
  const z: Row = [cosB * cosP, cosB * sinP, sinB];
  const [x0, x1, x2] = x as Row;
  const [y0, y1, y2] = y as Row;
  return [
    cosL * x0 - sinL * y0,
    cosL * x1 - sinL * y1,
    cosL * x2 - sinL * y2,
    sinL * x0 + cosL * y0,
    sinL * x1 + cosL * y1,
    sinL * x2 + cosL * y2,
    ...z,
  ];
}

type Row = [number, number, number];
