import type { ReadOptions } from '../bytes/source';
import { piecesOf, type Range } from '../fits/tables/row-pieces';
import type { RowRun } from '../row-runs';
import { bytesOfDatatype, strideList } from './datatype';
import type { OpenedArray } from './open-array';

/** Some rows that come in one read. */
export interface RowsPiece {
  readonly offset: number;
  readonly length: number;
  /** Where the first row would begin in the bytes read. */
  readonly start: number;
  readonly stride: number;
  /** Where each row begins in the bytes read; undefined where they are a stride apart. */
  readonly places?: readonly number[] | undefined;
  readonly rows: number;
  /** Of the first row among those asked for. */
  readonly at: number;
  /** Bytes of each row that are there. */
  readonly range: Range;
}

/** Rows that do not follow on each other evenly are looked at so many at a time. */
const MOST_TOGETHER = 4096;
/** They are read as one where that reads no more than so many times their bytes. */
const WORTHWHILE = 4;

/** Where the first of some rows begins in the bytes read: those of a piece, from its row `row` on. */
export function placeIn({ start, stride, places }: RowsPiece, row: number): number {
  return places?.[row] ?? start + row * stride;
}

/** The elements of an array as rows, flattened in C order where it has several axes. */
export class ArrayRows {
  readonly count: number;
  /** Bytes of one row. */
  readonly rowLength: number;
  /** Bytes from one row to the next; undefined where they are not always the same, or lead back. */
  readonly step: number | undefined;

  constructor(private readonly array: OpenedArray) {
    const { shape, strides, datatype } = array;
    this.count = shape.reduce((product, length) => product * length, 1);
    this.rowLength = bytesOfDatatype(datatype);
    this.step = evenStep(shape, strides, this.rowLength);
  }

  /**
   * The reads that bring in the ranges of the rows. A range as long as the step from row to row stands for
   * whole rows, with what lies between them.
   */
  pieces(runs: readonly RowRun[], ranges: readonly Range[]): RowsPiece[] {
    const { offset } = this.array;
    const { step, rowLength } = this;
    if (step === undefined) {
      return runs.flatMap((run) => this.unevenPieces(run, ranges));
    }
    return piecesOf(runs, ranges, step).map(({ span, at }) => {
      const range = [span.start, Math.min(span.end, rowLength)] as const;
      return this.piece(offset + span.row * step, span.rows, at, range);
    });
  }

  read(pieces: readonly RowsPiece[], options: ReadOptions): Promise<Uint8Array>[] {
    const spans = pieces.map(({ offset, length }) => ({ offset, length }));
    return this.array.bytes.readSpans(spans, options);
  }

  /** Rows that lie close together, whatever their order, come in one read; the others one by one. */
  private unevenPieces({ row, rows, at }: RowRun, ranges: readonly Range[]): RowsPiece[] {
    const pieces: RowsPiece[] = [];
    for (let from = 0; from < rows; from += MOST_TOGETHER) {
      const count = Math.min(MOST_TOGETHER, rows - from);
      const places = Array.from({ length: count }, (_, k) => this.placeOf(row + from + k));
      const offset = places.reduce((least, place) => Math.min(least, place), Infinity);
      const last = places.reduce((most, place) => Math.max(most, place), 0);
      const length = last - offset + this.rowLength;
      if (count > 1 && length <= WORTHWHILE * count * this.rowLength) {
        const range = [0, this.rowLength] as const;
        const starts = places.map((place) => place - offset);
        const one = { offset, length, start: 0, stride: 0, places: starts };
        pieces.push({ ...one, rows: count, at: at + from, range });
        continue;
      }
      places.forEach((place, k) => {
        pieces.push(...ranges.map((range) => this.piece(place, 1, at + from + k, range)));
      });
    }
    return pieces;
  }

  private piece(place: number, rows: number, at: number, range: Range): RowsPiece {
    const [start, end] = range;
    const stride = this.step ?? this.rowLength;
    const length = (rows - 1) * stride + end - start;
    return { offset: place + start, length, start: -start, stride, rows, at, range };
  }

  private placeOf(row: number): number {
    const { shape, strides, offset } = this.array;
    let rest = row;
    let place = offset;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const length = shape[axis] as number;
      place += (rest % length) * (strides[axis] as number);
      rest = Math.floor(rest / length);
    }
    return place;
  }
}

function evenStep(
  shape: readonly number[],
  strides: readonly number[],
  size: number,
): number | undefined {
  if (shape.length === 0) {
    return size;
  }
  const step = strides.at(-1) as number;
  const even = strideList(shape, step).every((stride, axis) => {
    return shape[axis] === 1 || stride === strides[axis];
  });
  return even && step >= size ? step : undefined;
}
