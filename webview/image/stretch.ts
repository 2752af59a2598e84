import type { Limits } from '../../src/protocol/methods';

/**
 * From a value to its place between the limits, said once for both renderers and for the tests:
 *
 *     t = clamp((value − low) · scale, 0, 1)
 *
 * in float32, with `low` and `scale = 1 / (high − low)` rounded to float32 first. Infinities clamp; NaN
 * has no place. What follows is in `curve.ts` (t becomes u), `levels.ts` (u becomes one of the levels)
 * and `colour-maps.ts` (each level has its colour).
 */
export interface Stretch {
  readonly low: number;
  readonly scale: number;
}

const LARGEST = 3.4028234663852886e38;
const SMALLEST = 1.1754943508222875e-38;

/**
 * Limits that can be drawn with: a flat image gets a range around its value (so it is mid-grey), and
 * limits of an image without a finite pixel become 0 to 1.
 */
export function drawable({ low, high }: Limits): Limits {
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return { low: 0, high: 1 };
  }
  if (high > low) {
    return { low, high };
  }
  const half = low === 0 ? 1 : Math.abs(low) * 1e-3;
  return { low: low - half, high: low + half };
}

/** Both numbers are normal in float32, so that no finite or infinite value meets 0 · ∞ or ∞ − ∞. */
export function stretchOf(limits: Limits): Stretch {
  const { low, high } = drawable(limits);
  return {
    low: Math.fround(Math.min(Math.max(low, -LARGEST), LARGEST)),
    scale: Math.fround(Math.min(Math.max(1 / (high - low), SMALLEST), LARGEST)),
  };
}

/** The place of a value between the limits, 0 to 1. NaN gives NaN. */
export function positionOf(value: number, { low, scale }: Stretch): number {
  const t = Math.fround(Math.fround(value - low) * scale);
  return t < 0 ? 0 : t > 1 ? 1 : t;
}
