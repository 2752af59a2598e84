import { type Frame, frameOf, type Grid, sampleAt } from './grid';
import type { Plane, PlaneRow } from './plane';

/** Pixels kept of one plane: 16 MB of them. */
const MOST_PIXELS = 2 ** 22;

/**
 * Pixels of a plane as they are, kept while all of them go by to be averaged: every one where they are
 * few, else the middle one of each block. Display limits come from them, because averages have less
 * noise than the pixels that astropy's rules are about.
 */
export class PixelSample {
  private readonly frame: Frame;
  private values: Float32Array | undefined;
  private filled = new Uint8Array(0);

  constructor(plane: Pick<Plane, 'width' | 'height'>) {
    const box = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
    let frame = frameOf(box, 1);
    while (frame.width * frame.height > MOST_PIXELS) {
      frame = frameOf(box, frame.step * 2);
    }
    this.frame = frame;
  }

  /** Takes what it keeps of the pixels of a row from column `x0` on. Pieces of a row come in order. */
  add({ y, values: row }: PlaneRow, x0: number): void {
    const { box, step, width, height } = this.frame;
    const j = Math.floor(y / step);
    if (y !== sampleAt(0, box.y1, step, j)) {
      return;
    }
    if (this.values === undefined) {
      // Not earlier: what a header claims costs no memory before there is a row of it.
      this.values = new Float32Array(width * height);
      this.filled = new Uint8Array(height);
    }
    const x1 = x0 + row.length;
    for (let i = Math.floor(x0 / step); i < width; i++) {
      const x = sampleAt(0, box.x1, step, i);
      if (x >= x1) {
        break;
      }
      if (x >= x0) {
        this.values[j * width + i] = row[x - x0] as number;
      }
    }
    if (x1 === box.x1) {
      this.filled[j] = 1;
    }
  }

  /** The pixels kept so far, not a copy; undefined before the first. */
  get grid(): Grid | undefined {
    const { frame, values, filled } = this;
    return values && { frame, values, filled, kind: frame.step === 1 ? 'exact' : 'sampled' };
  }
}
