import { SkybucketError, throwIfAborted } from '../errors';
import { nextTurn } from '../image/grid-rows';
import type { Box, PlaneOptions } from '../image/plane';
import type { PlaneView } from '../image/plane-view';
import { ContourLines, type Line } from './contour-lines';
import { readCells } from './read-cells';
import { smoothed } from './smooth';

/** Positions of all contours together: more are a blot, and 32 MB. */
const MOST_POSITIONS = 4 * 2 ** 20;

export interface ContourParams {
  readonly box: Box;
  /** Pixels a cell, both ways. */
  readonly step: number;
  readonly levels: readonly number[];
  /** Width (sigma) of the Gaussian in cells; 0 for none. */
  readonly smooth: number;
}

export interface Contour {
  readonly level: number;
  /** Pixel positions, `x, y` in turns; a pair of NaN between two lines. */
  readonly positions: Float32Array<ArrayBuffer>;
}

export interface ContourOptions extends PlaneOptions {
  /** Share of the pixels that have been read, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Positions of all contours together, default {@link MOST_POSITIONS}. */
  readonly mostPositions?: number | undefined;
}

/**
 * Contours of a box of a plane. The middle of a cell is that of its pixels: (i + ½) `step` − ½ from the
 * first one.
 *
 * @throws SkybucketError `too-large` for more lines than can be told apart, `cancelled`, or what reading
 *   throws.
 */
export async function contours(
  view: PlaneView,
  { box, step, levels, smooth }: ContourParams,
  options: ContourOptions = {},
): Promise<Contour[]> {
  const { onProgress = () => undefined, mostPositions = MOST_POSITIONS, ...reading } = options;
  const read = await readCells(view, box, step, reading, onProgress);
  const tracer = new ContourLines(await smoothed(read, smooth, options.signal));
  const found: Contour[] = [];
  let room = mostPositions;
  for (const level of levels) {
    await nextTurn();
    throwIfAborted(options.signal);
    const lines: Line[] = [];
    for (const line of tracer.lines(level)) {
      lines.push(line);
      room -= line.length / 2 + 1;
      if (room < 0) {
        throw new SkybucketError('too-large', 'There are more contours than can be shown.', {
          hint: 'Smooth more, or choose fewer or higher levels.',
        });
      }
    }
    found.push({ level, positions: joined(lines, box, step) });
  }
  return found;
}

/** Lines in pixels of the image, one after the other. */
function joined(lines: readonly Line[], box: Box, step: number): Float32Array<ArrayBuffer> {
  const length = lines.reduce((sum, line) => sum + line.length + 2, 0);
  const positions = new Float32Array(Math.max(0, length - 2)).fill(NaN);
  let at = 0;
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      positions[at + k] = box.x0 + ((line[k] as number) + 0.5) * step - 0.5;
      positions[at + k + 1] = box.y0 + ((line[k + 1] as number) + 0.5) * step - 0.5;
    }
    at += line.length + 2;
  }
  return positions;
}
