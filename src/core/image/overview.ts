import { SkybucketError } from '../errors';
import { readsEveryPixel } from './cost';
import { filledRows, fitFrame, type Frame, type Grid, type GridKind, type GridRow } from './grid';
import { averagedRows, sampledRows } from './grid-rows';
import type { Plane, PlaneOptions } from './plane';

/** What the first picture of a large image may cost. */
const FIRST_PASS_BYTES = 4 * 2 ** 20;

/** A plane above this shows sampled rows before its averages, which take a while to make. */
const SLOW_TO_AVERAGE_BYTES = 64 * 2 ** 20;

/** Within one pass, a step is given at most this often; a pass always ends with one. */
const MILLISECONDS_PER_STEP = 250;

export interface OverviewOptions extends PlaneOptions {
  readonly now?: (() => number) | undefined;
}

export interface OverviewStep {
  /** The whole grid, a fresh copy. Its kind says what its least exact row is. */
  readonly grid: Grid;
  /** Share of the overview that has been read, 0 to 1. */
  readonly done: number;
}

/**
 * The whole plane as a grid of at most `width × height` (and {@link MAX_GRID}²) grid pixels, at the
 * smallest step that fits: a first picture soon, then better ones. Each step replaces the one before;
 * the last has `done` 1.
 *
 * Where every pixel may be read the blocks are averaged. Otherwise rows are sampled: first evenly
 * spaced ones for a few MB, then those half-way between, and so on; each is read once.
 *
 * @throws SkybucketError `truncated` after the last step of a file that ends early (its missing rows
 *   are NaN there), `cancelled`, or what reading throws.
 */
export async function* overview(
  plane: Plane,
  size: { readonly width: number; readonly height: number },
  options: OverviewOptions = {},
): AsyncGenerator<OverviewStep> {
  const frame = fitFrame(plane, size);
  const canvas = new Canvas(frame, options.now ?? (() => performance.now()));
  if (readsEveryPixel(plane)) {
    yield* averageAll(plane, frame, canvas, options);
  } else {
    yield* refine(plane, frame, canvas, options);
  }
  if (canvas.truncated) {
    throw canvas.truncated;
  }
}

async function* averageAll(
  plane: Plane,
  frame: Frame,
  canvas: Canvas,
  options: PlaneOptions,
): AsyncGenerator<OverviewStep> {
  const final = frame.step === 1 ? 'exact' : 'averaged';
  let meanwhile: GridKind = final;
  if (plane.bytesPerRow * plane.height > SLOW_TO_AVERAGE_BYTES) {
    meanwhile = frame.step === 1 ? 'exact' : 'sampled';
    const sparse = everyOther(0, firstSpacing(plane, frame), frame.height);
    for await (const drawn of canvas.draw(sampledRows(plane, frame, sparse, options))) {
      if (drawn === sparse.length) {
        yield canvas.step(meanwhile, 0);
      }
    }
  }
  for await (const drawn of canvas.draw(averagedRows(plane, frame, options))) {
    if (drawn < frame.height && canvas.isDue()) {
      yield canvas.step(meanwhile, drawn / frame.height);
    }
  }
  yield canvas.step(final, 1);
}

async function* refine(
  plane: Plane,
  frame: Frame,
  canvas: Canvas,
  options: PlaneOptions,
): AsyncGenerator<OverviewStep> {
  const kind = frame.step === 1 ? 'exact' : 'sampled';
  let before = 0;
  for (const pass of passes(plane, frame)) {
    for await (const drawn of canvas.draw(sampledRows(plane, frame, pass, options))) {
      if (drawn < pass.length && canvas.isDue()) {
        yield canvas.step(kind, (before + drawn) / frame.height);
      }
    }
    before += pass.length;
    yield canvas.step(kind, before / frame.height);
  }
}

/** Grid rows in the order they are read: even spacing, refined by halving. Each row occurs once. */
function passes(plane: Plane, frame: Frame): number[][] {
  let spacing = firstSpacing(plane, frame);
  const result = [everyOther(0, spacing, frame.height)];
  for (; spacing > 1; spacing /= 2) {
    result.push(everyOther(spacing / 2, spacing, frame.height));
  }
  return result.filter((pass) => pass.length > 0);
}

/** The smallest power of two at which the rows of the first pass cost no more than they may. */
function firstSpacing(plane: Plane, frame: Frame): number {
  const rows = Math.max(1, Math.floor(FIRST_PASS_BYTES / plane.bytesPerRow));
  let spacing = 1;
  while (Math.ceil(frame.height / spacing) > rows) {
    spacing *= 2;
  }
  return spacing;
}

function everyOther(start: number, spacing: number, end: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / spacing)) },
    (_, k) => start + k * spacing,
  );
}

/** The grid as far as it is known. */
class Canvas {
  /** Set once rows were asked for that the file does not have. */
  truncated: SkybucketError | undefined;
  private readonly values: Float32Array;
  private readonly filled: Uint8Array;
  private last: number;

  constructor(
    private readonly frame: Frame,
    private readonly now: () => number,
  ) {
    this.values = new Float32Array(frame.width * frame.height).fill(NaN);
    this.filled = new Uint8Array(frame.height);
    this.last = now();
  }

  /** Draws the rows as they come and gives how many there were so far, up to the end of the file. */
  async *draw(rows: AsyncIterable<GridRow>): AsyncGenerator<number> {
    let drawn = 0;
    try {
      for await (const { j, values } of rows) {
        this.values.set(values, j * this.frame.width);
        this.filled[j] = 1;
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
    return this.now() - this.last >= MILLISECONDS_PER_STEP;
  }

  step(kind: GridKind, done: number): OverviewStep {
    this.last = this.now();
    const values = this.values.slice();
    const filled = this.filled.slice();
    // What the file lacks is not to look as if it were there.
    const end = this.truncated ? filled.lastIndexOf(1) + 1 : filled.length;
    repeatNearestRows(values, filled, this.frame.width, end);
    return { grid: { frame: this.frame, values, filled, kind }, done };
  }
}

/** Gives the rows below `end` that are not filled the values of the nearest one; the lower of two. */
function repeatNearestRows(
  values: Float32Array,
  filled: Uint8Array,
  width: number,
  end: number,
): void {
  const read = filledRows(filled);
  let k = 0;
  for (let j = 0; j < end; j++) {
    while (Math.abs((read[k + 1] ?? Infinity) - j) < Math.abs((read[k] ?? Infinity) - j)) {
      k += 1;
    }
    const nearest = read[k] ?? j;
    if (nearest !== j) {
      values.copyWithin(j * width, nearest * width, (nearest + 1) * width);
    }
  }
}
