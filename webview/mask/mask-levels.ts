import type { Grid } from '../image/grid';
import type { Rgb } from '../image/scene';

/** Levels of how much of a grid pixel is flagged: 0 for nothing, this for all of it. */
export const MASK_LEVELS = 16;

/** What the faintest level has of the opacity of the last: one flagged pixel among thousands is seen. */
const LEAST = 0.55;

/** What a frame shows of a mask. Grids are drawn in order; a later one replaces what lies under it. */
export interface MaskScene {
  readonly grids: readonly Grid[];
  readonly colour: Rgb;
  /** Of the last level, 0 to 1. */
  readonly opacity: number;
}

const kept = new WeakMap<Grid, Uint8Array>();

/**
 * The level of each pixel of a grid: 0 where nothing is flagged or known, else the share of flagged pixels
 * rounded up to the next sixteenth, which float32 gives exactly.
 */
export function maskLevels(grid: Grid): Uint8Array {
  let levels = kept.get(grid);
  if (levels === undefined) {
    // NaN compares as false.
    levels = Uint8Array.from(grid.values, (share) =>
      share > 0 ? Math.min(Math.ceil(share * MASK_LEVELS), MASK_LEVELS) : 0,
    );
    kept.set(grid, levels);
  }
  return levels;
}

/** Alpha of each level, 0 to 255. */
export function maskAlphas(opacity: number): Int32Array {
  return Int32Array.from({ length: MASK_LEVELS + 1 }, (_, level) =>
    level === 0
      ? 0
      : Math.round(255 * Math.min(opacity, 1) * (LEAST + ((1 - LEAST) * level) / MASK_LEVELS)),
  );
}

/** One part of a colour (0 to 255) under another of an alpha, in whole numbers as the shader does it. */
export function blended(under: number, over: number, alpha: number): number {
  return Math.trunc((under * (255 - alpha) + over * alpha + 127) / 255);
}
