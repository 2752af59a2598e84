import { bitsOf, chance, normal } from './chance';
import type { Run } from './missing-runs';

/** Width and height of a science array of the Wide Field Instrument, without its reference pixels. */
export const SIDE = 4088;

/** Elements of an array, written to `view` from its start on, little-endian; `from` and `to` count elements in C order. */
export type Fill = (view: DataView, from: number, to: number) => void;

const CELL = 64;
const REACH = 12;
const CELLS = Math.ceil(SIDE / CELL);

interface Star {
  readonly x: number;
  readonly y: number;
  readonly peak: number;
}

let stars: readonly Star[] | undefined;

/** One star in each square of 64 pixels, bright ones rare; none reaches out of its square. */
function starOf(cell: number): Star {
  stars ??= Array.from({ length: CELLS * CELLS }, (_, i) => ({
    x: (i % CELLS) * CELL + 16 + 32 * chance(i, 1),
    y: Math.floor(i / CELLS) * CELL + 16 + 32 * chance(i, 2),
    peak: Math.min(0.05 * (1 - chance(i, 3)) ** -1.2, 800),
  }));
  return stars[cell] as Star;
}

/** DN/s: sky, noise of the detector, and a star where one is near. */
function rate(index: number): number {
  const x = index % SIDE;
  const y = Math.floor(index / SIDE);
  const value = 0.62 + 0.03 * normal(index, 4);
  const star = starOf(Math.floor(y / CELL) * CELLS + Math.floor(x / CELL));
  const dx = x - star.x;
  const dy = y - star.y;
  return Math.abs(dx) > REACH || Math.abs(dy) > REACH
    ? value
    : value + star.peak / (1 + (dx * dx + dy * dy) / 2) ** 2.6;
}

/** The science array; `runsOf` gives the missing pixels of any chunk that a pixel is in. */
export function fillData(runsBetween: (from: number, to: number) => Iterable<Run>): Fill {
  return (view, from, to) => {
    for (let index = from; index < to; index += 1) {
      view.setFloat32(4 * (index - from), rate(index), true);
    }
    for (const run of runsBetween(from, to)) {
      for (let index = Math.max(run.from, from); index < Math.min(run.to, to); index += 1) {
        view.setFloat32(4 * (index - from), NaN, true);
      }
    }
  };
}

/** Data quality: one bit in one pixel of a hundred; missing pixels are DEAD and not to be used. */
export function fillQuality(runsBetween: (from: number, to: number) => Iterable<Run>): Fill {
  return (view, from, to) => {
    for (let index = from; index < to; index += 1) {
      const bits = bitsOf(index, 10);
      view.setUint32(4 * (index - from), bits % 100 === 0 ? 1 << ((bits >>> 8) & 31) : 0, true);
    }
    for (const run of runsBetween(from, to)) {
      for (let index = Math.max(run.from, from); index < Math.min(run.to, to); index += 1) {
        view.setUint32(4 * (index - from), 0b100_0000_0001, true);
      }
    }
  };
}

/** Another bit here and there, as reference files have them. */
export const fillOtherQuality: Fill = (view, from, to) => {
  for (let index = from; index < to; index += 1) {
    view.setUint32(4 * (index - from), bitsOf(index, 11) % 1000 === 0 ? 4 : 0, true);
  }
};

/** Half-precision numbers between two powers of two: `base` is the bits of the lower, `spread` how many follow. */
export function fillHalves(seed: number, base: number, spread: number, signed = false): Fill {
  return (view, from, to) => {
    for (let index = from; index < to; index += 1) {
      const bits = bitsOf(index, seed);
      const sign = signed ? bits & 0x8000 : 0;
      view.setUint16(2 * (index - from), sign | (base + ((bits >>> 16) % spread)), true);
    }
  };
}

/** Counts around the level of a reference pixel. */
export function fillCounts(seed: number): Fill {
  return (view, from, to) => {
    for (let index = from; index < to; index += 1) {
      view.setUint16(2 * (index - from), 6990 + (bitsOf(index, seed) % 20), true);
    }
  };
}

/** What is left of reference pixels once their level is subtracted: whole numbers. */
export function fillResiduals(seed: number): Fill {
  return (view, from, to) => {
    for (let index = from; index < to; index += 1) {
      view.setFloat32(4 * (index - from), (bitsOf(index, seed) % 33) - 16, true);
    }
  };
}

/** REFERENCE_PIXEL everywhere. */
export const fillReference: Fill = (view, from, to) => {
  for (let index = from; index < to; index += 1) {
    view.setUint32(4 * (index - from), 2 ** 31, true);
  }
};
