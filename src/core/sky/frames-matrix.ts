/** A rotation of directions: nine numbers, row after row, applied to column vectors. */
// prettier-ignore
export type Matrix = readonly [
  number, number, number,
  number, number, number,
  number, number, number,
];

const DEGREE = Math.PI / 180;

export const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The passive rotation about one axis: the axes turn by `radians`, the direction stays. */
export function rotation(axis: 'x' | 'y' | 'z', radians: number): Matrix {
  const c = Math.cos(radians);
  const s = Math.sin(radians);
  switch (axis) {
    case 'x':
      return [1, 0, 0, 0, c, s, 0, -s, c];
    case 'y':
      return [c, 0, -s, 0, 1, 0, s, 0, c];
    case 'z':
      return [c, s, 0, -s, c, 0, 0, 0, 1];
  }
}

export function rotationDegrees(axis: 'x' | 'y' | 'z', degrees: number): Matrix {
  return rotation(axis, degrees * DEGREE);
}

/** The product of matrices as it is written: the last one is applied first. */
export function product(...matrices: readonly Matrix[]): Matrix {
  return matrices.reduce(times, IDENTITY);
}

/** Of a rotation also the inverse. */
export function transpose(m: Matrix): Matrix {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
    a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
    a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
    a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
    a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
    a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
    a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
    a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
    a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
  ];
}
