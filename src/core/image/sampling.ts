import { bytesOfBlock } from './cost';
import { type Frame, sampleAt } from './grid';
import { firstPieceRows, piecePasses } from './piece-sampling';
import type { Plane } from './plane';

/** What the first picture of a large image may cost. */
const FIRST_PASS_BYTES = 4 * 2 ** 20;

/** What a request for a single pixel counts as: it takes the time of about so many bytes. */
export const POINT_BYTES = 2 ** 14;

/** Rows that cost as much as so many single pixels are too few for a picture: columns are sampled, too. */
const POINTS_OF_LONG_ROW = 64;

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
 * half-way between, and so on. Of rows that are stored together (tiles), all that the grid has come in
 * one pass. Where rows are so long that a picture would consist of a handful of them, pixels are taken
 * from a lattice of rows and columns that is refined in the same way. Of pieces that can be read from
 * their start only, the first rows are taken; see {@link piecePasses}.
 *
 * A pass that does not fit into the budget is left out with all that follow, because part of one would
 * be finer on one side of the image than on the other. There is always a first one.
 */
export function samplingPasses(plane: Plane, frame: Frame, budget: number): Pass[] {
  const first = Math.min(FIRST_PASS_BYTES, budget);
  if (plane.pieceStarts) {
    return piecePasses(plane, plane.pieceStarts, frame, first, budget);
  }
  const blocks = blocksOf(plane, frame);
  const cost = costOfBlock(plane, frame);
  return hasLongRows(plane, frame) && cost * blocks.length > first
    ? latticePasses(plane, frame, first, budget)
    : rowPasses(blocks, cost, first, budget);
}

/** True where rows are so long that a picture is better made of single pixels. */
export function hasLongRows(plane: Plane, frame: Frame): boolean {
  return costOfBlock(plane, frame) > POINTS_OF_LONG_ROW * costOfPoint(plane);
}

/** What one row of the frame costs, with those that are stored with it. */
export function costOfBlock(plane: Plane, { box }: Frame): number {
  return bytesOfBlock(plane, box.x0, box.x1);
}

/** Evenly spaced rows of the grid (or the first of each piece) that cost no more than they may, but one at least. */
export function sparseRows(plane: Plane, frame: Frame, bytes = FIRST_PASS_BYTES): number[] {
  if (plane.pieceStarts) {
    return firstPieceRows(plane, plane.pieceStarts, frame, bytes);
  }
  const blocks = blocksOf(plane, frame);
  return every(spacingOf(blocks.length, costOfBlock(plane, frame), bytes), blocks.length).flatMap(
    (k) => blocks[k] as number[],
  );
}

/** The grid rows, together those whose image rows are stored together: one costs as much as all. */
function blocksOf(plane: Plane, { box, step, height }: Frame): number[][] {
  const blocks: number[][] = [];
  let last = -1;
  for (let j = 0; j < height; j += 1) {
    const block = Math.floor(sampleAt(box.y0, box.y1, step, j) / plane.rowsPerBlock);
    if (block === last) {
      blocks.at(-1)?.push(j);
    } else {
      blocks.push([j]);
      last = block;
    }
  }
  return blocks;
}

function rowPasses(
  blocks: readonly (readonly number[])[],
  cost: number,
  first: number,
  budget: number,
): Pass[] {
  let spacing = spacingOf(blocks.length, cost, first);
  const passes = [every(spacing, blocks.length)];
  let count = passes[0]?.length ?? 0;
  for (; spacing > 1; spacing /= 2) {
    const between = every(spacing, blocks.length, spacing / 2);
    count += between.length;
    if (count * cost > budget) {
      break;
    }
    passes.push(between);
  }
  return passes
    .filter((pass) => pass.length > 0)
    .map((pass) => ({
      rows: pass.flatMap((k) => blocks[k] as readonly number[]),
      columns: undefined,
      columnSpacing: 1,
    }));
}

/** The smallest power of two at which so many blocks cost no more than they may. */
function spacingOf(count: number, cost: number, bytes: number): number {
  const most = Math.max(1, Math.floor(bytes / cost));
  let spacing = 1;
  while (Math.ceil(count / spacing) > most) {
    spacing *= 2;
  }
  return spacing;
}

/** The finest lattice of pixels that costs no more than it may. */
export function firstPoints(
  plane: Plane,
  frame: Frame,
  bytes: number,
): Pass & { readonly columns: readonly number[] } {
  const [ofRows, ofColumns] = latticeSpacings(frame, affordable(plane, bytes));
  return {
    rows: every(ofRows, frame.height),
    columns: every(ofColumns, frame.width),
    columnSpacing: ofColumns,
  };
}

function latticePasses(plane: Plane, frame: Frame, first: number, budget: number): Pass[] {
  const { width, height } = frame;
  const most = affordable(plane, budget);
  const passes: Pass[] = [firstPoints(plane, frame, first)];
  let [ofRows, ofColumns] = latticeSpacings(frame, affordable(plane, first));
  while (ofRows > 1 || ofColumns > 1) {
    const halvesRows = ofRows >= ofColumns;
    const rows = halvesRows ? every(ofRows, height, ofRows / 2) : every(ofRows, height);
    const columns = halvesRows ? every(ofColumns, width) : every(ofColumns, width, ofColumns / 2);
    ofRows /= halvesRows ? 2 : 1;
    ofColumns /= halvesRows ? 1 : 2;
    if (points(frame, ofRows, ofColumns) > most) {
      break;
    }
    passes.push({ rows, columns, columnSpacing: ofColumns });
  }
  return passes.filter(({ rows, columns }) => rows.length > 0 && columns?.length !== 0);
}

function latticeSpacings(frame: Frame, most: number): [ofRows: number, ofColumns: number] {
  let ofRows = 1;
  let ofColumns = 1;
  while (points(frame, ofRows, ofColumns) > most) {
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

/** A single pixel brings all that are stored with it. */
function costOfPoint(plane: Plane): number {
  return plane.columnsPerBlock === undefined
    ? POINT_BYTES
    : Math.max(POINT_BYTES, bytesOfBlock(plane, 0, 1));
}

function affordable(plane: Plane, bytes: number): number {
  return Math.min(MOST_POINTS, Math.max(1, Math.floor(bytes / costOfPoint(plane))));
}

/** `start`, `start + spacing` … below `end`. */
function every(spacing: number, end: number, start = 0): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / spacing)) },
    (_, k) => start + k * spacing,
  );
}
