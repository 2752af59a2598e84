import type { Level } from './h-levels';

type Numbers = Int32Array | Float64Array;

/**
 * SMOOTH of HCOMPRESS_1: moves the differences of a level towards those that its sums, taken as a
 * smooth surface, would have; by at most `most`, half of what they were divided by, and never so far
 * that the surface gets a new hill. The edges stay as they are.
 *
 * In arithmetic that is exact for whole numbers to 2^53.
 */
export function smoothDifferences(
  coefficients: Numbers,
  sums: Numbers,
  level: Level,
  most: number,
): void {
  alongY(coefficients, sums, level, most);
  alongX(coefficients, sums, level, most);
  diagonal(coefficients, sums, level, most);
}

/** Positions of sums that have a neighbour on both sides, with a difference of their own. */
function inner(length: number): number {
  return Math.ceil((length - 2) / 2);
}

function alongY(coefficients: Numbers, sums: Numbers, level: Level, most: number): void {
  const { sumsHeight, sumsWidth, stride } = level;
  for (let y = 1; y < inner(level.height); y += 1) {
    for (let x = 0; x < sumsWidth; x += 1) {
      const at = y * sumsWidth + x;
      nudge(
        coefficients,
        (sumsHeight + y) * stride + x,
        sums[at - sumsWidth] as number,
        sums[at] as number,
        sums[at + sumsWidth] as number,
        most,
      );
    }
  }
}

function alongX(coefficients: Numbers, sums: Numbers, level: Level, most: number): void {
  const { sumsHeight, sumsWidth, stride } = level;
  for (let y = 0; y < sumsHeight; y += 1) {
    for (let x = 1; x < inner(level.width); x += 1) {
      const at = y * sumsWidth + x;
      nudge(
        coefficients,
        y * stride + sumsWidth + x,
        sums[at - 1] as number,
        sums[at] as number,
        sums[at + 1] as number,
        most,
      );
    }
  }
}

/** Moves the difference at `at` towards an eighth of the slope between the sums before and after it. */
function nudge(
  coefficients: Numbers,
  at: number,
  before: number,
  here: number,
  after: number,
  most: number,
): void {
  const highest = Math.max(Math.min(after - here, here - before), 0) * 4;
  const lowest = Math.min(Math.max(after - here, here - before), 0) * 4;
  if (lowest < highest) {
    const slope = clamp(after - before, lowest, highest);
    const value = coefficients[at] as number;
    coefficients[at] = value + clamp(Math.trunc((slope - value * 8) / 8), -most, most);
  }
}

function diagonal(coefficients: Numbers, sums: Numbers, level: Level, most: number): void {
  const { sumsHeight, sumsWidth, stride } = level;
  for (let y = 1; y < inner(level.height); y += 1) {
    for (let x = 1; x < inner(level.width); x += 1) {
      const at = y * sumsWidth + x;
      const here = sums[at] as number;
      // The four corners, from the sum here: `pm` is after along y and before along x.
      const mm = (sums[at - sumsWidth - 1] as number) - here;
      const mp = (sums[at - sumsWidth + 1] as number) - here;
      const pm = (sums[at + sumsWidth - 1] as number) - here;
      const pp = (sums[at + sumsWidth + 1] as number) - here;
      const dy = 2 * (coefficients[(sumsHeight + y) * stride + x] as number);
      const dx = 2 * (coefficients[y * stride + sumsWidth + x] as number);
      const highest =
        16 *
        Math.min(
          Math.max(pp, 0) - dy - dx,
          Math.max(-pm, 0) + dy - dx,
          Math.max(-mp, 0) - dy + dx,
          Math.max(mm, 0) + dy + dx,
        );
      const lowest =
        16 *
        Math.max(
          Math.min(pp, 0) - dy - dx,
          Math.min(-pm, 0) + dy - dx,
          Math.min(-mp, 0) - dy + dx,
          Math.min(mm, 0) + dy + dx,
        );
      if (lowest < highest) {
        const slope = clamp(pp + mm - mp - pm, lowest, highest);
        const index = (sumsHeight + y) * stride + sumsWidth + x;
        const value = coefficients[index] as number;
        coefficients[index] = value + clamp(Math.trunc((slope - value * 64) / 64), -most, most);
      }
    }
  }
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(Math.min(value, highest), lowest);
}
