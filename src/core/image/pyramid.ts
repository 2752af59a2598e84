import { type Frame, frameOf, type Grid } from './grid';
import { type BlockSums, meansOf } from './grid-rows';
import type { Box, Plane } from './plane';

/** What the levels of one plane may take in memory unless told otherwise. */
export const PYRAMID_BYTES = 64 * 2 ** 20;

/** The whole plane at one step. */
class Level {
  readonly values: Float32Array;
  /** One byte a grid row: 1 once it is there. */
  readonly filled: Uint8Array;
  /** Rows of which not all rows below have come. */
  private readonly open = new Map<number, BlockSums & { missing: number }>();

  constructor(readonly frame: Frame) {
    this.values = new Float32Array(frame.width * frame.height);
    this.filled = new Uint8Array(frame.height);
  }

  row(j: number): Float32Array {
    return this.values.subarray(j * this.frame.width, (j + 1) * this.frame.width);
  }

  put(j: number, blocks: BlockSums): void {
    this.values.set(meansOf(blocks), j * this.frame.width);
    this.filled[j] = 1;
  }

  /** Adds row `j` of the level below, which has `height` rows, and gives the row that this completes. */
  gather(j: number, below: BlockSums, height: number): BlockSums | undefined {
    const at = j >> 1;
    const { width } = this.frame;
    const row = this.open.get(at) ?? {
      sums: new Float64Array(width),
      counts: new Float64Array(width),
      missing: Math.min(2, height - 2 * at),
    };
    addPairs(below.sums, row.sums);
    addPairs(below.counts, row.counts);
    row.missing -= 1;
    if (row.missing > 0) {
      this.open.set(at, row);
      return undefined;
    }
    this.open.delete(at);
    return row;
  }
}

/**
 * Means of the blocks of a plane at every power of two from a base step up to the whole plane, made in
 * one pass. Sums and counts are carried from level to level in double precision, not means, so that
 * each level is the `nanmean` of its blocks of pixels: flux is kept, NaN pixels weigh nothing, and
 * blocks cut by the edges weigh by the pixels they have.
 */
export class Pyramid {
  /** The smallest step, at least 2: the smallest whose levels fit into the memory given. */
  readonly base: Frame;
  private readonly whole: Box;
  private levels: readonly Level[] | undefined;

  constructor(plane: Plane, bytes: number) {
    this.whole = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
    let base = frameOf(this.whole, 2);
    while (memoryOf(this.frames(base.step)) > bytes && (base.width > 1 || base.height > 1)) {
      base = frameOf(this.whole, base.step * 2);
    }
    this.base = base;
  }

  /**
   * Row `j` of the base, from the pixels. Rows may come in any order, each once.
   *
   * @returns the largest step of which this completes a row.
   */
  add(j: number, blocks: BlockSums): number {
    // Not earlier: what a header claims costs no memory before there is a row of it.
    this.levels ??= this.frames(this.base.step).map((frame) => new Level(frame));
    let row = j;
    let sums: BlockSums | undefined = blocks;
    let height = 0;
    let { step } = this.base;
    for (const level of this.levels) {
      sums = height === 0 ? sums : level.gather(row, sums, height);
      if (!sums) {
        return step;
      }
      row = height === 0 ? row : row >> 1;
      level.put(row, sums);
      ({ height, step } = level.frame);
    }
    return step;
  }

  /** The rows of a level that are there, as flags; undefined before there is one. */
  filled(step: number): Uint8Array | undefined {
    return this.level(step)?.filled;
  }

  /** A row that is there. Not to be written to. */
  row(step: number, j: number): Float32Array {
    return this.level(step)?.row(j) ?? new Float32Array(0);
  }

  /** A copy of the section of a level; undefined unless all of it is there and made of whole blocks. */
  grid(box: Box, step: number): Grid | undefined {
    const level = this.level(step);
    if (!level || !this.isAligned(box, step)) {
      return undefined;
    }
    const frame = frameOf(box, step);
    const i0 = box.x0 / step;
    const j0 = box.y0 / step;
    const filled = level.filled.slice(j0, j0 + frame.height);
    if (filled.includes(0)) {
      return undefined;
    }
    const values = new Float32Array(frame.width * frame.height);
    for (let j = 0; j < frame.height; j++) {
      values.set(level.row(j0 + j).subarray(i0, i0 + frame.width), j * frame.width);
    }
    return { frame, values, filled, kind: 'averaged' };
  }

  private level(step: number): Level | undefined {
    return this.levels?.find(({ frame }) => frame.step === step);
  }

  private isAligned({ x0, y0, x1, y1 }: Box, step: number): boolean {
    const ends = (end: number, edge: number): boolean => end === edge || end % step === 0;
    return x0 % step === 0 && y0 % step === 0 && ends(x1, this.whole.x1) && ends(y1, this.whole.y1);
  }

  /** From the base up to a single block. */
  private frames(base: number): Frame[] {
    const frames = [frameOf(this.whole, base)];
    for (let top = frames[0]; top && (top.width > 1 || top.height > 1); top = frames.at(-1)) {
      frames.push(frameOf(this.whole, top.step * 2));
    }
    return frames;
  }
}

function memoryOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, { width, height }) => sum + (4 * width + 1) * height, 0);
}

/** Adds each two neighbours; the last may have none. */
function addPairs(from: Float64Array, to: Float64Array): void {
  const pairs = from.length >> 1;
  for (let i = 0; i < pairs; i++) {
    to[i] = (to[i] as number) + (from[2 * i] as number) + (from[2 * i + 1] as number);
  }
  if (pairs < to.length) {
    to[pairs] = (to[pairs] as number) + (from[2 * pairs] as number);
  }
}
