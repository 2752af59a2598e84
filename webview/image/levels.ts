import type { Curve } from './curve';
import { invertCurve } from './curve';

/** How many colours a picture has: entries of a colour table. */
export const COLOURS = 2048;

/** Side of the square table of cells. */
export const CELLS_SIDE = 256;
export const CELLS = CELLS_SIDE ** 2;

/**
 * The rule by which a `t` from 0 to 1 gets its level,
 *
 *     level = floor(curve(t) · (COLOURS − 1) + ½)
 *
 * solved for `t` once a curve and not once a pixel: a `t` has the last level that starts at or before
 * it. Both renderers only compare, in float32, and so agree to the bit; no driver's `log` or `pow` has
 * a say.
 */
export interface Levels {
  /** The `t` at which each level starts. */
  readonly starts: Float32Array;
  /** First and last level in each of `CELLS` equal parts of 0…1: where to look for the level. */
  readonly cells: Uint16Array;
}

const kept = new WeakMap<Curve, Levels>();

/** The same curve gives the same object. */
export function levelsOf(curve: Curve): Levels {
  let levels = kept.get(curve);
  if (levels === undefined) {
    const starts = Float32Array.from({ length: COLOURS }, (_, level) =>
      level === 0 ? 0 : invertCurve((level - 0.5) / (COLOURS - 1), curve),
    );
    levels = { starts, cells: cellsOf(starts) };
    kept.set(curve, levels);
  }
  return levels;
}

function cellsOf(starts: Float32Array): Uint16Array {
  const cells = new Uint16Array(2 * CELLS);
  let level = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    level = lastStarting(starts, level, cell / CELLS);
    cells[2 * cell] = level;
    cells[2 * cell + 1] = lastStarting(starts, level, (cell + 1) / CELLS);
  }
  return cells;
}

/** The last level that starts at or before `t`, from one that does. */
function lastStarting(starts: Float32Array, from: number, t: number): number {
  let level = from;
  while ((starts[level + 1] ?? Infinity) <= t) {
    level++;
  }
  return level;
}

/** The level of a `t` from 0 to 1. */
export function levelAt(t: number, { starts, cells }: Levels): number {
  const cell = Math.min(Math.floor(t * CELLS), CELLS - 1);
  let first = cells[2 * cell] ?? 0;
  let last = cells[2 * cell + 1] ?? 0;
  while (first < last) {
    const middle = (first + last + 1) >> 1;
    if ((starts[middle] ?? 0) <= t) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  return first;
}
