import type { Limits } from '../../src/protocol/methods';

/**
 * The linear stretch, said once for both renderers and for the tests:
 *
 *     grey = floor(255 · clamp((value − low) · scale, 0, 1) + 0.5)
 *
 * in float32, with `low` and `scale = 1 / (high − low)` rounded to float32 first. Halves round up.
 * Infinities clamp; NaN takes a colour of its own, which no grey can be mistaken for.
 */
export interface Stretch {
  readonly low: number;
  readonly scale: number;
}

/** Red, green and blue of a missing pixel, 0 to 255. */
export const NAN_COLOUR = [44, 58, 84] as const;

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

export function stretchOf(limits: Limits): Stretch {
  const { low, high } = drawable(limits);
  return { low: Math.fround(low), scale: Math.fround(1 / (high - low)) };
}

/** The grey of a finite or infinite value, 0 to 255. NaN gives NaN. */
export function greyOf(value: number, { low, scale }: Stretch): number {
  const t = Math.fround(Math.fround(value - low) * scale);
  return Math.floor(Math.fround(Math.fround(Math.min(Math.max(t, 0), 1) * 255) + 0.5));
}
