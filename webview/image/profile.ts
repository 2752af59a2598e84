import type { Profile } from '../inspector/subject';
import type { Grid } from './grid';
import type { PixelBox, Position, Size } from './view';

const COARSER = { exact: 0, averaged: 1, sampled: 2 } as const;

/** A grid along the line: the pixels `[from, to)` it covers there, and its value at each of them. */
interface Strand {
  readonly from: number;
  readonly to: number;
  readonly grid: Grid;
  valueAt(cell: number): number;
}

/**
 * The values along the row or column of a pixel, over the part of it that is in sight, from grids in
 * any order: of the grids over a place the finest counts.
 *
 * @param pixel 0-based, in pixels of the file, as everything here.
 * @returns undefined where the pixel is beside the image, or no grid lies along the line.
 */
export function profileOf(
  grids: readonly Grid[],
  image: Size,
  sight: PixelBox,
  along: 'row' | 'column',
  [x, y]: Position,
): Profile | undefined {
  const row = along === 'row';
  const [across, length] = row ? [y, image.width] : [x, image.height];
  const [from, to] = row ? [sight.x0, sight.x1] : [sight.y0, sight.y1];
  const strands = grids
    .map((grid) => strandOf(grid, row, across, length))
    .filter((strand) => strand !== undefined)
    .sort((a, b) => a.grid.step - b.grid.step);
  if (x < 0 || y < 0 || x >= image.width || y >= image.height || strands.length === 0) {
    return undefined;
  }
  const positions: number[] = [];
  const values: number[] = [];
  let kind: Grid['kind'] = 'exact';
  let step = 1;
  for (let at = from; at < to;) {
    const rank = strands.findIndex((strand) => strand.from <= at && at < strand.to);
    const strand = strands[rank];
    // Until the end of this grid, or to where a finer one begins.
    const end = strands
      .slice(0, strand === undefined ? undefined : rank)
      .reduce((least, { from: begin }) => (begin > at ? Math.min(least, begin) : least), to);
    if (strand === undefined) {
      positions.push((at + end - 1) / 2);
      values.push(Number.NaN);
      at = end;
      continue;
    }
    const { grid } = strand;
    kind = COARSER[grid.kind] > COARSER[kind] ? grid.kind : kind;
    step = Math.max(step, grid.step);
    for (const last = Math.min(end, strand.to); at < last;) {
      const cell = Math.floor((at - strand.from) / grid.step);
      const begin = strand.from + cell * grid.step;
      const next = Math.min(begin + grid.step, strand.to);
      // A mean stands in the middle of its cell, or of what a finer grid has left of it.
      const cut = positions.length > 0 ? at : begin;
      const stop = end < to ? Math.min(next, end) : next;
      positions.push(grid.kind === 'sampled' ? sampled(grid, begin, cut, stop) : middle(cut, stop));
      values.push(strand.valueAt(cell));
      at = stop;
    }
  }
  return { positions: Float64Array.from(positions), values: Float32Array.from(values), kind, step };
}

function middle(from: number, to: number): number {
  return (from + to - 1) / 2;
}

/** A sample is the value of one pixel, the host's `sampleAt`, and stands there as far as there is room. */
function sampled({ step }: Grid, begin: number, from: number, to: number): number {
  return Math.min(Math.max(begin + (step >> 1), from), to - 1);
}

function strandOf(grid: Grid, row: boolean, across: number, length: number): Strand | undefined {
  const { x0, y0, width, height, step, values } = grid;
  const [begin, cells, side, lanes] = row ? [x0, width, y0, height] : [y0, height, x0, width];
  const lane = Math.floor((across - side) / step);
  if (lane < 0 || lane >= lanes) {
    return undefined;
  }
  return {
    from: begin,
    // The last cell may reach beyond the image.
    to: Math.min(begin + cells * step, length),
    grid,
    valueAt: (cell) => values[row ? lane * width + cell : cell * width + lane] ?? Number.NaN,
  };
}
