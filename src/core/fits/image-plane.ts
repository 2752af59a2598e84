import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';
import { SkybucketError, throwIfAborted } from '../errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';
import { checkInside, checkRowsInside, exactPixel } from '../image/plane-box';
import { rowRuns, type RowRun } from '../row-runs';
import { inArrivalOrder } from './arrival';
import { decodePixels, exactText, pixelArray } from './decode';
import type { Hdu } from './hdu';
import { groupsOf, imageParametersOf, type ImageParameters } from './image-parameters';
import { planeNumber, sliceIndices } from './slice';
import type { TileDecoder } from './tiles/tile-job';
import { newTileCaches, type TileCaches } from './tiles/tile-source';
import { TiledPlane } from './tiles/tiled-plane';

/** Rows that lie side by side are asked for in spans of about this many bytes, so that they can be decoded as they come. */
const SPAN_LENGTH = 1024 * 1024;
/** The same for single rows, which are to come a few at a time; one by one, short ones cost more than their pixels. */
const RUN_LENGTH = 64 * 1024;
/** Bytes of a row that are read for the value of a pixel: a request costs more than they do. */
const READOUT_LENGTH = 4096;

export interface PlaneTools {
  readonly tiles: TileDecoder;
  /** What is kept of tiles, where planes of one file are to share it. */
  readonly caches?: TileCaches | undefined;
}

/**
 * One 2-D plane of an image: plain, tile-compressed, or of random groups, which have one more axis, the
 * slowest, that counts the groups. `slice` is the 0-based index on each axis above the second (NAXIS3
 * first); indices left out are 0. A one-dimensional image is a plane of one row.
 *
 * @throws SkybucketError `unsupported` or `format` if the HDU holds no image that can be read, `format`
 *   if the slice lies outside it.
 */
export function openPlane(
  reader: ByteReader,
  hdu: Hdu,
  slice: readonly number[],
  tools: PlaneTools,
): Plane {
  return openPlaneAs(imageParametersOf(hdu), reader, hdu, slice, tools);
}

/** As {@link openPlane}, with parameters that may differ from what the header says of scaling. */
export function openPlaneAs(
  image: ImageParameters,
  reader: ByteReader,
  hdu: Hdu,
  slice: readonly number[],
  { tiles, caches = newTileCaches() }: PlaneTools,
): Plane {
  return hdu.type === 'CompImageHDU'
    ? new TiledPlane(reader, hdu, image, slice, tiles, caches)
    : new ImagePlane(reader, hdu, image, slice);
}

/** The plane of an image that is not compressed; see {@link openPlane}. */
class ImagePlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly rowsPerBlock = 1;
  /** Rows whose bytes the file really has. */
  readonly rowsPresent: number;
  private readonly pixelLength: number;
  private readonly offset: number;
  /** Bytes from one row to the next: more than those of a row where each is a group with parameters. */
  private readonly rowStride: number;

  constructor(
    private readonly reader: ByteReader,
    hdu: Hdu,
    private readonly image: ImageParameters,
    slice: readonly number[],
  ) {
    this.width = image.axes[0] ?? 0;
    this.height = image.axes[1] ?? 1;
    this.pixelLength = Math.abs(image.bitpix) / 8;
    this.bytesPerRow = this.width * this.pixelLength;
    const indices = sliceIndices(image.axes, slice);
    const plane = planeNumber(image.axes, indices);
    const groups = groupsOf(hdu);
    const parameters = (groups?.parameters ?? 0) * this.pixelLength;
    const groupIsRow = groups !== undefined && image.axes.length === 2;
    const group = groups ? (indices.at(-1) ?? 0) : 0;
    this.rowStride = this.bytesPerRow + (groupIsRow ? parameters : 0);
    const start = plane * this.height * this.bytesPerRow + (groups ? group + 1 : 0) * parameters;
    this.offset = hdu.dataOffset + start;
    const rows = Math.floor((hdu.dataAvailable - start - this.bytesPerRow) / this.rowStride) + 1;
    this.rowsPresent = Math.min(Math.max(rows, 0), this.height);
  }

  get unit(): string | undefined {
    return this.image.unit;
  }

  get local(): boolean {
    return this.reader.local;
  }

  /** @throws SkybucketError `past-end` outside the plane, `truncated` where the file lacks a row of it. */
  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    const height = y1 - y0;
    if (width > 0 && y1 > Math.max(y0, this.rowsPresent)) {
      throw this.truncated();
    }
    const values = pixelArray(this.image, width * height);
    if (values.length === 0) {
      return { ...box, width, height, values };
    }
    const whole = this.rowsFollow(width);
    const step = whole ? Math.max(1, Math.floor(SPAN_LENGTH / this.bytesPerRow)) : 1;
    const starts = Array.from({ length: Math.ceil(height / step) }, (_, i) => y0 + i * step);
    const spans = starts.map((y) => this.span(y, x0, x1, Math.min(step, y1 - y)));
    for await (const { index, value } of this.read(spans, options)) {
      decodePixels(value, this.image, values, ((starts[index] ?? y0) - y0) * width);
    }
    return { ...box, width, height, values };
  }

  /** @throws SkybucketError as {@link section}; rows that exist are given before `truncated` is thrown. */
  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow, void, void> {
    checkRowsInside(this, ys, x0, x1);
    const present = ys.filter((y) => y < this.rowsPresent);
    if (x1 > x0) {
      const width = x1 - x0;
      const runs = this.runs(present, width);
      const spans = runs.map(({ row, rows }) => this.span(row, x0, x1, rows));
      for await (const { index, value } of this.read(spans, options)) {
        const { row, rows } = runs[index] as RowRun;
        const values = pixelArray(this.image, rows * width);
        decodePixels(value, this.image, values, 0);
        for (let k = 0; k < rows; k += 1) {
          yield { y: row + k, values: values.subarray(k * width, (k + 1) * width) };
        }
      }
    }
    if (present.length < ys.length) {
      throw this.truncated();
    }
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return exactPixel(this, x, y, options);
  }

  /** @throws SkybucketError as {@link section}. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    checkInside(this, box);
    const { x0, y0, x1, y1 } = box;
    const width = x1 - x0;
    if (width === 0 || y1 === y0) {
      return [];
    }
    if (y1 > this.rowsPresent) {
      throw this.truncated();
    }
    // With the neighbours along the row, which the cursor mostly comes to next.
    const pixels = Math.max(1, Math.floor(READOUT_LENGTH / this.pixelLength));
    const start = x0 - (x0 % pixels);
    const end = Math.min(Math.ceil(x1 / pixels) * pixels, this.width);
    const spans = Array.from({ length: y1 - y0 }, (_, k) => this.span(y0 + k, start, end, 1));
    const texts = new Array<string>(width * spans.length);
    for await (const { index, value } of this.read(spans, options)) {
      for (let i = 0; i < width; i += 1) {
        const at = (x0 - start + i) * this.pixelLength;
        const pixel = value.subarray(at, at + this.pixelLength);
        texts[index * width + i] = exactText(pixel, this.image);
      }
    }
    return texts;
  }

  /** The rows in their order, those together whose pixels follow on each other in the file. */
  private runs(ys: readonly number[], width: number): RowRun[] {
    const whole = this.rowsFollow(width);
    const most = whole ? Math.max(1, Math.floor(RUN_LENGTH / this.bytesPerRow)) : 1;
    return rowRuns(ys, most);
  }

  private span(y: number, x0: number, x1: number, rows: number): Span {
    const offset = this.offset + y * this.rowStride + x0 * this.pixelLength;
    const length = (rows - 1) * this.rowStride + (x1 - x0) * this.pixelLength;
    return { offset, length };
  }

  /** True where so many pixels of each row lie side by side with those of the next. */
  private rowsFollow(width: number): boolean {
    return width === this.width && this.rowStride === this.bytesPerRow;
  }

  /** Reads the spans in one plan; when the reader of this loop stops early, so do the requests. */
  private async *read(
    spans: readonly Span[],
    options: PlaneOptions,
  ): AsyncGenerator<{ readonly index: number; readonly value: Uint8Array }, void, void> {
    throwIfAborted(options.signal);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    const readOptions: ReadOptions = { signal: stop.signal, meter: options.meter };
    try {
      yield* inArrivalOrder(this.reader.readSpans(spans, readOptions));
    } finally {
      options.signal?.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  private truncated(): SkybucketError {
    const there = this.rowsPresent === 0 ? 'none' : `only the first ${this.rowsPresent}`;
    return new SkybucketError(
      'truncated',
      `The file ends early: of the ${this.height} rows of this image, ${there} are there.`,
      { hint: 'The download or upload may have been cut short; get the file again.' },
    );
  }
}
