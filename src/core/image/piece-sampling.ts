import { type Frame, sampleAt } from './grid';
import type { Plane } from './plane';
import type { Pass } from './sampling';

/** The rows of the grid in one piece, and how many rows of the piece each is the last of. */
interface Piece {
  readonly rows: readonly number[];
  readonly depths: readonly number[];
}

/**
 * How a grid is sampled whose rows are packed in pieces (`Plane.pieceStarts`): the first rows of every
 * piece, as many as cost no more than `first`, then deeper into each by doubling, within the budget. All
 * rows of the grid down to there are taken, since they are unpacked anyway. Where even the first row of
 * each is too much, evenly spaced pieces come first.
 *
 * A pass that does not fit into the budget is left out with all that follow. There is always a first one.
 */
export function piecePasses(
  plane: Plane,
  starts: readonly number[],
  frame: Frame,
  first: number,
  budget: number,
): Pass[] {
  const pieces = piecesOf(starts, frame);
  const deepest = pieces.reduce((most, { depths }) => Math.max(most, depths.at(-1) ?? 0), 0);
  let { spacing, depth } = firstOf(plane, pieces, frame, first);
  let taken = rowsWithin(pieces, spacing, depth);
  const passes = [passOf(taken)];
  while (spacing > 1 || depth < deepest) {
    if (spacing > 1) {
      spacing /= 2;
    } else {
      depth *= 2;
    }
    if (costOf(plane, pieces, frame, spacing, depth) > budget) {
      break;
    }
    const before = new Set(taken);
    taken = rowsWithin(pieces, spacing, depth);
    const more = taken.filter((row) => !before.has(row));
    if (more.length > 0) {
      passes.push(passOf(more));
    }
  }
  return passes;
}

/** Rows of the grid in the first rows of the pieces that cost no more than they may, but one at least. */
export function firstPieceRows(
  plane: Plane,
  starts: readonly number[],
  frame: Frame,
  bytes: number,
): number[] {
  const pieces = piecesOf(starts, frame);
  const { spacing, depth } = firstOf(plane, pieces, frame, bytes);
  return rowsWithin(pieces, spacing, depth);
}

/** The piece that a row is in. */
export function pieceAt(starts: readonly number[], y: number): number {
  let low = 0;
  for (let high = starts.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= y) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

function piecesOf(starts: readonly number[], { box, step, height }: Frame): Piece[] {
  const pieces: { rows: number[]; depths: number[] }[] = [];
  let last = -1;
  for (let j = 0; j < height; j += 1) {
    const y = sampleAt(box.y0, box.y1, step, j);
    const piece = pieceAt(starts, y);
    if (piece !== last) {
      last = piece;
      pieces.push({ rows: [], depths: [] });
    }
    pieces.at(-1)?.rows.push(j);
    pieces.at(-1)?.depths.push(y - (starts[piece] as number) + 1);
  }
  return pieces;
}

/** The densest choice that costs no more than `bytes`: pieces at a spacing, and rows of each to a depth. */
function firstOf(
  plane: Plane,
  pieces: readonly Piece[],
  frame: Frame,
  bytes: number,
): { spacing: number; depth: number } {
  const within = (spacing: number, depth: number): boolean =>
    costOf(plane, pieces, frame, spacing, depth) <= bytes;
  let spacing = 1;
  while (spacing < pieces.length && !within(spacing, 1)) {
    spacing *= 2;
  }
  let depth = 1;
  const most = pieces.reduce((deepest, { depths }) => Math.max(deepest, depths.at(-1) ?? 0), 0);
  while (spacing === 1 && depth < most && within(1, 2 * depth)) {
    depth *= 2;
  }
  return { spacing, depth };
}

/**
 * What the rows cost, stored bytes. All columns are unpacked; of a frame of some of them only its share
 * counts, because the frames beside it need the same.
 */
function costOf(
  plane: Plane,
  pieces: readonly Piece[],
  { box }: Frame,
  spacing: number,
  depth: number,
): number {
  const perRow = (plane.bytesPerRow * (box.x1 - box.x0)) / plane.width;
  let rows = 0;
  for (let k = 0; k < pieces.length; k += spacing) {
    const { depths } = pieces[k] as Piece;
    rows += depths[countWithin(depths, depth) - 1] ?? 0;
  }
  return rows * perRow;
}

function rowsWithin(pieces: readonly Piece[], spacing: number, depth: number): number[] {
  const rows: number[] = [];
  for (let k = 0; k < pieces.length; k += spacing) {
    const piece = pieces[k] as Piece;
    rows.push(...piece.rows.slice(0, countWithin(piece.depths, depth)));
  }
  return rows;
}

/** How many rows lie down to a depth; the first always does. */
function countWithin(depths: readonly number[], depth: number): number {
  let count = 1;
  while (count < depths.length && (depths[count] as number) <= depth) {
    count += 1;
  }
  return count;
}

function passOf(rows: readonly number[]): Pass {
  return { rows, columns: undefined, columnSpacing: 1 };
}
