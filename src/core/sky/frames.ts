import { SkybucketError } from '../errors';
import { equinoxOf, frameName, isBesselian, sameFrame } from './frames-equinox';
import type { ETerms } from './frames-fk4';
import { eTerms, fk4FromFk5, fk5FromFk4 } from './frames-fk4';
import type { Matrix } from './frames-matrix';
import { IDENTITY, product, rotationDegrees, transpose } from './frames-matrix';
import {
  eclipticFromIcrs,
  FK5_FROM_ICRS,
  newcombPrecession,
  precessionFromJ2000,
} from './frames-precession';
import type { CelestialFrame } from './wcs';

/** Many directions on the sky, in degrees: element k of both is one. */
export interface Directions {
  readonly longitude: Float64Array;
  readonly latitude: Float64Array;
}

/** Converts directions between two frames. The arrays given stay as they are. */
export type FrameConversion = (longitude: Float64Array, latitude: Float64Array) => Directions;

const DEGREE = Math.PI / 180;

/** The galactic pole and zero of longitude as the IAU defined them in 1958, on FK4 B1950 without E-terms. */
const GALACTIC_FROM_B1950 = product(
  rotationDegrees('z', 180 - 123),
  rotationDegrees('y', 90 - 27.4),
  rotationDegrees('z', 192.25),
);

/** The same carried to FK5 J2000, with the numbers of astropy. */
const GALACTIC_FROM_FK5 = product(
  rotationDegrees('z', 180 - 122.9319185680026),
  rotationDegrees('y', 90 - 27.12825118085622),
  rotationDegrees('z', 192.8594812065348),
);

/** The north supergalactic pole at l = 47.37°, b = 6.32° (Lahav et al. 2000). */
const SUPERGALACTIC_FROM_GALACTIC = product(
  rotationDegrees('z', 90),
  rotationDegrees('y', 90 - 6.32),
  rotationDegrees('z', 47.37),
);

/**
 * Directions of one frame in another: barycentric, without proper motion, parallax, light bending or
 * aberration (the E-terms of FK4 apart).
 *
 * FK5 precesses by IAU 2006, FK4 by Newcomb, between them as Murray 1989 with the equinox as the time of
 * observation. *Ecliptic* is the mean ecliptic and equinox of the stated Julian year by IAU 2006, the axes seen
 * from the barycentre (`BarycentricMeanEcliptic` of astropy): FITS paper II asks for the mean ecliptic, and a
 * catalogue position does not move with the Earth, as geocentric ones of astropy do. FK4 reaches the galactic
 * frames by the definition of 1958, all others by FK5 J2000.
 *
 * @throws SkybucketError `unsupported` where a frame is of no known system.
 */
export function frameConversion(from: CelestialFrame, to: CelestialFrame): FrameConversion {
  if (sameFrame(from, to)) {
    return (longitude, latitude) => ({ longitude: longitude.slice(), latitude: latitude.slice() });
  }
  for (const frame of [from, to]) {
    if (frame.system === 'other') {
      throw new SkybucketError(
        'unsupported',
        'Positions of this image cannot be converted: its coordinates are in no known frame of the sky.',
      );
    }
  }
  const matrix = matrixBetween(from, to);
  const taken = from.system === 'FK4' ? eTerms(equinoxOf(from) ?? 1950) : undefined;
  const given = to.system === 'FK4' ? eTerms(equinoxOf(to) ?? 1950) : undefined;
  return (longitude, latitude) => turn(longitude, latitude, matrix, taken, given);
}

/**
 * {@link frameConversion}, once.
 *
 * @param longitude degrees, in `from`
 * @param latitude degrees; what is not finite comes back as NaN
 * @returns new arrays; longitudes from 0 to below 360, unless both frames are the same: then they are copies
 */
export function convert(
  from: CelestialFrame,
  to: CelestialFrame,
  longitude: Float64Array,
  latitude: Float64Array,
): Directions {
  return frameConversion(from, to)(longitude, latitude);
}

/** Without the E-terms of either. */
function matrixBetween(from: CelestialFrame, to: CelestialFrame): Matrix {
  if (isBesselian(from) && isBesselian(to)) {
    const [start, end] = [equinoxOf(from) ?? 1950, equinoxOf(to) ?? 1950];
    return start === end ? IDENTITY : newcombPrecession(start, end);
  }
  if (isBesselian(from) && isGalactic(to)) {
    return galacticFromFk4(from, to);
  }
  if (isGalactic(from) && isBesselian(to)) {
    return transpose(galacticFromFk4(to, from));
  }
  return product(fromFk5(to), toFk5(from));
}

function isGalactic(frame: CelestialFrame): boolean {
  return frame.system === 'Galactic' || frame.system === 'Supergalactic';
}

function galacticFromFk4(fk4: CelestialFrame, galactic: CelestialFrame): Matrix {
  const matrix = product(GALACTIC_FROM_B1950, newcombPrecession(equinoxOf(fk4) ?? 1950, 1950));
  return galactic.system === 'Galactic' ? matrix : product(SUPERGALACTIC_FROM_GALACTIC, matrix);
}

/** To FK5 J2000. The bridge from FK4 is no pure rotation, so it has a matrix for each way. */
function toFk5(frame: CelestialFrame): Matrix {
  return isBesselian(frame) ? fk5FromFk4(equinoxOf(frame) ?? 1950) : transpose(fromFk5(frame));
}

/** From FK5 J2000. */
function fromFk5(frame: CelestialFrame): Matrix {
  switch (frame.system) {
    case 'ICRS':
      return transpose(FK5_FROM_ICRS);
    case 'FK5':
      return precessionFromJ2000(equinoxOf(frame) ?? 2000);
    case 'FK4':
    case 'FK4-NO-E':
      return fk4FromFk5(equinoxOf(frame) ?? 1950);
    case 'Galactic':
      return GALACTIC_FROM_FK5;
    case 'Supergalactic':
      return product(SUPERGALACTIC_FROM_GALACTIC, GALACTIC_FROM_FK5);
    case 'Ecliptic':
      return product(eclipticFromIcrs(equinoxOf(frame) ?? 2000), transpose(FK5_FROM_ICRS));
    case 'other':
      throw new Error(`${frameName(frame)} has no matrix.`);
  }
}

function turn(
  longitude: Float64Array,
  latitude: Float64Array,
  matrix: Matrix,
  taken: ETerms | undefined,
  given: ETerms | undefined,
): Directions {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = matrix;
  const [tx, ty, tz] = taken ?? [0, 0, 0];
  const [gx, gy, gz] = given ?? [0, 0, 0];
  const count = longitude.length;
  const out = { longitude: new Float64Array(count), latitude: new Float64Array(count) };
  for (let k = 0; k < count; k++) {
    const lon = (longitude[k] ?? NaN) * DEGREE;
    const lat = (latitude[k] ?? NaN) * DEGREE;
    const c = Math.cos(lat);
    let x = c * Math.cos(lon);
    let y = c * Math.sin(lon);
    let z = Math.sin(lat);
    if (taken !== undefined) {
      const along = 1 + tx * x + ty * y + tz * z;
      x = x * along - tx;
      y = y * along - ty;
      z = z * along - tz;
    }
    let u = m0 * x + m1 * y + m2 * z;
    let v = m3 * x + m4 * y + m5 * z;
    let w = m6 * x + m7 * y + m8 * z;
    if (given !== undefined) {
      // The inverse of the above has no closed form; each round is a million times nearer.
      const size = Math.sqrt(u * u + v * v + w * w);
      const [a, b, d] = [u / size + gx, v / size + gy, w / size + gz];
      let along = 1;
      for (let round = 0; round < 4; round++) {
        along = 1 + (gx * a + gy * b + gz * d) / along;
      }
      u = a / along;
      v = b / along;
      w = d / along;
    }
    // Not the arc sine, which loses half of the digits near the poles.
    out.latitude[k] = Math.atan2(w, Math.sqrt(u * u + v * v)) / DEGREE;
    const turned = Math.atan2(v, u) / DEGREE;
    out.longitude[k] = turned < 0 ? wrapped(turned) : turned + 0;
  }
  return out;
}

/** A tiny negative longitude plus 360 rounds to 360, which is 0. */
function wrapped(negative: number): number {
  const turned = negative + 360;
  return turned < 360 ? turned : 0;
}
