import { throwIfAborted } from '../errors';
import type { RowPiece } from '../image/box-rows';
import { workOfBlock } from '../image/cost';
import { nextTurn } from '../image/grid-rows';
import type { Plane, PlaneOptions } from '../image/plane';
import { PIECE_PIXELS, rowBatches } from '../image/row-batches';
import type { RowSpans } from './row-spans';

/** Bytes asked for together, as for a box; see row-batches. */
const LOCAL_BYTES = 16 * 2 ** 20;
const REMOTE_BYTES = 4 * 2 ** 20;

/** Bands asked for together. */
const BANDS_AT_ONCE = 8;

/** Rows asked for in one plan: each costs memory of its own, however short it is. */
const MOST_ROWS = 65_536;

/** Pixels a band may have for nothing: fewer cost less than asking once more. */
const SPARE_PIXELS = 16_384;

/** Rows that are read from the same columns on. */
interface Band {
  readonly ys: number[];
  x0: number;
  x1: number;
  /** Pixels of it that are wanted. */
  wanted: number;
}

/**
 * The pixels of the spans, each once, in no order. Read are the rows that have any, and of them no more
 * than the columns between the first and the last of neighbouring rows: a slanted strip costs about its
 * own pixels, not those of the box around it. Memory is bounded whatever the size.
 *
 * @throws SkybucketError `truncated` where the file lacks a row, `cancelled`, or what reading throws.
 */
export async function* readSpans(
  plane: Plane,
  rows: RowSpans,
  options: PlaneOptions = {},
): AsyncGenerator<RowPiece> {
  const most = plane.local ? LOCAL_BYTES : REMOTE_BYTES;
  let group: Band[] = [];
  let work = 0;
  for (const band of bandsOf(plane, rows, most)) {
    const more = workOf(plane, band);
    if (group.length === BANDS_AT_ONCE || (group.length > 0 && work + more > most)) {
      yield* piecesOf(await readTogether(plane, group, options), rows);
      group = [];
      work = 0;
    }
    group.push(band);
    work += more;
  }
  if (group.length > 0) {
    yield* piecesOf(await readTogether(plane, group, options), rows);
  }
}

function* bandsOf(plane: Plane, rows: RowSpans, most: number): Generator<Band> {
  let open: Band | undefined;
  for (const block of plane.pieceStarts ? packedRows(plane, rows) : blocksOf(plane, rows)) {
    if (open && isWorthIt(open, block) && workOf(plane, open, block) <= most) {
      for (const y of block.ys) {
        open.ys.push(y);
      }
      open.x0 = Math.min(open.x0, block.x0);
      open.x1 = Math.max(open.x1, block.x1);
      open.wanted += block.wanted;
    } else {
      if (open) {
        yield* columnsOf(open);
      }
      open = block;
    }
  }
  if (open) {
    yield* columnsOf(open);
  }
}

/** Rows that are stored together are read together. */
function* blocksOf({ rowsPerBlock }: Plane, rows: RowSpans): Generator<Band> {
  for (let start = rows.y0; start < rows.y1;) {
    const end = Math.min(rows.y1, (Math.floor(start / rowsPerBlock) + 1) * rowsPerBlock);
    const ys = Array.from({ length: end - start }, (_, k) => start + k);
    yield* bandOf(ys, rows);
    start = end;
  }
}

/** Of rows that are packed in pieces, all columns have to be unpacked: only how they are asked for counts. */
function* packedRows(plane: Plane, rows: RowSpans): Generator<Band> {
  const all = { count: rows.y1 - rows.y0, at: (k: number) => rows.y0 + k };
  for (const ys of rowBatches(plane, all, 0, Math.min(plane.width, PIECE_PIXELS))) {
    yield* bandOf(ys, rows);
  }
}

function* bandOf(all: readonly number[], rows: RowSpans): Generator<Band> {
  const ys: number[] = [];
  let [low, high, wanted] = [Infinity, -Infinity, 0];
  for (const y of all) {
    const spans = rows.spans(y);
    for (const { x0, x1 } of spans) {
      low = Math.min(low, x0);
      high = Math.max(high, x1);
      wanted += x1 - x0;
    }
    if (spans.length > 0) {
      ys.push(y);
    }
  }
  if (ys.length > 0) {
    yield { ys, x0: low, x1: high, wanted };
  }
}

/** Whether two bands may as well be read as one. */
function isWorthIt(a: Band, b: Band): boolean {
  const columns = Math.max(a.x1, b.x1) - Math.min(a.x0, b.x0);
  const rows = a.ys.length + b.ys.length;
  return rows <= MOST_ROWS && rows * columns <= 2 * (a.wanted + b.wanted) + SPARE_PIXELS;
}

/** Very long rows are read in pieces. */
function* columnsOf(band: Band): Generator<Band> {
  for (let x0 = band.x0; x0 < band.x1; x0 += PIECE_PIXELS) {
    yield { ...band, x0, x1: Math.min(x0 + PIECE_PIXELS, band.x1) };
  }
}

/** What reading bands as one costs. */
function workOf(plane: Plane, ...bands: readonly Band[]): number {
  const x0 = Math.min(...bands.map((band) => band.x0));
  const x1 = Math.max(...bands.map((band) => band.x1));
  const rows = bands.reduce((sum, { ys }) => sum + ys.length, 0);
  return (workOfBlock(plane, x0, x1) * rows) / Math.min(plane.rowsPerBlock, plane.height);
}

async function readTogether(
  plane: Plane,
  bands: readonly Band[],
  options: PlaneOptions,
): Promise<RowPiece[][]> {
  throwIfAborted(options.signal);
  if (plane.local) {
    await nextTurn();
  }
  // One for each: a dozen listeners on one signal look like a leak, and Node says so.
  const stops = bands.map(() => new AbortController());
  const abort = (): void => stops.forEach((stop) => stop.abort());
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.all(
      stops.map(({ signal }, k) => readBand(plane, bands[k] as Band, { ...options, signal })),
    );
  } finally {
    options.signal?.removeEventListener('abort', abort);
    abort();
  }
}

async function readBand(
  plane: Plane,
  { ys, x0, x1 }: Band,
  options: PlaneOptions,
): Promise<RowPiece[]> {
  const pieces: RowPiece[] = [];
  for await (const { y, values } of plane.rows(ys, x0, x1, options)) {
    pieces.push({ x: x0, y, values });
  }
  return pieces;
}

/** What is wanted of rows that were read. */
function* piecesOf(bands: readonly RowPiece[][], rows: RowSpans): Generator<RowPiece> {
  for (const { x, y, values } of bands.flat()) {
    for (const { x0, x1 } of rows.spans(y)) {
      const from = Math.max(x0, x);
      const to = Math.min(x1, x + values.length);
      if (from < to) {
        yield { x: from, y, values: values.subarray(from - x, to - x) };
      }
    }
  }
}
