import type { Span } from '../bytes/source';
import type { Box } from '../image/plane';

/** A box of pixels as one span of a block, and where its first pixel is in it. */
export interface BoxSpan extends Span {
  readonly first: number;
}

/** How the pixels of a plane lie in a block, in bytes: any two steps, negative and 0 as well. */
export class PixelLayout {
  constructor(
    /** Of pixel (0, 0). */
    readonly start: number,
    readonly strideX: number,
    readonly strideY: number,
    /** Of one pixel. */
    readonly size: number,
  ) {}

  /** The span with all pixels of a box, which must not be empty. */
  span({ x0, y0, x1, y1 }: Box): BoxSpan {
    const { start, strideX, strideY, size } = this;
    const origin = start + x0 * strideX + y0 * strideY;
    const reachX = (x1 - x0 - 1) * strideX;
    const reachY = (y1 - y0 - 1) * strideY;
    const offset = origin + Math.min(0, reachX) + Math.min(0, reachY);
    const length = Math.abs(reachX) + Math.abs(reachY) + size;
    return { offset, length, first: origin - offset };
  }

  /** Bytes from the first to the last pixel of a row. */
  rowLength(width: number): number {
    return (width - 1) * Math.abs(this.strideX) + this.size;
  }

  /** True where pixels of a column lie nearer to each other than those of a row (Fortran order). */
  byColumns(width: number, height: number): boolean {
    const { strideX, strideY } = this;
    const some = width > 1 && height > 1 && strideX !== 0 && strideY !== 0;
    return some && Math.abs(strideY) < Math.abs(strideX);
  }

  /** Rows of so many pixels that are read as one span of about `bytes`: nothing lies between them. */
  rowsPerRun(width: number, bytes: number): number {
    return perRun(this.rowLength(width), Math.abs(this.strideY), bytes);
  }

  /** The same of columns of so many pixels. */
  columnsPerRun(height: number, bytes: number): number {
    const length = (height - 1) * Math.abs(this.strideY) + this.size;
    return perRun(length, Math.abs(this.strideX), bytes);
  }
}

function perRun(length: number, step: number, bytes: number): number {
  return step <= length ? Math.max(1, Math.floor(bytes / Math.max(1, step))) : 1;
}
