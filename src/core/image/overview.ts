import { Canvas } from './canvas';
import { readsEveryPixel, workOfBlock } from './cost';
import { fitFrame, type Frame, type Grid, type GridKind, type GridRow } from './grid';
import { sampledPoints } from './grid-points';
import { averagedRows, sampledRows } from './grid-rows';
import { PixelSample } from './pixel-sample';
import type { Plane, PlaneOptions } from './plane';
import { samplingPasses, sparseRows } from './sampling';

/** What the overview of a plane that is not at hand may cost unless told otherwise, in bytes. */
export const OVERVIEW_BUDGET = 32 * 2 ** 20;

/** A plane above this shows sampled rows before its averages, which take a while to make. */
const SLOW_TO_AVERAGE_BYTES = 64 * 2 ** 20;

export interface OverviewOptions extends PlaneOptions {
  /**
   * Most bytes a sampled overview reads, default {@link OVERVIEW_BUDGET}; single pixels count as the
   * bytes a request is worth. It then ends, and `filled` tells which rows it has.
   */
  readonly budget?: number | undefined;
  /** Where an averaged grid comes from. Left out: it is made from the pixels. */
  readonly averaged?: (() => Averages) | undefined;
  readonly now?: (() => number) | undefined;
}

/** The rows of an averaged grid, and the pixels that are kept as they go by. */
export interface Averages {
  readonly rows: AsyncIterable<GridRow>;
  readonly pixels: PixelSample;
}

export interface OverviewStep {
  /** The whole grid, a fresh copy. Its kind says what its least exact row is. */
  readonly grid: Grid;
  /** Of an averaged grid, once it is complete: pixels as they are. Not to be written to. */
  readonly pixels?: Grid | undefined;
  /** Share of what will be read of the overview that has been, 0 to 1. */
  readonly done: number;
}

/**
 * The whole plane as a grid of at most `width × height` (and {@link MAX_GRID}²) grid pixels, at the
 * smallest step that fits: a first picture soon, then better ones. Each step replaces the one before;
 * the last has `done` 1.
 *
 * Where every pixel may be read the blocks are averaged. Otherwise they are sampled within a budget:
 * first evenly spaced rows for a few MB, then those half-way between, and so on; see
 * {@link samplingPasses}. Each is read once.
 *
 * @throws SkybucketError `truncated` after the last step of a file that ends early (its missing rows
 *   are NaN there), `cancelled`, or what reading throws.
 */
export async function* overview(
  plane: Plane,
  size: { readonly width: number; readonly height: number },
  options: OverviewOptions = {},
): AsyncGenerator<OverviewStep> {
  const canvas = new Canvas(fitFrame(plane, size), options.now);
  if (readsEveryPixel(plane)) {
    yield* averageAll(plane, canvas, options);
  } else {
    yield* refine(plane, canvas, options);
  }
  if (canvas.truncated) {
    throw canvas.truncated;
  }
}

async function* averageAll(
  plane: Plane,
  canvas: Canvas,
  options: OverviewOptions,
): AsyncGenerator<OverviewStep> {
  const { frame } = canvas;
  const final = frame.step === 1 ? 'exact' : 'averaged';
  let meanwhile: GridKind = final;
  const blocks = plane.height / plane.rowsPerBlock;
  if (workOfBlock(plane, 0, plane.width) * blocks > SLOW_TO_AVERAGE_BYTES) {
    meanwhile = frame.step === 1 ? 'exact' : 'sampled';
    const sparse = sparseRows(plane, frame);
    for await (const drawn of canvas.draw(sampledRows(plane, frame, sparse, options))) {
      if (drawn === sparse.length) {
        yield { grid: canvas.picture(meanwhile), done: 0 };
      }
    }
  }
  const { rows, pixels } = options.averaged?.() ?? averages(plane, frame, options);
  for await (const drawn of canvas.draw(rows)) {
    if (drawn < frame.height && canvas.isDue()) {
      yield { grid: canvas.picture(meanwhile), done: drawn / frame.height };
    }
  }
  yield { grid: canvas.picture(final), done: 1, pixels: pixels.grid };
}

function averages(plane: Plane, frame: Frame, options: PlaneOptions): Averages {
  const pixels = new PixelSample(plane);
  const rows = averagedRows(plane, frame, options, (row, x0) => pixels.add(row, x0));
  return { rows, pixels };
}

async function* refine(
  plane: Plane,
  canvas: Canvas,
  options: OverviewOptions,
): AsyncGenerator<OverviewStep> {
  const { frame } = canvas;
  const passes = samplingPasses(plane, frame, options.budget ?? OVERVIEW_BUDGET);
  const total = passes.reduce(
    (sum, { rows, columns }) => sum + rows.length * (columns?.length ?? 1),
    0,
  );
  const readsAll = passes[0]?.columns === undefined && total === frame.height;
  const kind = frame.step === 1 && readsAll ? 'exact' : 'sampled';
  let before = 0;
  for (const { rows, columns, columnSpacing } of passes) {
    const pieces = columns
      ? sampledPoints(plane, frame, rows, columns, options)
      : sampledRows(plane, frame, rows, options);
    const weight = columns?.length ?? 1;
    for await (const drawn of canvas.draw(pieces)) {
      // Between the first and the last row of a pass over columns, not all rows have the same ones.
      if (!columns && drawn < rows.length && canvas.isDue()) {
        yield { grid: canvas.picture(kind), done: (before + drawn) / total };
      }
    }
    canvas.columnSpacing = columnSpacing;
    before += rows.length * weight;
    yield { grid: canvas.picture(kind), done: before / total };
  }
}

/** The values that limits are about: pixels as they are where there are any, else those of the grid. */
export function valuesOf({ grid, pixels }: OverviewStep): Grid {
  return pixels ?? grid;
}
