import type { ColumnValues, Table } from '../table/table';
import { Turns } from '../table/turns';
import { angleReader, numbersOf } from './angle-column';
import type { PlaceRows } from './place-rows';

/** Rows that go through all steps together. */
const ROWS_PER_LOOK = 16_384;

/** Rows of one step, at most; and how long it may be waited for, in milliseconds. */
const ROWS_PER_STEP = 131_072;
const MILLISECONDS_PER_STEP = 200;

/** Which columns are what; 0-based positions. */
export interface MarkerColumns {
  readonly longitude: number;
  readonly latitude: number;
  readonly magnitude?: number | undefined;
  /** Whether longitudes as text without a unit are in hours. */
  readonly hours: boolean;
}

/** Rows `[from, from + count)`. */
export interface PlacedRows {
  readonly from: number;
  readonly count: number;
  /** Pixels, 0-based: `x, y` in turns; NaN for rows that are nowhere. */
  readonly positions: Float32Array<ArrayBuffer>;
  readonly magnitudes: Float32Array<ArrayBuffer> | undefined;
  /** How many have a pixel. */
  readonly placed: number;
}

/**
 * All rows that are there as pixels, in steps of some ten thousand. Only the columns are read, where the
 * layout of the table allows that.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* placedRows(
  table: Table,
  { longitude, latitude, magnitude, hours }: MarkerColumns,
  place: PlaceRows,
  options: { signal?: AbortSignal | undefined; now?: (() => number) | undefined } = {},
): AsyncGenerator<PlacedRows> {
  const now = options.now ?? (() => performance.now());
  const turns = new Turns(options.signal);
  const columns = [
    ...new Set([longitude, latitude, ...(magnitude === undefined ? [] : [magnitude])]),
  ];
  const readLongitude = angleReader(columnOf(table, longitude), hours);
  const readLatitude = angleReader(columnOf(table, latitude), false);
  let step = new Step(0, magnitude !== undefined);
  let last = now();
  const scan = table.scan(columns, { signal: options.signal, mostElements: 1 });
  for await (const slice of scan) {
    const part = (column: number): ColumnValues =>
      slice.columns[columns.indexOf(column)] as ColumnValues;
    for (let row = 0; row < slice.rows; row += ROWS_PER_LOOK) {
      const end = Math.min(row + ROWS_PER_LOOK, slice.rows);
      const positions = place(
        readLongitude(part(longitude), row, end),
        readLatitude(part(latitude), row, end),
      );
      step.add(positions, magnitude === undefined ? [] : numbersOf(part(magnitude), row, end));
      if (step.full || now() - last >= MILLISECONDS_PER_STEP) {
        yield step.done();
        step = new Step(slice.from + end, magnitude !== undefined);
        last = now();
      }
      if (turns.over) {
        await turns.next();
      }
    }
  }
  if (!step.empty) {
    yield step.done();
  }
}

function columnOf(table: Table, index: number): Table['columns'][number] {
  const column = table.columns[index];
  if (column === undefined) {
    throw new RangeError(`There is no column ${index} among ${table.columns.length}.`);
  }
  return column;
}

/** Rows that are gathered. */
class Step {
  private readonly positions = new Float32Array(2 * (ROWS_PER_STEP + ROWS_PER_LOOK));
  private readonly magnitudes: Float32Array<ArrayBuffer> | undefined;
  private count = 0;
  private placed = 0;

  constructor(
    private readonly from: number,
    withMagnitudes: boolean,
  ) {
    this.magnitudes = withMagnitudes ? new Float32Array(ROWS_PER_STEP + ROWS_PER_LOOK) : undefined;
  }

  get empty(): boolean {
    return this.count === 0;
  }

  get full(): boolean {
    return this.count >= ROWS_PER_STEP;
  }

  add(positions: Float32Array, magnitudes: ArrayLike<number>): void {
    this.positions.set(positions, 2 * this.count);
    this.magnitudes?.set(magnitudes, this.count);
    for (let k = 0; k < positions.length; k += 2) {
      // An infinity is nowhere, too.
      const sum = (positions[k] as number) + (positions[k + 1] as number);
      this.placed += sum - sum === 0 ? 1 : 0;
    }
    this.count += positions.length / 2;
  }

  done(): PlacedRows {
    const { from, count, placed } = this;
    return {
      ...{ from, count, placed },
      positions: this.positions.slice(0, 2 * count),
      magnitudes: this.magnitudes?.slice(0, count),
    };
  }
}
