import type { RowRun } from '../../row-runs';
import type { RowSpan } from './row-store';

/** One read: rows that follow on each other, as rows from `at` on of what was asked for. */
export interface RowPiece {
  readonly span: RowSpan;
  readonly at: number;
}

/** Bytes `[start, end)` of a row. */
export type Range = readonly [start: number, end: number];

/** Whole rows are asked for in pieces of about this many bytes, so that they can be decoded as they come. */
const PIECE_LENGTH = 2 ** 20;

/**
 * The parts of a row that are worth a read of their own: the ranges in order, those not more than `near`
 * bytes apart made one. Where rows are so narrow that the ranges of two of them are near too, it is the
 * whole row.
 */
export function worthwhileRanges(
  wanted: readonly Range[],
  rowLength: number,
  near: number,
): Range[] {
  const merged: [number, number][] = [];
  const inOrder = wanted.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
  for (const [start, end] of inOrder) {
    const last = merged.at(-1);
    if (last && start - last[1] <= near) {
      last[1] = Math.max(last[1], end);
    } else {
      merged.push([start, end]);
    }
  }
  const [only] = merged;
  const whole = only && merged.length === 1 && rowLength - (only[1] - only[0]) <= near;
  return whole ? [[0, rowLength]] : merged;
}

/** The reads that bring in the ranges of the rows. */
export function piecesOf(
  runs: readonly RowRun[],
  ranges: readonly Range[],
  rowLength: number,
): RowPiece[] {
  const pieces: RowPiece[] = [];
  for (const { row, rows, at } of runs) {
    for (const [start, end] of ranges) {
      const whole = start === 0 && end === rowLength;
      const most = whole ? Math.max(1, Math.floor(PIECE_LENGTH / rowLength)) : 1;
      for (let k = 0; k < rows; k += most) {
        const span = { row: row + k, rows: Math.min(most, rows - k), start, end };
        pieces.push({ span, at: at + k });
      }
    }
  }
  return pieces;
}
