import type { PixelBox } from '../image/view';
import { brightness } from './brightness';

/** Points that a cell holds, about. */
const PER_CELL = 64;
/** Cells each way, at most. */
const MOST_CELLS = 256;

/** Some points that follow on each other. */
export interface PointRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Markers in cells of the plane, those of a cell after each other and the cells row by row: what is in sight is
 * a few ranges, every nth of them is spread evenly, and what is near to a place is found without looking at
 * all.
 */
export class PointIndex {
  /** Pixel positions, 0-based: `x, y` in turns. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Row of the table of each. */
  readonly rows: Uint32Array;
  readonly magnitudes: Float32Array | undefined;
  /** 255 the brightest, 0 the faintest. */
  readonly shares: Uint8Array<ArrayBuffer> | undefined;
  readonly #starts: Uint32Array;
  /** What is beside it was left out, positions. */
  readonly box: PixelBox;
  readonly #side: number;

  /**
   * @param positions of all rows, NaN for those that are nowhere.
   * @param box what is beside it is left out, positions.
   */
  constructor(positions: Float32Array, magnitudes: Float32Array | undefined, box: PixelBox) {
    this.box = box;
    const count = positions.length / 2;
    this.#side = Math.min(MOST_CELLS, Math.max(1, Math.ceil(Math.sqrt(count / PER_CELL))));
    const cells = this.#side ** 2;
    const cellOf = new Int32Array(count);
    const starts = new Uint32Array(cells + 1);
    for (let row = 0; row < count; row++) {
      const cell = this.#cellAt(positions[2 * row] as number, positions[2 * row + 1] as number);
      cellOf[row] = cell;
      if (cell >= 0) {
        starts[cell + 1] = (starts[cell + 1] as number) + 1;
      }
    }
    for (let cell = 0; cell < cells; cell++) {
      starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number);
    }
    this.#starts = starts;
    const next = starts.slice();
    const placed = starts[cells] as number;
    this.positions = new Float32Array(2 * placed);
    this.rows = new Uint32Array(placed);
    this.magnitudes = magnitudes && new Float32Array(placed);
    for (let row = 0; row < count; row++) {
      const cell = cellOf[row] as number;
      if (cell >= 0) {
        const at = next[cell] as number;
        next[cell] = at + 1;
        this.positions[2 * at] = positions[2 * row] as number;
        this.positions[2 * at + 1] = positions[2 * row + 1] as number;
        this.rows[at] = row;
        if (this.magnitudes !== undefined) {
          this.magnitudes[at] = magnitudes?.[row] ?? NaN;
        }
      }
    }
    this.shares = this.magnitudes && (brightness(this.magnitudes) as Uint8Array<ArrayBuffer>);
  }

  get count(): number {
    return this.rows.length;
  }

  /** The points of the cells that a box of positions touches; both ends belong to it. */
  within({ x0, y0, x1, y1 }: PixelBox): PointRange[] {
    const [left, right] = [this.#column(x0), this.#column(x1)];
    const ranges: { from: number; to: number }[] = [];
    for (let j = this.#row(y0); j <= this.#row(y1); j++) {
      const from = this.#starts[j * this.#side + left] as number;
      const to = this.#starts[j * this.#side + right + 1] as number;
      const last = ranges.at(-1);
      if (last?.to === from) {
        last.to = to;
      } else if (to > from) {
        ranges.push({ from, to });
      }
    }
    return ranges;
  }

  /** The point nearest to a position and no farther than `reach`; undefined where there is none. */
  nearest(x: number, y: number, reach: number): number | undefined {
    let best: number | undefined;
    let least = reach * reach;
    const box = { x0: x - reach, y0: y - reach, x1: x + reach, y1: y + reach };
    for (const { from, to } of this.within(box)) {
      for (let at = from; at < to; at++) {
        const dx = (this.positions[2 * at] as number) - x;
        const dy = (this.positions[2 * at + 1] as number) - y;
        const distance = dx * dx + dy * dy;
        if (distance <= least) {
          [best, least] = [at, distance];
        }
      }
    }
    return best;
  }

  /** The point of a row, or undefined where it is not here. */
  pointOf(row: number): number | undefined {
    const at = this.rows.indexOf(row);
    return at < 0 ? undefined : at;
  }

  /** −1 for what is beside the box, or nowhere. */
  #cellAt(x: number, y: number): number {
    const { x0, y0, x1, y1 } = this.box;
    return x >= x0 && x <= x1 && y >= y0 && y <= y1
      ? this.#row(y) * this.#side + this.#column(x)
      : -1;
  }

  #column(x: number): number {
    const { x0, x1 } = this.box;
    return this.#bounded(((x - x0) / (x1 - x0)) * this.#side);
  }

  #row(y: number): number {
    const { y0, y1 } = this.box;
    return this.#bounded(((y - y0) / (y1 - y0)) * this.#side);
  }

  #bounded(cell: number): number {
    return Math.min(Math.max(Math.floor(cell), 0), this.#side - 1);
  }
}
