import { SkybucketError } from '../errors';
import { sliceIndices } from '../fits/slice';
import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';
import { checkInside, checkRowsInside, exactPixel } from '../image/plane-box';
import type { ScalarDatatype } from './array';
import { badArray } from './array-error';
import { blankValue } from './blank-value';
import { isComplex, isStructured, isText } from './datatype';
import { exactText } from './exact-text';
import type { OpenedArray } from './open-array';
import { boxesOf } from './pixel-boxes';
import { pixelArray, type Target } from './pixel-decode';
import { type Pixels, pixelsOf } from './pixels';
import { found, type FoundPiece, type LackingPiece, PlanePieces } from './plane-pieces';
import { type PlaneStorage, storageOf } from './plane-storage';

/** Rows of a section come in spans of about this many bytes. */
const SECTION_RUN = 1024 * 1024;
/** The same for single rows, which are to come a few at a time. */
const ROWS_RUN = 64 * 1024;
/** Bytes of a row that are read for the value of a pixel: a request costs more than they do. */
const READOUT_LENGTH = 4096;

/**
 * The axes of an array as its planes have them, the fastest first (numpy has it last), two of them at least.
 * Complex numbers have one more axis, the slowest: the real parts, then the imaginary ones.
 */
export function planeAxes({ shape, datatype }: Pick<OpenedArray, 'shape' | 'datatype'>): number[] {
  const [width = 1, height = 1, ...higher] = [...shape].reverse();
  return [width, height, ...higher, ...(isComplex(datatype) ? [2] : [])];
}

/**
 * One 2-D plane of an array of numbers; one of a single axis is a plane of one row. Missing elements are
 * NaN, truth values 0 and 1.
 *
 * @param slice the 0-based index on each of {@link planeAxes} above the second; those left out are 0.
 * @throws SkybucketError `unsupported` for text and structures, `format` for an array without elements and
 *   a slice outside of it.
 */
export function arrayPlane(opened: OpenedArray, slice: readonly number[]): Plane {
  const { datatype } = opened;
  if (isStructured(datatype)) {
    throw new SkybucketError('unsupported', 'This array has fields; it is shown as a table.');
  }
  if (isText(datatype)) {
    throw new SkybucketError('unsupported', 'This array holds text, which has no picture.');
  }
  const axes = planeAxes(opened);
  if (axes.includes(0)) {
    throw badArray('There are no elements in this array.');
  }
  return new ArrayPlane(opened, datatype, axes, sliceIndices(axes, slice));
}

class ArrayPlane implements Plane {
  readonly width: number;
  readonly height: number;
  readonly unit: string | undefined;
  private readonly pixels: Pixels;
  private readonly pieces: PlanePieces;
  private readonly byColumns: boolean;
  private known: { readonly chunk: number; readonly storage: PlaneStorage } | undefined;

  constructor(
    opened: OpenedArray,
    private readonly datatype: ScalarDatatype,
    axes: readonly number[],
    indices: readonly number[],
  ) {
    [this.width = 1, this.height = 1] = axes;
    this.unit = opened.unit;
    const higher = indices.slice(0, Math.max(0, opened.shape.length - 2));
    const imaginary = isComplex(datatype) && indices.at(-1) === 1;
    const { mask } = opened;
    const blank = mask && 'value' in mask ? blankValue(mask.value, datatype) : undefined;
    this.pixels = pixelsOf(opened, datatype, higher, { imaginary, blank });
    this.byColumns = this.pixels.layout.byColumns(this.width, this.height);
    const marks = mask && 'array' in mask ? mask.array : undefined;
    this.pieces = new PlanePieces(
      this.pixels,
      marks && typeof marks.datatype === 'string'
        ? pixelsOf(marks, marks.datatype, higher, {})
        : undefined,
    );
  }

  /** A block that can only be unpacked as a whole is at hand once any of it has been read. */
  get local(): boolean {
    return [this.pixels, this.pieces.marks].every(
      (pixels) => !pixels || pixels.bytes.local || pixels.bytes.access.kind === 'whole',
    );
  }

  get bytesPerRow(): number {
    const { width, height } = this;
    const { marks } = this.pieces;
    const ofMarks = marks ? storageOf(marks.bytes, marks.layout, width, height).bytesPerRow : 0;
    return this.storage.bytesPerRow + ofMarks;
  }

  get rowsPerBlock(): number {
    return this.storage.rowsPerBlock;
  }

  get columnsPerBlock(): number | undefined {
    return this.storage.columnsPerBlock;
  }

  get pieceStarts(): readonly number[] | undefined {
    return this.storage.pieceStarts;
  }

  /** The length of the chunks is only known for sure once one of them has been met. */
  private get storage(): PlaneStorage {
    const { bytes, layout } = this.pixels;
    const chunk = bytes.access.kind === 'chunks' ? bytes.access.length : 0;
    if (this.known?.chunk !== chunk) {
      this.known = { chunk, storage: storageOf(bytes, layout, this.width, this.height) };
    }
    return this.known.storage;
  }

  /** @throws SkybucketError `past-end` outside the plane, or what reading the block throws. */
  async section(box: Box, options: PlaneOptions = {}): Promise<Section> {
    checkInside(this, box);
    const { x0, x1, y0, y1 } = box;
    const width = x1 - x0;
    const height = y1 - y0;
    const values = pixelArray(this.pixels.coding.datatype, width * height);
    const target: Target = { values, x0, width, row: (y) => y - y0 };
    const ys = Array.from({ length: height }, (_, k) => y0 + k);
    for await (const piece of this.pieces.read(this.boxes(ys, x0, x1, SECTION_RUN), options)) {
      this.decode(found(piece), target);
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
    const boxes = this.boxes(ys, x0, x1, ROWS_RUN);
    yield* this.byColumns
      ? this.rowsAtOnce(boxes, ys, x0, x1, options)
      : this.rowsAsTheyCome(boxes, x0, x1, options);
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return exactPixel(this, x, y, options);
  }

  /** Of complex numbers both parts. @throws SkybucketError as {@link section}. */
  async exactBox(box: Box, options: PlaneOptions = {}): Promise<string[]> {
    checkInside(this, box);
    const { x0, x1, y0, y1 } = box;
    const { layout, coding } = this.pixels;
    const [from, to] = this.withNeighbours(x0, x1);
    const ys = Array.from({ length: y1 - y0 }, (_, k) => y0 + k);
    const values = new Float64Array((to - from) * ys.length);
    const target: Target = { values, x0: from, width: to - from, row: (y) => y - y0 };
    const texts = new Array<string>((x1 - x0) * ys.length);
    for await (const piece of this.pieces.read(this.boxes(ys, from, to, 1), options)) {
      const there = found(piece);
      const { box: part, data } = there;
      // A complex number may have a real part that is NaN, and is not missing.
      if (!isComplex(this.datatype)) {
        this.pieces.decode(there, target);
      }
      this.pieces.applyMarks(there, target);
      const view = new DataView(data.bytes.buffer, data.bytes.byteOffset, data.bytes.byteLength);
      for (let y = part.y0; y < part.y1; y += 1) {
        for (let x = Math.max(part.x0, x0); x < Math.min(part.x1, x1); x += 1) {
          const at = data.first + (x - part.x0) * layout.strideX + (y - part.y0) * layout.strideY;
          const missing = Number.isNaN(values[(y - y0) * target.width + x - from]);
          const text = missing ? 'NaN' : exactText(view, at, this.datatype, coding.little);
          texts[(y - y0) * (x1 - x0) + x - x0] = text;
        }
      }
    }
    return texts;
  }

  /** With those along the row that the cursor mostly comes to next. */
  private withNeighbours(x0: number, x1: number): [x0: number, x1: number] {
    const stride = Math.abs(this.pixels.layout.strideX);
    const pixels = Math.max(1, Math.floor(READOUT_LENGTH / Math.max(1, stride)));
    const end = Math.min(Math.ceil(x1 / pixels) * pixels, this.width);
    return x1 === x0 ? [x0, x1] : [x0 - (x0 % pixels), end];
  }

  private async *rowsAsTheyCome(
    boxes: readonly Box[],
    x0: number,
    x1: number,
    options: PlaneOptions,
  ): AsyncGenerator<PlaneRow, void, void> {
    const lacking: LackingPiece[] = [];
    for await (const piece of this.pieces.read(boxes, options)) {
      if ('truncated' in piece) {
        lacking.push(piece);
      } else {
        yield* this.rowsOf(piece, x0, x1);
      }
    }
    // Only the first of those the file lacks may have rows that are there.
    const { layout } = this.pixels;
    const [first] = lacking.sort((a, b) => layout.span(a.box).offset - layout.span(b.box).offset);
    if (first === undefined) {
      return;
    }
    for await (const piece of this.pieces.read(singleRows(first.box), options)) {
      if (!('truncated' in piece)) {
        yield* this.rowsOf(piece, x0, x1);
      }
    }
    throw first.truncated;
  }

  private *rowsOf(piece: FoundPiece, x0: number, x1: number): Generator<PlaneRow, void, void> {
    const { y0, y1 } = piece.box;
    const width = x1 - x0;
    const values = pixelArray(this.pixels.coding.datatype, (y1 - y0) * width);
    this.decode(piece, { values, x0, width, row: (y) => y - y0 });
    for (let y = y0; y < y1; y += 1) {
      yield { y, values: values.subarray((y - y0) * width, (y - y0 + 1) * width) };
    }
  }

  /** Of rows that come column by column, all are complete when the last one is there. */
  private async *rowsAtOnce(
    boxes: readonly Box[],
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions,
  ): AsyncGenerator<PlaneRow, void, void> {
    const width = x1 - x0;
    const values = pixelArray(this.pixels.coding.datatype, ys.length * width);
    const places = new Map(ys.map((y, k) => [y, k]));
    const target: Target = { values, x0, width, row: (y) => places.get(y) ?? -1 };
    for await (const piece of this.pieces.read(boxes, options)) {
      this.decode(found(piece), target);
    }
    if (boxes.length > 0) {
      for (const [y, k] of places) {
        yield { y, values: values.subarray(k * width, (k + 1) * width) };
      }
    }
  }

  private boxes(ys: readonly number[], x0: number, x1: number, length: number): Box[] {
    return boxesOf(this.pixels.layout, ys, x0, x1, this.byColumns, length);
  }

  private decode(piece: FoundPiece, target: Target): void {
    this.pieces.decode(piece, target);
    this.pieces.applyMarks(piece, target);
  }
}

/** Nothing for a box of one row, which need not be read again. */
function singleRows({ x0, x1, y0, y1 }: Box): Box[] {
  const rows = y1 - y0 > 1 ? y1 - y0 : 0;
  return Array.from({ length: rows }, (_, k) => ({ x0, x1, y0: y0 + k, y1: y0 + k + 1 }));
}
