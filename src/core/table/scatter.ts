import { checkNumeric } from './column-histogram';
import type { ColumnStore } from './column-store';
import { Turns } from './turns';
import type { WholeColumn } from './whole-column';

/** Cells of the density along each axis. */
const CELLS = 256;

/** Rows between two looks at the clock. */
const STRIDE = 16_384;

export interface Scatter {
  /** Rows of the view with two finite values. */
  readonly points: number;
  /** Of the points that are given, in the order of the view. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Their rows in the view. */
  readonly rows: Uint32Array;
  /** Of all points; both 0 where there are none. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Counts of all points over the ranges, row by row from the lowest y; undefined where all are given. */
  readonly density: { width: number; height: number; counts: Uint32Array } | undefined;
}

export interface ScatterOptions {
  /** Points that are given, at most. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of the rows that have been read. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Points of two columns in the rows of a view (all of the table where `view` is undefined). Where there are
 * more than `most`, every so many-eth of them, and the counts of all.
 *
 * @throws SkybucketError `protocol` for columns that are not of one number a row, `too-large` for columns
 *   that do not fit into memory, `cancelled`, or what reading throws.
 */
export async function scatter(
  store: ColumnStore,
  view: Uint32Array | undefined,
  x: number,
  y: number,
  options: ScatterOptions,
): Promise<Scatter> {
  const { table } = store;
  checkNumeric(table.columns[x]);
  checkNumeric(table.columns[y]);
  const keys = [x, y].map((column) => ({ column, element: 0 }));
  const columns = await store.load(keys, {
    signal: options.signal,
    onRows: (rows) => options.onProgress?.(rows / table.rowsPresent),
  });
  const [xOf, yOf] = columns.map(reader) as [Reader, Reader];
  const turns = new Turns(options.signal);
  const rowsInView = view?.length ?? table.rowsPresent;

  /** Goes through the points in the order of the view. */
  const each = async (point: (x: number, y: number, row: number) => void): Promise<void> => {
    for (let row = 0; row < rowsInView; row++) {
      const at = view === undefined ? row : (view[row] as number);
      const [px, py] = [xOf(at), yOf(at)];
      if (px - px === 0 && py - py === 0) {
        point(px, py, row);
      }
      if (row % STRIDE === 0 && turns.over) {
        await turns.next();
      }
    }
  };

  let points = 0;
  const xSpan = new Span();
  const ySpan = new Span();
  await each((px, py) => {
    points += 1;
    xSpan.add(px);
    ySpan.add(py);
  });
  const given = Math.min(points, options.most);
  const chosen = {
    x: new Float64Array(given),
    y: new Float64Array(given),
    rows: new Uint32Array(given),
  };
  const counts = points > given ? new Uint32Array(CELLS * CELLS) : undefined;
  let seen = 0;
  let kept = 0;
  await each((px, py, row) => {
    // The k-th of those given is the point at k · points / given.
    if (seen === Math.floor((kept * points) / given)) {
      chosen.x[kept] = px;
      chosen.y[kept] = py;
      chosen.rows[kept] = row;
      kept += 1;
    }
    seen += 1;
    if (counts !== undefined) {
      const cell = ySpan.cell(py) * CELLS + xSpan.cell(px);
      counts[cell] = (counts[cell] as number) + 1;
    }
  });
  const density = counts && { width: CELLS, height: CELLS, counts };
  return { points, ...chosen, xRange: xSpan.range, yRange: ySpan.range, density };
}

class Span {
  private low = Infinity;
  private high = -Infinity;

  add(value: number): void {
    this.low = value < this.low ? value : this.low;
    this.high = value > this.high ? value : this.high;
  }

  get range(): readonly [number, number] {
    return this.low <= this.high ? [this.low, this.high] : [0, 0];
  }

  /** Which cell the value lies in; the last one holds the largest value too. */
  cell(value: number): number {
    // Halves: the length may be larger than any double.
    const share = (value / 2 - this.low / 2) / (this.high / 2 - this.low / 2);
    return this.low === this.high ? 0 : Math.min(CELLS - 1, Math.floor(share * CELLS));
  }
}

/** The value of a row as a double, NaN where it is missing. */
type Reader = (row: number) => number;

function reader({ values, missing }: WholeColumn): Reader {
  const numbers = values as Float64Array;
  const value: Reader =
    values instanceof BigInt64Array || values instanceof BigUint64Array
      ? (row) => Number(values[row])
      : (row) => numbers[row] as number;
  return missing === undefined ? value : (row) => (missing[row] === 1 ? NaN : value(row));
}
