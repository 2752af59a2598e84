import { COLOUR_MAPS, STRETCHES } from '../../src/protocol/display';
import type { Display } from './display';
import type { Orientation } from './orientation';

/** What a display is changed to by keys and menus; each gives the part that changes. */

export const MAX_CONTRAST = 10;

/** Turns what is seen by a quarter turn: counter-clockwise (1) or clockwise (−1). */
export function rotated(orientation: Orientation, direction: 1 | -1): Orientation {
  const turns = (orientation.turns + direction + 4) % 4;
  return { ...orientation, turns: turns as Orientation['turns'] };
}

/** Mirrors what is seen left to right: a turn before a mirror is the opposite turn after it. */
export function mirrored({ turns, flipped }: Orientation): Orientation {
  return { turns: ((4 - turns) % 4) as Orientation['turns'], flipped: !flipped };
}

export function nextColourMap({ colourMap }: Display, direction: 1 | -1): Partial<Display> {
  return { colourMap: neighbourOf(COLOUR_MAPS, colourMap, direction) };
}

export function nextStretch({ stretch }: Display, direction: 1 | -1): Partial<Display> {
  return { stretch: neighbourOf(STRETCHES, stretch, direction) };
}

/** Moves the bias by a step of a fiftieth. */
export function movedBias({ bias }: Display, direction: 1 | -1): Partial<Display> {
  return { bias: bound(Math.round(bias * 50 + direction) / 50, 0, 1) };
}

/** Changes the contrast by a tenth of a power of ten. */
export function scaledContrast({ contrast }: Display, direction: 1 | -1): Partial<Display> {
  const power = Math.round(Math.log10(Math.max(contrast, 0.01)) * 10 + direction) / 10;
  return { contrast: bound(10 ** power, 0, MAX_CONTRAST) };
}

function bound(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function neighbourOf<T>(all: readonly T[], current: T, direction: 1 | -1): T {
  const at = (all.indexOf(current) + direction + all.length) % all.length;
  return all[at] ?? current;
}
