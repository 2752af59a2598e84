import type { Frame } from './grid';
import type { Plane } from './plane';

/** What the first picture of a large image may cost. */
const FIRST_PASS_BYTES = 4 * 2 ** 20;

/** A plane with longer rows gets too few of them for its first picture, so its columns are sampled, too. */
const LONG_ROW_BYTES = 2 ** 20;

/** What a request for a single pixel counts as: it takes the time of about so many bytes. */
export const POINT_BYTES = 2 ** 14;

/** Bounds the memory of one pass. */
const MOST_POINTS = 2 ** 16;

/** Grid pixels that are read together. A pass never has any of an earlier one. */
export interface Pass {
  /** Grid rows, ascending. */
  readonly rows: readonly number[];
  /** Grid columns, ascending; left out: all of them, since the image rows are read whole. */
  readonly columns: readonly number[] | undefined;
  /** Once the pass is drawn, the grid columns known of each row known are the multiples of this. */
  readonly columnSpacing: number;
}

/**
 * How a grid is sampled within a budget of bytes: evenly spaced rows for a few MB first, then those
 * half-way between, and so on. Where rows are so long that a picture would consist of a handful of
 * them, pixels are taken from a lattice of rows and columns that is refined in the same way.
 *
 * A pass that does not fit into the budget is left out with all that follow, because part of one would
 * be finer on one side of the image than on the other. There is always a first one.
 */
export function samplingPasses(plane: Plane, frame: Frame, budget: number): Pass[] {
  const first = Math.min(FIRST_PASS_BYTES, budget);
  return plane.bytesPerRow > LONG_ROW_BYTES && plane.bytesPerRow * frame.height > first
    ? latticePasses(frame, first, budget)
    : rowPasses(plane, frame, first, budget);
}

/** The first pass over whole rows, without regard to how long they are. */
export function firstRows(plane: Plane, frame: Frame): number[] {
  return every(rowSpacing(plane, frame, FIRST_PASS_BYTES), frame.height);
}

function rowPasses(plane: Plane, frame: Frame, first: number, budget: number): Pass[] {
  let spacing = rowSpacing(plane, frame, first);
  const passes = [every(spacing, frame.height)];
  let count = passes[0]?.length ?? 0;
  for (; spacing > 1; spacing /= 2) {
    const rows = every(spacing, frame.height, spacing / 2);
    count += rows.length;
    if (count * plane.bytesPerRow > budget) {
      break;
    }
    passes.push(rows);
  }
  return passes
    .filter((rows) => rows.length > 0)
    .map((rows) => ({ rows, columns: undefined, columnSpacing: 1 }));
}

/** The smallest power of two at which the rows cost no more than they may. */
function rowSpacing(plane: Plane, frame: Frame, bytes: number): number {
  const rows = Math.max(1, Math.floor(bytes / plane.bytesPerRow));
  let spacing = 1;
  while (Math.ceil(frame.height / spacing) > rows) {
    spacing *= 2;
  }
  return spacing;
}

/** The finest lattice of pixels that costs no more than it may. */
export function firstPoints(
  frame: Frame,
  bytes: number,
): Pass & { readonly columns: readonly number[] } {
  const [ofRows, ofColumns] = latticeSpacings(frame, bytes);
  return {
    rows: every(ofRows, frame.height),
    columns: every(ofColumns, frame.width),
    columnSpacing: ofColumns,
  };
}

function latticePasses(frame: Frame, first: number, budget: number): Pass[] {
  const { width, height } = frame;
  const passes: Pass[] = [firstPoints(frame, first)];
  let [ofRows, ofColumns] = latticeSpacings(frame, first);
  while (ofRows > 1 || ofColumns > 1) {
    const halvesRows = ofRows >= ofColumns;
    const rows = halvesRows ? every(ofRows, height, ofRows / 2) : every(ofRows, height);
    const columns = halvesRows ? every(ofColumns, width) : every(ofColumns, width, ofColumns / 2);
    ofRows /= halvesRows ? 2 : 1;
    ofColumns /= halvesRows ? 1 : 2;
    if (points(frame, ofRows, ofColumns) > affordable(budget)) {
      break;
    }
    passes.push({ rows, columns, columnSpacing: ofColumns });
  }
  return passes.filter(({ rows, columns }) => rows.length > 0 && columns?.length !== 0);
}

function latticeSpacings(frame: Frame, bytes: number): [ofRows: number, ofColumns: number] {
  let ofRows = 1;
  let ofColumns = 1;
  while (points(frame, ofRows, ofColumns) > affordable(bytes)) {
    if (ofRows < ofColumns && ofRows < frame.height) {
      ofRows *= 2;
    } else {
      ofColumns *= 2;
    }
  }
  return [ofRows, ofColumns];
}

function points({ width, height }: Frame, ofRows: number, ofColumns: number): number {
  return Math.ceil(height / ofRows) * Math.ceil(width / ofColumns);
}

function affordable(bytes: number): number {
  return Math.min(MOST_POINTS, Math.max(1, Math.floor(bytes / POINT_BYTES)));
}

/** `start`, `start + spacing` … below `end`. */
function every(spacing: number, end: number, start = 0): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / spacing)) },
    (_, k) => start + k * spacing,
  );
}
