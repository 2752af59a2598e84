import { angleReader } from '../markers/angle-column';
import { guessColumns } from '../markers/guess-columns';
import { convert } from '../sky/frames';
import type { CelestialFrame } from '../sky/wcs';
import { cellText } from '../table/format';
import type { Column, ColumnValues, Table, TableSlice } from '../table/table';
import { Turns } from '../table/turns';
import { outlinesOf, PackedOutlines } from './row-outlines';

/** Rows that are looked at before others have their turn, and values and milliseconds of one step. */
const ROWS_PER_LOOK = 256;
const VALUES_PER_STEP = 131_072;
const MILLISECONDS_PER_STEP = 200;

/** What rows `[from, from + count)` cover of the sky. */
export interface FootprintStep {
  readonly from: number;
  readonly count: number;
  /** Pairs, one a closed outline: the row, and how many points it has. */
  readonly outlines: Uint32Array<ArrayBuffer>;
  /** ICRS, degrees: longitude and latitude of each point, outline after outline. */
  readonly points: Float64Array<ArrayBuffer>;
  /** Rows that are anywhere. */
  readonly placed: number;
}

/** Which columns say where the rows are; 0-based positions. */
interface SkyColumns {
  readonly region: number | undefined;
  readonly position: { readonly longitude: number; readonly latitude: number } | undefined;
  readonly frame: CelestialFrame;
}

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

/**
 * What the rows of a table of observations cover, by its column of regions (`s_region`); where that says nothing,
 * a row is a point at its position. A table that has neither gives nothing.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* tableFootprints(
  table: Table,
  options: { signal?: AbortSignal | undefined; now?: (() => number) | undefined } = {},
): AsyncGenerator<FootprintStep> {
  const { signal, now = () => performance.now() } = options;
  const columns = skyColumns(table.columns);
  const { region, position } = columns;
  const read = [region, position?.longitude, position?.latitude].filter(
    (column) => column !== undefined,
  );
  if (read.length === 0) {
    return;
  }
  const turns = new Turns(signal);
  let step = new Step(0);
  let last = now();
  for await (const slice of table.scan([...new Set(read)], { signal })) {
    for (let row = 0; row < slice.rows; row += ROWS_PER_LOOK) {
      const end = Math.min(row + ROWS_PER_LOOK, slice.rows);
      step.add(slice, row, end, columns, table.columns);
      if (step.size >= VALUES_PER_STEP || now() - last >= MILLISECONDS_PER_STEP) {
        yield step.done();
        step = new Step(slice.from + end);
        last = now();
      }
      if (turns.over) {
        await turns.next();
      }
    }
  }
  yield step.done();
}

/** By the names of ObsCore; positions of other tables are guessed. */
function skyColumns(columns: readonly Column[]): SkyColumns {
  const named = (...names: readonly string[]): number | undefined =>
    names
      .map((name) =>
        columns.find((one) => one.problem === undefined && one.name.toLowerCase() === name),
      )
      .find((column) => column !== undefined)?.index;
  const region = named('s_region', 'footprint', 'stcs', 'stc_s');
  const [ra, dec] = [named('s_ra'), named('s_dec')];
  if (ra !== undefined && dec !== undefined) {
    return { region, position: { longitude: ra, latitude: dec }, frame: ICRS };
  }
  const { longitude, latitude, frame } = guessColumns(columns);
  return {
    region,
    position:
      longitude === undefined || latitude === undefined ? undefined : { longitude, latitude },
    frame: frame ?? ICRS,
  };
}

class Step {
  private readonly packed = new PackedOutlines();
  private count = 0;
  private placed = 0;

  constructor(private readonly from: number) {}

  get size(): number {
    return this.packed.size;
  }

  /** Rows `[start, end)` of a slice. */
  add(
    slice: TableSlice,
    start: number,
    end: number,
    { region, position, frame }: SkyColumns,
    columns: readonly Column[],
  ): void {
    const values = (column: number): ColumnValues =>
      slice.columns.find((one) => one.column === column) as ColumnValues;
    const angles = (column: number, hours: boolean): Float64Array =>
      angleReader(columns[column] as Column, hours)(values(column), start, end);
    const at =
      position &&
      convert(frame, ICRS, angles(position.longitude, true), angles(position.latitude, false));
    for (let row = start; row < end; row++) {
      const text = region === undefined ? '' : regionText(values(region), row, columns[region]);
      const outlines = outlinesOf(text);
      const [longitude, latitude] = [at?.longitude[row - start], at?.latitude[row - start]];
      outlines.forEach((outline) => this.packed.add(slice.from + row, outline));
      const known = Number.isFinite(longitude) && Number.isFinite(latitude);
      if (outlines.length === 0 && known) {
        this.packed.add(slice.from + row, {
          longitude: Float64Array.of(longitude ?? NaN),
          latitude: Float64Array.of(latitude ?? NaN),
        });
      }
      this.placed += outlines.length > 0 || known ? 1 : 0;
    }
    this.count += end - start;
  }

  done(): FootprintStep {
    const { from, count, placed } = this;
    const { outlines, points } = this.packed;
    return { from, count, placed, outlines, points };
  }
}

/** Some services send the numbers of a circle or a polygon as an array. */
function regionText(values: ColumnValues, row: number, column: Column | undefined): string {
  if (column === undefined) {
    return '';
  }
  const text = cellText(values, row, column, { exact: true }) ?? '';
  return column.type === 'text' ? text : text.replace(/[[\],]/g, ' ');
}
