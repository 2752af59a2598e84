import type { Meter } from '../bytes/meter';
import type { SkybucketError } from '../errors';

/**
 * What every image of every format gives the picture: one 2-D plane, read by section.
 *
 * **Axis order** row-major, the first FITS axis (x) fastest: `values[y * width + x]`.
 * **Pixel origin** 0-based, the centre of the first pixel at (0, 0); row 0 is shown at the bottom.
 * **Sections** are half-open: `[x0, x1) × [y0, y1)`.
 */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface PlaneOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /**
   * Told of pixels that are there and broken (a tile that cannot be decoded), which are NaN then. Left
   * out: reading them fails.
   */
  readonly onBroken?: ((error: SkybucketError) => void) | undefined;
}

/** Values of a section, scaled (BSCALE, BZERO), in the unit of the image. Missing pixels are NaN. */
export interface Section extends Box {
  readonly width: number;
  readonly height: number;
  /** Float32Array only where it holds every value exactly; else Float64Array. */
  readonly values: Float32Array | Float64Array;
}

/**
 * Rows of a plane, as they arrive. `y` is the row, `values` the pixels `[x0, x1)` of it; they may be part
 * of a larger array.
 */
export interface PlaneRow {
  readonly y: number;
  readonly values: Float32Array | Float64Array;
}

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Physical unit (BUNIT), or undefined where the file does not say. */
  readonly unit: string | undefined;
  /** Bytes of one full row as stored, on average: what sampling costs. */
  readonly bytesPerRow: number;
  /**
   * Rows that are stored together, counted from row 0: reading one of them costs all. 1 in a plain
   * image, the height of a tile in a tile-compressed one.
   */
  readonly rowsPerBlock: number;
  /**
   * Where rows are packed in pieces that can be read from their start only: the first row of each piece,
   * ascending, 0 first. Reading a row costs its piece up to that row. Left out: any block can be read by
   * itself.
   */
  readonly pieceStarts?: readonly number[] | undefined;
  /** Columns that are stored together, counted from column 0. Left out: any pixel can be read by itself. */
  readonly columnsPerBlock?: number | undefined;
  /** True where every byte is at hand, so that averaging costs no transfer. */
  readonly local: boolean;

  /** The section of the box, which must lie inside the plane. */
  section(box: Box, options?: PlaneOptions): Promise<Section>;

  /**
   * The pixels `[x0, x1)` of the given rows, in the order their bytes arrive. One plan over all rows.
   */
  rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options?: PlaneOptions,
  ): AsyncIterable<PlaneRow>;

  /**
   * The exact value of one pixel as text: 64-bit integers in full, floats in their shortest exact
   * form, `NaN` for a missing pixel.
   */
  exact(x: number, y: number, options?: PlaneOptions): Promise<string>;

  /**
   * The exact values of a small box, as {@link exact} gives each: row by row from the lowest, x
   * fastest. One plan over all its rows.
   */
  exactBox(box: Box, options?: PlaneOptions): Promise<string[]>;
}
