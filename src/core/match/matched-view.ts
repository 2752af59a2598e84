import { checkFrame, fitFrame, type Frame, frameOf, type Grid, MAX_GRID } from '../image/grid';
import { overview, type OverviewOptions, type OverviewStep, valuesOf } from '../image/overview';
import type { Box, PlaneOptions } from '../image/plane';
import { PlaneView } from '../image/plane-view';
import type { Positions } from '../sky/plane-sky';
import { BoxPlane } from './box-plane';
import { MatchedPlane } from './matched-plane';
import { type Axes, type Matching, scaleOf } from './matching';
import { PIECE, Pieces } from './pieces';
import { isInside, type Lattice, resample } from './resample';
import { together } from './together';

/** Pieces that one tile is made of, at most: of a map that tears it apart they are coarser ones. */
const MOST_PIECES = 32;

/** An overview of the part that overlaps is made where that is less than this share of the plane. */
const SMALL_PART = 0.5;

/**
 * A {@link MatchedPlane} as a viewer looks at it. Overview and tiles are made of those of the plane shown, at
 * the step that comes nearest to the one asked for on the sky: what they read is what looking at that plane
 * itself reads, however it is turned.
 */
export class MatchedView extends PlaneView {
  /** What is broken is broken of the plane shown. */
  override readonly problems: Set<string>;
  private readonly pieces: Pieces;
  private last: OverviewStep | undefined;

  /** @param shown the plane whose values are shown, as it is looked at itself. */
  constructor(
    private readonly matching: Matching,
    private readonly shown: PlaneView,
  ) {
    super(new MatchedPlane(matching));
    this.problems = shown.problems;
    this.pieces = new Pieces(shown);
  }

  override get values(): Grid | undefined {
    return this.last && valuesOf(this.last);
  }

  override async *overview(
    size: { readonly width: number; readonly height: number },
    options: OverviewOptions = {},
  ): AsyncGenerator<OverviewStep> {
    const frame = fitFrame(this.plane, size);
    const axes = axesOf(frame);
    const at = await this.positions(axes, options.signal);
    const bounds = boundsOf(at);
    if (bounds === undefined) {
      this.last = { grid: this.empty(frame), done: 1 };
      yield this.last;
      return;
    }
    for await (const { grid, pixels, done } of this.stepsOfShown(
      this.stepOf(at, axes),
      bounds,
      options,
    )) {
      this.last = {
        grid: this.made(frame, at, grid, frame.step === 1 ? grid.kind : coarser(grid.kind)),
        // Pixels as they are, and not means of some.
        pixels:
          pixels &&
          this.made(frame, at, pixels, frame.step === 1 ? pixels.kind : 'sampled', 'nearest'),
        done,
      };
      yield this.last;
    }
  }

  override async tile(box: Box, step: number, options: PlaneOptions = {}): Promise<Grid> {
    const frame = frameOf(box, step);
    checkFrame(this.plane, frame);
    const axes = axesOf(frame);
    const at = await this.positions(axes, options.signal);
    const grid = this.empty(frame);
    let kind: Grid['kind'] = step === 1 ? 'exact' : 'averaged';
    let ofStep = this.stepOf(at, axes);
    let wanted = piecesOf(at, ofStep);
    for (; wanted.size > MOST_PIECES; wanted = piecesOf(at, ofStep)) {
      ofStep *= 2;
    }
    const { kernel } = this.matching;
    const make = async (
      { column, row, which }: WantedPiece,
      signal: AbortSignal,
    ): Promise<void> => {
      const ref = { step: ofStep, column, row };
      const piece = await this.pieces.piece(ref, { ...options, signal });
      kind = piece.kind === 'exact' ? kind : piece.kind;
      resample(latticeOf(piece), at, kernel, grid.values, which);
    };
    await together([...wanted.values()], MOST_PIECES, make, options.signal);
    return { ...grid, kind };
  }

  /** What the overview is made of: the whole of the plane shown, or a small part of it. */
  private async *stepsOfShown(
    step: number,
    bounds: Box,
    options: OverviewOptions,
  ): AsyncGenerator<OverviewStep> {
    const { plane } = this.matching;
    const part = new BoxPlane(plane, grown(bounds, step, plane));
    const share = (part.width * part.height) / (plane.width * plane.height);
    if (share > SMALL_PART) {
      yield* this.shown.overview(gridSize(plane, step), options);
      return;
    }
    const { x0, y0 } = part.box;
    const moved = (grid: Grid): Grid => ({ ...grid, frame: movedBy(grid.frame, x0, y0) });
    for await (const { grid, pixels, done } of overview(part, gridSize(part, step), {
      ...options,
      onBroken: ({ message }) => void this.problems.add(message),
    })) {
      yield { grid: moved(grid), pixels: pixels && moved(pixels), done };
    }
  }

  /** Positions on the plane shown; NaN beside it. */
  private async positions({ xs, ys }: Axes, signal?: AbortSignal): Promise<Positions> {
    const at = await this.matching.mesh.positions(xs, ys, signal);
    for (let k = 0; k < at.x.length; k += 1) {
      if (!isInside(this.matching.plane, at.x[k] as number, at.y[k] as number)) {
        at.x[k] = NaN;
        at.y[k] = NaN;
      }
    }
    return at;
  }

  /** The step of the plane shown that comes nearest to that of a grid. */
  private stepOf(at: Positions, axes: Axes): number {
    const { plane, ratio } = this.matching;
    const scale = scaleOf(at, axes, plane) ?? ratio;
    const step = (axes.xs.length > 1 ? spacing(axes.xs) : spacing(axes.ys)) * scale;
    return 2 ** Math.max(0, Math.round(Math.log2(step)));
  }

  private empty(frame: Frame): Grid {
    return {
      frame,
      values: new Float32Array(frame.width * frame.height).fill(NaN),
      // What stands between rows that have been read is turned as they are: there are no rows to tell.
      filled: new Uint8Array(frame.height).fill(1),
      kind: frame.step === 1 ? 'exact' : 'averaged',
    };
  }

  private made(
    frame: Frame,
    at: Positions,
    source: Grid,
    kind: Grid['kind'],
    kernel = this.matching.kernel,
  ): Grid {
    const grid = this.empty(frame);
    resample(latticeOf(source), at, kernel, grid.values);
    return { ...grid, kind };
  }
}

/** The middles of the blocks of a frame; the last may be cut. */
function axesOf({ box, step, width, height }: Frame): Axes {
  const middle = (start: number, end: number, k: number): number => {
    const from = start + k * step;
    return (from + Math.min(from + step, end) - 1) / 2;
  };
  return {
    xs: Float64Array.from({ length: width }, (_, i) => middle(box.x0, box.x1, i)),
    ys: Float64Array.from({ length: height }, (_, j) => middle(box.y0, box.y1, j)),
  };
}

function spacing(values: Float64Array): number {
  return values.length > 1 ? (values[1] as number) - (values[0] as number) : 1;
}

function latticeOf({ frame, values }: Grid): Lattice {
  const { width, height, step, box } = frame;
  return { values, width, height, step, x0: box.x0, y0: box.y0 };
}

function movedBy({ box, ...rest }: Frame, dx: number, dy: number): Frame {
  const { x0, y0, x1, y1 } = box;
  return { ...rest, box: { x0: x0 + dx, y0: y0 + dy, x1: x1 + dx, y1: y1 + dy } };
}

/** Grid pixels that stand for every `step` pixels. */
function gridSize(
  size: { readonly width: number; readonly height: number },
  step: number,
): { width: number; height: number } {
  const along = (length: number): number => Math.min(MAX_GRID, Math.ceil(length / step));
  return { width: along(size.width), height: along(size.height) };
}

/** A picture that stands for blocks is no exact one. */
function coarser(kind: Grid['kind']): Grid['kind'] {
  return kind === 'exact' ? 'sampled' : kind;
}

/** Of the positions that are any, closed. */
function boundsOf({ x, y }: Positions): Box | undefined {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let k = 0; k < x.length; k += 1) {
    const [px, py] = [x[k] as number, y[k] as number];
    if (px === px) {
      x0 = px < x0 ? px : x0;
      x1 = px > x1 ? px : x1;
      y0 = py < y0 ? py : y0;
      y1 = py > y1 ? py : y1;
    }
  }
  return x0 <= x1 ? { x0, x1, y0, y1 } : undefined;
}

function grown(
  { x0, x1, y0, y1 }: Box,
  margin: number,
  plane: { readonly width: number; readonly height: number },
): Box {
  return {
    x0: Math.max(0, Math.floor(x0 + 0.5) - margin),
    y0: Math.max(0, Math.floor(y0 + 0.5) - margin),
    x1: Math.min(plane.width, Math.floor(x1 + 0.5) + 1 + margin),
    y1: Math.min(plane.height, Math.floor(y1 + 0.5) + 1 + margin),
  };
}

interface WantedPiece {
  readonly column: number;
  readonly row: number;
  /** The positions that lie on it. */
  readonly which: number[];
}

function piecesOf({ x, y }: Positions, step: number): Map<number, WantedPiece> {
  const side = PIECE * step;
  const wanted = new Map<number, WantedPiece>();
  for (let k = 0; k < x.length; k += 1) {
    const [px, py] = [x[k] as number, y[k] as number];
    if (px === px) {
      const column = Math.max(0, Math.floor((px + 0.5) / side));
      const row = Math.max(0, Math.floor((py + 0.5) / side));
      const key = row * 2 ** 26 + column;
      let piece = wanted.get(key);
      if (piece === undefined) {
        piece = { column, row, which: [] };
        wanted.set(key, piece);
      }
      piece.which.push(k);
    }
  }
  return wanted;
}
