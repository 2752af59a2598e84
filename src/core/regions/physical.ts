import { numberOf } from '../fits/card-value';

/**
 * What a cut or binned image counted before, or the pixels of the sky or the detector that it was binned from:
 * `pixel = matrix · physical + offset`, pixels counted from 1.
 */
export interface Physical {
  readonly matrix: readonly [xx: number, xy: number, yx: number, yy: number];
  readonly offset: readonly [x: number, y: number];
}

const SAME: Physical = { matrix: [1, 0, 0, 1], offset: [0, 0] };

/** The text of a keyword's value, without quotes; undefined where there is none. */
export type KeywordText = (keyword: string) => string | undefined;

/**
 * What physical pixels are, as DS9 has it: by the coordinate system P where that is named PHYSICAL (as Chandra's
 * are), else by LTM and LTV.
 *
 * @returns image pixels where the header says nothing, or nothing that has a way back
 */
export function physicalOf(text: KeywordText): Physical {
  const number = (keyword: string, usual: number): number => {
    const value = text(keyword)?.trim() ?? '';
    return value === '' ? usual : Number(numberOf(value));
  };
  return usable(namedPhysical(text, number)) ?? usable(byTransform(number)) ?? SAME;
}

type HeaderNumber = (keyword: string, usual: number) => number;

/** IRAF has the matrix by rows, DS9 by columns; where it is not diagonal, `physical` is what DS9 has written. */
function byTransform(number: HeaderNumber): Physical {
  return {
    matrix: [number('LTM1_1', 1), number('LTM2_1', 0), number('LTM1_2', 0), number('LTM2_2', 1)],
    offset: [number('LTV1', 0), number('LTV2', 0)],
  };
}

/** Its matrix is the way from pixels to physical ones: turned round here. */
function namedPhysical(text: KeywordText, number: HeaderNumber): Physical | undefined {
  if (text('WCSNAMEP')?.trimEnd() !== 'PHYSICAL') {
    return undefined;
  }
  const hasMatrix = ['CD1_1P', 'CD1_2P', 'CD2_1P', 'CD2_2P'].some((key) => text(key) !== undefined);
  const element = (i: number, j: number): number =>
    hasMatrix
      ? number(`CD${i}_${j}P`, 0)
      : number(`CDELT${i}P`, 1) * number(`PC${i}_${j}P`, i === j ? 1 : 0);
  const [xx, xy, yx, yy] = [element(1, 1), element(1, 2), element(2, 1), element(2, 2)];
  const area = xx * yy - xy * yx;
  const matrix = [yy / area, -xy / area, -yx / area, xx / area] as const;
  const [x, y] = [number('CRVAL1P', 0), number('CRVAL2P', 0)];
  return {
    matrix,
    offset: [
      number('CRPIX1P', 0) - matrix[0] * x - matrix[1] * y,
      number('CRPIX2P', 0) - matrix[2] * x - matrix[3] * y,
    ],
  };
}

function usable(physical: Physical | undefined): Physical | undefined {
  const { matrix = [], offset = [] } = physical ?? {};
  const [xx = NaN, xy = NaN, yx = NaN, yy = NaN] = matrix;
  const known = [...matrix, ...offset].every(Number.isFinite);
  return known && Math.abs(xx * yy - xy * yx) > 0 ? physical : undefined;
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
