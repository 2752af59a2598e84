import { SkybucketError } from '../errors';
import { filledRows, type Frame, type Grid, type GridKind, repeatNearestRows } from './grid';

/** Within one pass, a picture is due at most this often. */
const MILLISECONDS_PER_PICTURE = 250;

/** A grid row that was read, or some columns of it. */
export interface DrawnRow {
  readonly j: number;
  /** Of every column, or of `columns`. */
  readonly values: Float32Array;
  readonly columns?: readonly number[] | undefined;
}

/** A grid as far as it is known. */
export class Canvas {
  /** Set once rows were asked for that the file does not have. */
  truncated: SkybucketError | undefined;
  /** The columns known of each row that is: multiples of this. */
  columnSpacing = 1;
  private readonly values: Float32Array;
  private readonly filled: Uint8Array;
  private last: number;

  constructor(
    readonly frame: Frame,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.values = new Float32Array(frame.width * frame.height).fill(NaN);
    this.filled = new Uint8Array(frame.height);
    this.last = now();
  }

  /** Draws the rows as they come and gives how many there were so far, up to the end of the file. */
  async *draw(rows: AsyncIterable<DrawnRow>): AsyncGenerator<number> {
    let drawn = 0;
    try {
      for await (const row of rows) {
        this.put(row);
        yield ++drawn;
      }
    } catch (error) {
      if (!(error instanceof SkybucketError) || error.code !== 'truncated') {
        throw error;
      }
      this.truncated = error;
    }
  }

  isDue(): boolean {
    return this.now() - this.last >= MILLISECONDS_PER_PICTURE;
  }

  /** The whole grid, a fresh copy. */
  picture(kind: GridKind): Grid {
    this.last = this.now();
    const { frame, columnSpacing } = this;
    const values = this.values.slice();
    const filled = this.filled.slice();
    if (columnSpacing > 1) {
      repeatNearestColumns(values, filled, frame.width, columnSpacing);
    }
    // What the file lacks is not to look as if it were there.
    const end = this.truncated ? filled.lastIndexOf(1) + 1 : filled.length;
    repeatNearestRows(values, filled, frame.width, end);
    return { frame, values, filled, kind };
  }

  private put({ j, values, columns }: DrawnRow): void {
    const start = j * this.frame.width;
    if (columns) {
      columns.forEach((i, k) => {
        this.values[start + i] = values[k] as number;
      });
    } else {
      this.values.set(values, start);
    }
    this.filled[j] = 1;
  }
}

/** Gives the columns of filled rows that are no multiples of `spacing` the values of the nearest that is. */
function repeatNearestColumns(
  values: Float32Array,
  filled: Uint8Array,
  width: number,
  spacing: number,
): void {
  const last = Math.floor((width - 1) / spacing) * spacing;
  for (const j of filledRows(filled)) {
    const row = values.subarray(j * width, (j + 1) * width);
    for (let i = 0; i < width; i++) {
      const nearest = Math.min(Math.ceil(i / spacing - 0.5) * spacing, last);
      if (nearest !== i) {
        row[i] = row[nearest] as number;
      }
    }
  }
}
