/**
 * What a cut or binned image counted before: `pixel = matrix · physical + offset` (IRAF's LTM and LTV), both
 * counted from 1.
 */
export interface Physical {
  readonly matrix: readonly [xx: number, xy: number, yx: number, yy: number];
  readonly offset: readonly [x: number, y: number];
}

const SAME: Physical = { matrix: [1, 0, 0, 1], offset: [0, 0] };

/**
 * @param value of a keyword, or undefined
 * @returns image pixels where the header says nothing, or nothing that has a way back
 */
export function physicalOf(value: (keyword: string) => number | undefined): Physical {
  const matrix = [
    value('LTM1_1') ?? 1,
    value('LTM1_2') ?? 0,
    value('LTM2_1') ?? 0,
    value('LTM2_2') ?? 1,
  ] as const;
  const offset = [value('LTV1') ?? 0, value('LTV2') ?? 0] as const;
  const known = [...matrix, ...offset].every(Number.isFinite);
  return known && matrix[0] * matrix[3] - matrix[1] * matrix[2] !== 0 ? { matrix, offset } : SAME;
}

/** @returns 0-based */
export function fromPhysical({ matrix, offset }: Physical, x: number, y: number): [number, number] {
  return [
    matrix[0] * x + matrix[1] * y + offset[0] - 1,
    matrix[2] * x + matrix[3] * y + offset[1] - 1,
  ];
}

/** Pixels a physical one. */
export function physicalScale({ matrix }: Physical): number {
  return Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
}

/** @param angle degrees from the x axis @returns the same direction in pixels */
export function physicalAngle({ matrix }: Physical, angle: number): number {
  const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  if (matrix[1] === 0 && matrix[2] === 0 && matrix[0] === matrix[3] && matrix[0] > 0) {
    return angle;
  }
  const [x, y] = [matrix[0] * c + matrix[1] * s, matrix[2] * c + matrix[3] * s];
  return (Math.atan2(y, x) * 180) / Math.PI;
}
