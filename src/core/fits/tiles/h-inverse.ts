import { levelsOf, type Level } from './h-levels';
import { smoothDifferences } from './h-smooth';

/**
 * The image of the coefficients, in 32-bit arithmetic, which is exact where {@link fits32} says so.
 *
 * @param mostChange how far smoothing may change a coefficient; 0 for none. It changes `coefficients`.
 */
export function inverse32(
  coefficients: Int32Array,
  height: number,
  width: number,
  mostChange: number,
): Int32Array {
  const levels = levelsOf(height, width);
  const half = 1 << levels.length;
  const sum = coefficients[0] as number;
  let sums = Int32Array.of((sum + (sum >= 0 ? half : half - 1)) & (-2 * half));
  for (const level of levels) {
    if (mostChange > 0) {
      smoothDifferences(coefficients, sums, level, mostChange);
    }
    const out = new Int32Array(level.height * level.width);
    step32(coefficients, sums, out, level);
    sums = out;
  }
  return sums;
}

/** True where no step of the inverse leaves 32 bits, the coefficients being at most `largest`. */
export function fits32(largest: number, height: number, width: number, smooth: boolean): boolean {
  // A step halves sums of four, so that none grows beyond four times the largest; rounding adds up to
  // a power of two that the size sets; smoothing multiplies by up to 64 in between.
  const room = smooth ? 2 ** 9 : 2 ** 3;
  return (largest + 4 * Math.max(height, width)) * room < 2 ** 31;
}

/**
 * Pixels of a level from its sums and differences. Rounding in the forward step keeps the lowest bits
 * of the differences only; what they say of each other and of the sum is put back here.
 */
function step32(coefficients: Int32Array, sums: Int32Array, out: Int32Array, level: Level): void {
  const { height, width, sumsHeight, sumsWidth, stride } = level;
  const bit0 = 1 << level.shift;
  const bit1 = bit0 << 1;
  const mask0 = -bit0;
  const mask1 = -bit1;
  const up0 = bit0 >> 1;
  const down0 = level.shift === 0 ? 0 : up0 - 1;
  const up1 = bit0;
  const down1 = bit0 - 1;
  const divide = level.shift === 0 ? 2 : 1;
  const pairs = width >> 1;
  const odd = (width & 1) === 1;

  for (let y = 0; y < height; y += 2) {
    const row = y >> 1;
    const sumsAt = row * sumsWidth;
    const dxAt = row * stride + sumsWidth;
    const dyAt = (sumsHeight + row) * stride;
    const dxyAt = dyAt + sumsWidth;
    let upper = y * width;
    let lower = upper + width;
    if (y + 1 === height) {
      for (let i = 0; i < pairs; i += 1, upper += 2) {
        let sum = sums[sumsAt + i] as number;
        let dx = coefficients[dxAt + i] as number;
        dx = (dx + (dx >= 0 ? up1 : down1)) & mask1;
        const low1 = dx & bit1;
        sum += sum >= 0 ? -low1 : low1;
        out[upper] = (sum - dx) >> divide;
        out[upper + 1] = (sum + dx) >> divide;
      }
      if (odd) {
        out[upper] = (sums[sumsAt + pairs] as number) >> divide;
      }
      continue;
    }
    for (let i = 0; i < pairs; i += 1, upper += 2, lower += 2) {
      let sum = sums[sumsAt + i] as number;
      let dx = coefficients[dxAt + i] as number;
      let dy = coefficients[dyAt + i] as number;
      let dxy = coefficients[dxyAt + i] as number;
      dx = (dx + (dx >= 0 ? up1 : down1)) & mask1;
      dy = (dy + (dy >= 0 ? up1 : down1)) & mask1;
      dxy = (dxy + (dxy >= 0 ? up0 : down0)) & mask0;
      const low0 = dxy & bit0;
      dx += dx >= 0 ? -low0 : low0;
      dy += dy >= 0 ? -low0 : low0;
      const low1 = (dxy ^ dx ^ dy) & bit1;
      sum += sum >= 0 ? low0 - low1 : low0 === 0 ? low1 : low0 - low1;
      out[upper] = (sum - dx - dy + dxy) >> divide;
      out[upper + 1] = (sum + dx - dy - dxy) >> divide;
      out[lower] = (sum - dx + dy - dxy) >> divide;
      out[lower + 1] = (sum + dx + dy + dxy) >> divide;
    }
    if (odd) {
      let sum = sums[sumsAt + pairs] as number;
      let dy = coefficients[dyAt + pairs] as number;
      dy = (dy + (dy >= 0 ? up1 : down1)) & mask1;
      const low1 = dy & bit1;
      sum += sum >= 0 ? -low1 : low1;
      out[upper] = (sum - dy) >> divide;
      out[lower] = (sum + dy) >> divide;
    }
  }
}
