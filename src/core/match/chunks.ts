import type { Box } from '../image/plane';
import type { Positions } from '../sky/plane-sky';

/** A section of so many pixels is read in one piece, however few of them are wanted. */
const ALWAYS_PIXELS = 2 ** 14;

/** Larger ones only where so many pixels are read for each that is wanted, at most. */
const PIXELS_FOR_ONE = 4;

/** A section is no larger than this. */
const MOST_PIXELS = 2 ** 22;

/** Positions that are read with one section. */
export interface Chunk {
  /** The section, which has them all. */
  readonly box: Box;
  /** Which positions these are. */
  readonly which: Uint32Array;
}

/** Rows `[y0, y1)` and columns `[x0, x1)` of a lattice of positions. */
type Part = Box;

/**
 * Sections of a plane that hold the pixels at the positions of a lattice, `width` of them a row: few and
 * compact, so that a row that crosses the plane aslant, and a lattice that is torn apart on it, read little
 * of what lies between.
 *
 * @param at NaN where there is nothing to read.
 * @param margin pixels beside each position that are wanted, too.
 */
export function chunksOf(
  at: Positions,
  width: number,
  plane: { readonly width: number; readonly height: number },
  margin: number,
): Chunk[] {
  const chunks: Chunk[] = [];
  const pending: Part[] = [{ x0: 0, x1: width, y0: 0, y1: at.x.length / width }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const found = boundsOf(at, width, part);
    if (found.count === 0) {
      continue;
    }
    const box = grown(found, margin, plane);
    const pixels = (box.x1 - box.x0) * (box.y1 - box.y0);
    const compact = pixels <= Math.max(ALWAYS_PIXELS, PIXELS_FOR_ONE * found.count);
    const single = (part.x1 - part.x0) * (part.y1 - part.y0) === 1;
    if ((compact && pixels <= MOST_PIXELS) || single) {
      chunks.push({ box, which: indicesOf(at, width, part, found.count) });
    } else {
      pending.push(...halves(part));
    }
  }
  return chunks;
}

interface Bounds extends Box {
  readonly count: number;
}

/** The box is closed: of the positions themselves. */
function boundsOf({ x, y }: Positions, width: number, part: Part): Bounds {
  let [x0, x1, y0, y1, count] = [Infinity, -Infinity, Infinity, -Infinity, 0];
  for (let j = part.y0; j < part.y1; j += 1) {
    for (let k = j * width + part.x0; k < j * width + part.x1; k += 1) {
      const [px, py] = [x[k] as number, y[k] as number];
      if (px === px && py === py) {
        x0 = px < x0 ? px : x0;
        x1 = px > x1 ? px : x1;
        y0 = py < y0 ? py : y0;
        y1 = py > y1 ? py : y1;
        count += 1;
      }
    }
  }
  return { x0, x1, y0, y1, count };
}

/** The pixels of the plane that it touches, half-open. */
function grown(
  { x0, x1, y0, y1 }: Box,
  margin: number,
  plane: { readonly width: number; readonly height: number },
): Box {
  const from = (value: number): number => Math.max(0, Math.floor(value + 0.5) - margin);
  const to = (value: number, length: number): number =>
    Math.min(length, Math.floor(value + 0.5) + 1 + margin);
  return { x0: from(x0), y0: from(y0), x1: to(x1, plane.width), y1: to(y1, plane.height) };
}

function indicesOf({ x, y }: Positions, width: number, part: Part, count: number): Uint32Array {
  const which = new Uint32Array(count);
  let n = 0;
  for (let j = part.y0; j < part.y1; j += 1) {
    for (let k = j * width + part.x0; k < j * width + part.x1; k += 1) {
      if (!Number.isNaN(x[k]) && !Number.isNaN(y[k])) {
        which[n++] = k;
      }
    }
  }
  return which;
}

function halves({ x0, x1, y0, y1 }: Part): [Part, Part] {
  if (x1 - x0 >= y1 - y0) {
    const middle = (x0 + x1) >> 1;
    return [
      { x0, x1: middle, y0, y1 },
      { x0: middle, x1, y0, y1 },
    ];
  }
  const middle = (y0 + y1) >> 1;
  return [
    { x0, x1, y0, y1: middle },
    { x0, x1, y0: middle, y1 },
  ];
}
