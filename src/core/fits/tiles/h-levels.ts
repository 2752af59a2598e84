/**
 * The H-transform (FITS 4.0, section 10.4.4; R. White 1992) is a Haar wavelet of integers. Its
 * coefficients lie in an array like the image, row-major: at each level the sums of 2 × 2 pixels fill
 * the upper left quarter, and right of it, below it and across from it come the differences along x,
 * along y, and between the diagonals. The sums are then transformed again, up to one for the whole
 * image. Where a side is odd, the sums have one more than the differences.
 */
export interface Level {
  /** A pixel of this level is 2^shift pixels of the image along each side. */
  readonly shift: number;
  readonly height: number;
  readonly width: number;
  readonly sumsHeight: number;
  readonly sumsWidth: number;
  /** Length of the rows of the array of coefficients. */
  readonly stride: number;
}

/** From the coarsest level to the image itself. */
export function levelsOf(height: number, width: number): Level[] {
  const levels = ceilLog2(Math.max(height, width));
  return Array.from({ length: levels }, (_, i) => {
    const shift = levels - 1 - i;
    return {
      shift,
      height: ceilShift(height, shift),
      width: ceilShift(width, shift),
      sumsHeight: ceilShift(height, shift + 1),
      sumsWidth: ceilShift(width, shift + 1),
      stride: width,
    };
  });
}

/** The least n with 2^n of at least this. */
export function ceilLog2(value: number): number {
  return value <= 1 ? 0 : 32 - Math.clz32(value - 1);
}

/** Divided by 2^shift, rounded up. */
export function ceilShift(value: number, shift: number): number {
  return Math.ceil(value / 2 ** shift);
}
