import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';
import { SkybucketError, throwIfAborted } from '../errors';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';
import { inArrivalOrder } from './arrival';
import { decodePixels, exactText, pixelArray } from './decode';
import type { Hdu } from './hdu';
import { imageParametersOf, type ImageParameters } from './image-parameters';

/** Rows that lie side by side are asked for in spans of about this many bytes, so that they can be decoded as they come. */
const SPAN_LENGTH = 1024 * 1024;
/** The same for single rows, which are to come a few at a time; one by one, short ones cost more than their pixels. */
const RUN_LENGTH = 64 * 1024;
/** Bytes of a row that are read for the value of a pixel: a request costs more than they do. */
const READOUT_LENGTH = 4096;

/**
 * One 2-D plane of a plain image. `slice` is the 0-based index on each axis above the second (NAXIS3
 * first); indices left out are 0. A one-dimensional image is a plane of one row.
 *
 * @throws SkybucketError `unsupported` or `format` if the HDU holds no plain image, `format` if the
 *   slice lies outside it.
 */
export function openImagePlane(reader: ByteReader, hdu: Hdu, slice: readonly number[]): Plane {
  return new ImagePlane(reader, hdu, imageParametersOf(hdu), slice);
}

/** Rows that lie side by side, from `y` on. */
interface Run {
  readonly y: number;
  rows: number;
}

/** The plane of an image with the given parameters; see {@link openImagePlane}. */
export class ImagePlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  /** Rows whose bytes the file really has. */
  readonly rowsPresent: number;
  private readonly pixelLength: number;
  private readonly offset: number;

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
    const start = planeNumber(image.axes, slice) * this.height * this.bytesPerRow;
    this.offset = hdu.dataOffset + start;
    const rows = Math.floor((hdu.dataAvailable - start) / this.bytesPerRow);
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
    this.checkBox(box);
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
    const whole = width === this.width;
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
    for (const y of ys) {
      this.checkBox({ x0, x1, y0: y, y1: y + 1 });
    }
    const present = ys.filter((y) => y < this.rowsPresent);
    if (x1 > x0) {
      const width = x1 - x0;
      const runs = this.runs(present, width);
      const spans = runs.map(({ y, rows }) => this.span(y, x0, x1, rows));
      for await (const { index, value } of this.read(spans, options)) {
        const { y, rows } = runs[index] as Run;
        const values = pixelArray(this.image, rows * width);
        decodePixels(value, this.image, values, 0);
        for (let k = 0; k < rows; k += 1) {
          yield { y: y + k, values: values.subarray(k * width, (k + 1) * width) };
        }
      }
    }
    if (present.length < ys.length) {
      throw this.truncated();
    }
  }

  async exact(x: number, y: number, options: PlaneOptions = {}): Promise<string> {
    const [text] = await this.exactBox({ x0: x, x1: x + 1, y0: y, y1: y + 1 }, options);
    return text as string;
  }

  /** @throws SkybucketError as {@link section}. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    this.checkBox(box);
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
  private runs(ys: readonly number[], width: number): Run[] {
    const whole = width === this.width;
    const most = whole ? Math.max(1, Math.floor(RUN_LENGTH / this.bytesPerRow)) : 1;
    const runs: Run[] = [];
    let last: Run | undefined;
    for (const y of ys) {
      if (last && last.rows < most && y === last.y + last.rows) {
        last.rows += 1;
      } else {
        runs.push((last = { y, rows: 1 }));
      }
    }
    return runs;
  }

  private span(y: number, x0: number, x1: number, rows: number): Span {
    const offset = this.offset + y * this.bytesPerRow + x0 * this.pixelLength;
    const length = (rows - 1) * this.bytesPerRow + (x1 - x0) * this.pixelLength;
    return { offset, length };
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

  private checkBox({ x0, y0, x1, y1 }: Box): void {
    const whole = [x0, y0, x1, y1].every((edge) => Number.isSafeInteger(edge));
    if (!whole || x0 < 0 || y0 < 0 || x1 < x0 || y1 < y0 || x1 > this.width || y1 > this.height) {
      throw new SkybucketError(
        'past-end',
        `The section [${x0}:${x1}, ${y0}:${y1}] lies outside the image of ${this.width} × ${this.height} pixels.`,
      );
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

/** Where the plane of a slice stands among the planes of the image, the third axis fastest. */
function planeNumber(axes: readonly number[], slice: readonly number[]): number {
  const higher = axes.slice(2);
  if (slice.length > higher.length) {
    throw new SkybucketError(
      'format',
      `The slice has ${slice.length} indices, but the image has ${higher.length} axes above the second.`,
    );
  }
  let plane = 0;
  for (let i = higher.length - 1; i >= 0; i -= 1) {
    const length = higher[i] ?? 1;
    const index = slice[i] ?? 0;
    if (!Number.isSafeInteger(index) || index < 0 || index >= length) {
      throw new SkybucketError(
        'format',
        `There is no plane ${index} on axis ${i + 3}, which has ${length}.`,
      );
    }
    plane = plane * length + index;
  }
  return plane;
}
