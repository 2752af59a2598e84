import { DEGREE, RADIAN } from './angles';
import { badGwcs } from './problem';
import { lengthOf, newArrays, ofPairs, Transform } from './transform';

/** 3×3 by rows. */
export type Matrix = Float64Array;

/** About one axis after the other, the first angle first. */
export interface RotationSequence {
  /** Degrees. */
  readonly angles: readonly number[];
  /** `zyxyz`: an axis for each angle. */
  readonly axes: string;
}

const MOST_ROTATIONS = 1000;

/**
 * The matrix of a sequence of passive rotations.
 *
 * @throws SkybucketError `format` for axes other than x, y, z, and another number of them than of angles.
 */
export function rotationMatrix({ angles, axes }: RotationSequence): Matrix {
  if (axes.length !== angles.length || !/^[xyz]*$/u.test(axes) || axes.length > MOST_ROTATIONS) {
    throw badGwcs('The axes of a sequence of rotations do not fit to its angles.');
  }
  return angles.reduce<Matrix>(
    (product, angle, k) => multiply(about(axes[k] as string, angle * DEGREE), product),
    Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  );
}

export function reversed({ angles, axes }: RotationSequence): RotationSequence {
  return {
    angles: angles.map((angle) => -angle).reverse(),
    axes: [...axes].reverse().join(''),
  };
}

function about(axis: string, angle: number): Matrix {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  switch (axis) {
    case 'x':
      return Float64Array.of(1, 0, 0, 0, c, s, 0, -s, c);
    case 'y':
      return Float64Array.of(c, 0, -s, 0, 1, 0, s, 0, c);
    default:
      return Float64Array.of(c, s, 0, -s, c, 0, 0, 0, 1);
  }
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const product = new Float64Array(9);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      for (let k = 0; k < 3; k += 1) {
        const at = 3 * row + column;
        product[at] =
          (product[at] as number) + (a[3 * row + k] as number) * (b[3 * k + column] as number);
      }
    }
  }
  return product;
}

/** `rotate_sequence_3d` of vectors. */
export function rotateVectors(sequence: RotationSequence): Transform {
  const m = rotationMatrix(sequence);
  const [a, b, c, d, e, f, g, h, i] = m as unknown as readonly [
    ...[number, number, number, number, number, number, number, number, number],
  ];
  return new Transform({
    ...{ inputs: 3, outputs: 3, cost: 3 },
    evaluate: ([xs, ys, zs]) => {
      const [us, vs, ws] = newArrays(3, lengthOf([xs as Float64Array]));
      for (let k = 0; k < us.length; k += 1) {
        const x = (xs as Float64Array)[k] as number;
        const y = (ys as Float64Array)[k] as number;
        const z = (zs as Float64Array)[k] as number;
        us[k] = a * x + b * y + c * z;
        vs[k] = d * x + e * y + f * z;
        ws[k] = g * x + h * y + i * z;
      }
      return [us, vs, ws];
    },
    inverse: () => rotateVectors(reversed(sequence)),
  });
}

/** `rotate_sequence_3d` of longitude and latitude, and the Euler angles of `rotate3d`. */
export function rotateSphere(sequence: RotationSequence): Transform {
  const matrix = rotationMatrix(sequence);
  return ofPairs(
    (longitude, latitude, out) => rotated(matrix, longitude, latitude, out),
    () => rotateSphere(reversed(sequence)),
  );
}

/**
 * `rotate3d` between native and celestial coordinates (FITS paper II): longitude and latitude of the native
 * pole, and the native longitude of the celestial pole, degrees. Longitudes come out in [0, 360), as in gwcs.
 *
 * @param half they come out in (-180, 180] instead: gwcs gives native ones in [0, 360) to projections, which
 *   take the half of them, as Hammer's does, for another place.
 */
export function rotateNative(
  longitude: number,
  latitude: number,
  pole: number,
  toCelestial: boolean,
  half = false,
): Transform {
  const angles = toCelestial
    ? [pole - 90, latitude - 90, -90 - longitude]
    : [90 + longitude, 90 - latitude, 90 - pole];
  const matrix = rotationMatrix({ angles, axes: 'zxz' });
  return ofPairs(
    (phi, theta, out) => {
      rotated(matrix, phi, theta, out);
      if (!half && (out[0] as number) < 0) {
        out[0] = (out[0] as number) + 360;
      }
    },
    (_, closed) => rotateNative(longitude, latitude, pole, !toCelestial, closed && toCelestial),
  );
}

function rotated(m: Matrix, longitude: number, latitude: number, out: Float64Array): void {
  const cosLatitude = Math.cos(latitude * DEGREE);
  const x = cosLatitude * Math.cos(longitude * DEGREE);
  const y = cosLatitude * Math.sin(longitude * DEGREE);
  const z = Math.sin(latitude * DEGREE);
  const u = (m[0] as number) * x + (m[1] as number) * y + (m[2] as number) * z;
  const v = (m[3] as number) * x + (m[4] as number) * y + (m[5] as number) * z;
  const w = (m[6] as number) * x + (m[7] as number) * y + (m[8] as number) * z;
  out[0] = Math.atan2(v, u) * RADIAN;
  out[1] = Math.atan2(w, Math.sqrt(u * u + v * v)) * RADIAN;
}
