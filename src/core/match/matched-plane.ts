import { throwIfAborted } from '../errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';
import { checkInside, exactPixel } from '../image/plane-box';
import { rowRuns } from '../row-runs';
import type { Positions } from '../sky/plane-sky';
import { chunksOf, type Chunk } from './chunks';
import type { Matching } from './matching';
import { isInside, resample } from './resample';
import { together } from './together';

/** Rows that are made together: what they are made of overlaps. */
const MOST_ROWS = 128;

/** Pixels that are made together. */
const MOST_PIXELS = 2 ** 20;

/** Sections read at the same time. */
const READS_AT_ONCE = 8;

/**
 * A plane seen on the pixels of another, by the coordinate systems of both. What is not covered is NaN.
 *
 * `section` and `rows` interpolate by the kernel of the match (`linear` for quantities, `nearest` for
 * integers and flags), at positions that are right to {@link MAP_TOLERANCE} of a pixel; values are not
 * scaled by the areas of pixels: they are taken as brightness. `exact` and `exactBox` give the pixel of the
 * plane that is there, unchanged.
 */
export class MatchedPlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly unit: string | undefined;
  readonly bytesPerRow: number;
  readonly rowsPerBlock = 1;
  readonly local: boolean;

  constructor(readonly matching: Matching) {
    const { width, height, plane, ratio } = matching;
    this.width = width;
    this.height = height;
    this.unit = plane.unit;
    this.local = plane.local;
    const bytesPerPixel = plane.bytesPerRow / plane.width;
    // Of a finer plane more is read, but not all of one that is finer by far.
    this.bytesPerRow = width * bytesPerPixel * Math.min(Math.max(ratio * ratio, 1), 64);
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    throwIfAborted(options.signal);
    checkInside(this, box);
    const width = box.x1 - box.x0;
    const height = box.y1 - box.y0;
    let values: Float32Array | Float64Array | undefined;
    for (let y = box.y0; y < box.y1;) {
      const top = Math.min(y + rowsTogether(width), box.y1);
      const part = await this.part({ ...box, y0: y, y1: top }, options);
      // All of one plane are of one kind, but for what is not covered.
      values = promoted(values ?? new Float32Array(width * height).fill(NaN), part);
      values.set(part, (y - box.y0) * width);
      y = top;
    }
    return { ...box, width, height, values: values ?? new Float32Array(0) };
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow, void, void> {
    const width = x1 - x0;
    for (const { row: y0, rows } of rowRuns(ys, rowsTogether(width))) {
      throwIfAborted(options.signal);
      const y1 = y0 + rows;
      const box = { x0, x1, y0, y1 };
      checkInside(this, box);
      const values = await this.part(box, options);
      for (let y = y0; y < y1; y += 1) {
        yield { y, values: values.subarray((y - y0) * width, (y - y0 + 1) * width) };
      }
    }
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return exactPixel(this, x, y, options);
  }

  /** @throws SkybucketError `past-end` outside the plane. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    throwIfAborted(options.signal);
    checkInside(this, box);
    const { plane, map } = this.matching;
    const at = map(pixelsOf(box));
    const texts = new Array<string>(at.x.length).fill('NaN');
    const read = async ({ box: part, which }: Chunk, signal: AbortSignal): Promise<void> => {
      const found = await plane.exactBox(part, { ...options, signal });
      const width = part.x1 - part.x0;
      for (const k of which) {
        const [x, y] = [nearest(at.x, k) - part.x0, nearest(at.y, k) - part.y0];
        texts[k] = found[y * width + x] as string;
      }
    };
    const chunks = this.chunks(at, box.x1 - box.x0, 0);
    await together(chunks, READS_AT_ONCE, read, options.signal);
    return texts;
  }

  /** The pixels of a box that is made in one piece. */
  private async part(box: Box, options: PlaneOptions): Promise<Float32Array | Float64Array> {
    const { mesh, plane, kernel } = this.matching;
    const width = box.x1 - box.x0;
    const xs = Float64Array.from({ length: width }, (_, i) => box.x0 + i);
    const ys = Float64Array.from({ length: box.y1 - box.y0 }, (_, j) => box.y0 + j);
    const at = await mesh.positions(xs, ys, options.signal);
    let values: Float32Array | Float64Array = new Float32Array(at.x.length).fill(NaN);
    const read = async (chunk: Chunk, signal: AbortSignal): Promise<void> => {
      const section = await plane.section(chunk.box, { ...options, signal });
      values = promoted(values, section.values);
      resample({ ...section, step: 1 }, at, kernel, values, chunk.which);
    };
    const chunks = this.chunks(at, width, kernel === 'linear' ? 1 : 0);
    await together(chunks, READS_AT_ONCE, read, options.signal);
    return values;
  }

  /** @param margin pixels beside each position that are needed, too. */
  private chunks(at: Positions, width: number, margin: number): Chunk[] {
    const { plane } = this.matching;
    const inside = { x: at.x, y: at.y };
    for (let k = 0; k < at.x.length; k += 1) {
      if (!isInside(plane, at.x[k] as number, at.y[k] as number)) {
        inside.x[k] = NaN;
      }
    }
    return chunksOf(inside, width, plane, margin);
  }
}

/** The pixels of a box, row by row. */
function pixelsOf({ x0, y0, x1, y1 }: Box): Positions {
  const width = x1 - x0;
  const length = width * (y1 - y0);
  return {
    x: Float64Array.from({ length }, (_, k) => x0 + (k % width)),
    y: Float64Array.from({ length }, (_, k) => y0 + Math.floor(k / width)),
  };
}

function nearest(values: Float64Array, k: number): number {
  return Math.floor((values[k] as number) + 0.5);
}

function rowsTogether(width: number): number {
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PIXELS / Math.max(1, width))));
}

/** Float64 once one of both is. */
function promoted(
  values: Float32Array | Float64Array,
  other: Float32Array | Float64Array,
): Float32Array | Float64Array {
  return values instanceof Float32Array && other instanceof Float64Array
    ? Float64Array.from(values)
    : values;
}
