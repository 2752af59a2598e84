import { levelsOf, type Level } from './h-levels';
import { smoothDifferences } from './h-smooth';

/**
 * As `inverse32`, for coefficients of up to 2^50: whole numbers in doubles, since 32 bits are too few
 * for the sums of 32-bit pixels.
 */
export function inverseWide(
  coefficients: Float64Array,
  height: number,
  width: number,
  mostChange: number,
): Float64Array {
  const levels = levelsOf(height, width);
  let sums = Float64Array.of(rounded(coefficients[0] as number, 2 ** (levels.length + 1)));
  for (const level of levels) {
    if (mostChange > 0) {
      smoothDifferences(coefficients, sums, level, mostChange);
    }
    const out = new Float64Array(level.height * level.width);
    stepWide(coefficients, sums, out, level);
    sums = out;
  }
  return sums;
}

function stepWide(
  coefficients: Float64Array,
  sums: Float64Array,
  out: Float64Array,
  level: Level,
): void {
  const { height, width, sumsHeight, sumsWidth, stride } = level;
  const bit0 = 2 ** level.shift;
  const bit1 = 2 * bit0;
  const divide = level.shift === 0 ? 4 : 2;

  for (let y = 0; y < sumsHeight; y += 1) {
    for (let x = 0; x < sumsWidth; x += 1) {
      const below = 2 * y + 1 < height;
      const beside = 2 * x + 1 < width;
      let sum = sums[y * sumsWidth + x] as number;
      let dx = 0;
      let dy = 0;
      let dxy = 0;
      if (beside) {
        dx = rounded(coefficients[y * stride + sumsWidth + x] as number, bit1);
      }
      if (below) {
        dy = rounded(coefficients[(sumsHeight + y) * stride + x] as number, bit1);
      }
      let low0 = 0;
      if (beside && below) {
        dxy = rounded(coefficients[(sumsHeight + y) * stride + sumsWidth + x] as number, bit0);
        low0 = isOdd(dxy / bit0) ? bit0 : 0;
        dx += dx >= 0 ? -low0 : low0;
        dy += dy >= 0 ? -low0 : low0;
      }
      // The second lowest bit of all three, exclusive or.
      const halves = Math.floor(dx / bit1) + Math.floor(dy / bit1) + Math.floor(dxy / bit1);
      const low1 = isOdd(halves) ? bit1 : 0;
      sum += sum >= 0 || low0 !== 0 ? low0 - low1 : low1;

      const at = 2 * y * width + 2 * x;
      out[at] = Math.floor((sum - dx - dy + dxy) / divide);
      if (beside) {
        out[at + 1] = Math.floor((sum + dx - dy - dxy) / divide);
      }
      if (below) {
        out[at + width] = Math.floor((sum - dx + dy - dxy) / divide);
      }
      if (beside && below) {
        out[at + width + 1] = Math.floor((sum + dx + dy + dxy) / divide);
      }
    }
  }
}

/** To a multiple of `unit`, a power of two; halves away from zero. */
function rounded(value: number, unit: number): number {
  if (unit === 1) {
    return value;
  }
  return Math.floor((value + (value >= 0 ? unit / 2 : unit / 2 - 1)) / unit) * unit;
}

function isOdd(value: number): boolean {
  return value % 2 !== 0;
}
