import { arrayOf, bytesOf, isComplex, type NumericArray } from './element-type';
import type { ElementArray, ElementType } from './table';

/** A column in memory. */
export interface StoredColumn {
  readonly type: ElementType;
  /** Elements of each cell; undefined where they vary. */
  readonly count: number | undefined;
  readonly values: ElementArray;
  /** Where the cell of each row starts, and the end of the last; only where the count varies. */
  readonly starts: Uint32Array | undefined;
  /** 1 for each element that is missing. */
  readonly missing: Uint8Array | undefined;
  /** 1 for each row whose cell is missing as a whole; only where the count varies. */
  readonly absent: Uint8Array | undefined;
}

/** Room for so many elements is made first. */
const FIRST_ROOM = 64;

/** Of a column with few different texts each is kept once; with this many no more. */
const MOST_INTERNED = 65_536;

/** What the engine takes for a string beside its characters. */
const STRING_BYTES = 24;

/**
 * A column that grows cell by cell: the elements of a cell are added one by one, then the cell is ended.
 * Numbers are rounded to the type of the column as they are stored; integers must fit.
 */
export class ColumnBuilder {
  rows = 0;
  /** Elements so far. */
  elements = 0;
  /** What is taken in memory. */
  bytes = 0;
  private values: NumericArray | undefined;
  private readonly texts: string[] | undefined;
  private known: Map<string, string> | undefined;
  private missing: Uint8Array<ArrayBuffer> | undefined;
  private starts: Uint32Array<ArrayBuffer> | undefined;
  private absent: Uint8Array<ArrayBuffer> | undefined;
  private halves: Int32Array<ArrayBuffer> | undefined;
  private room = 0;

  /** @param count elements of each cell; undefined where they vary. */
  constructor(
    readonly type: ElementType,
    readonly count: number | undefined,
  ) {
    if (type === 'text') {
      this.texts = [];
      this.known = new Map();
    }
    this.starts = count === undefined ? new Uint32Array(FIRST_ROOM) : undefined;
  }

  addNumber(value: number): void {
    if (this.elements === this.room) {
      this.grow();
    }
    // Any array of numbers but those of 64-bit integers.
    (this.values as Float64Array)[this.elements++] = value;
  }

  /** @param value an integer that a double holds exactly. */
  addWide(value: number): void {
    if (this.elements === this.room) {
      this.grow();
    }
    const at = 2 * this.elements++;
    const halves = this.halves as Int32Array;
    halves[at] = value;
    halves[at + 1] = Math.floor(value / 2 ** 32);
  }

  addBig(value: bigint): void {
    if (this.elements === this.room) {
      this.grow();
    }
    (this.values as BigInt64Array)[this.elements++] = value;
  }

  addComplex(real: number, imaginary: number): void {
    if (this.elements === this.room) {
      this.grow();
    }
    const values = this.values as Float64Array;
    values[2 * this.elements] = real;
    values[2 * this.elements + 1] = imaginary;
    this.elements += 1;
  }

  addText(text: string): void {
    const texts = this.texts as string[];
    let kept = text;
    if (text !== '') {
      const known = this.known?.get(text);
      kept = known ?? text;
      if (known === undefined) {
        this.bytes += STRING_BYTES + 2 * text.length;
        if (this.known !== undefined) {
          this.known.set(text, text);
          this.known = this.known.size > MOST_INTERNED ? undefined : this.known;
        }
      }
    }
    this.bytes += 8;
    texts[this.elements++] = kept;
  }

  addMissing(): void {
    const at = this.elements;
    if (this.texts !== undefined) {
      this.texts[this.elements++] = '';
      this.bytes += 8;
    } else {
      if (at === this.room) {
        this.grow();
      }
      if (this.type === 'float32' || this.type === 'float64') {
        (this.values as Float64Array)[at] = NaN;
      } else if (isComplex(this.type)) {
        (this.values as Float64Array).fill(NaN, 2 * at, 2 * at + 2);
      }
      this.elements += 1;
    }
    this.missing = withRoom(this.missing, at + 1);
    this.missing[at] = 1;
  }

  /** The cell has no more elements. */
  endCell(): void {
    this.rows += 1;
    if (this.starts !== undefined) {
      if (this.rows === this.starts.length) {
        this.starts = doubled(this.starts);
        this.bytes += 2 * this.rows;
      }
      this.starts[this.rows] = this.elements;
    }
  }

  /** The cell is missing as a whole. */
  addAbsent(): void {
    if (this.count === undefined) {
      this.absent = withRoom(this.absent, this.rows + 1);
      this.absent[this.rows] = 1;
    } else {
      for (let i = 0; i < this.count; i++) {
        this.addMissing();
      }
    }
    this.endCell();
  }

  /** The first `rows` cells; what was begun after them is left out. */
  finish(rows: number): StoredColumn {
    const { type, count } = this;
    const elements = count === undefined ? (this.starts?.[rows] as number) : rows * count;
    const places = isComplex(type) ? 2 * elements : elements;
    this.known = undefined;
    const trim = (marks: Uint8Array | undefined, length: number): Uint8Array | undefined => {
      if (marks === undefined || marks.length >= length) {
        return marks?.slice(0, length);
      }
      const all = new Uint8Array(length);
      all.set(marks);
      return all;
    };
    return {
      ...{ type, count, starts: this.starts?.slice(0, rows + 1) },
      values:
        this.texts?.slice(0, elements) ??
        (this.values ?? arrayOf(type as 'float64', 0)).subarray(0, places),
      missing: trim(this.missing, elements),
      absent: trim(this.absent, rows),
    };
  }

  private grow(): void {
    const type = this.type as Exclude<ElementType, 'text'>;
    const room = Math.max(FIRST_ROOM, 2 * this.room);
    const values = arrayOf(type, room);
    if (this.values !== undefined) {
      (values as Float64Array).set(this.values as Float64Array);
    }
    this.bytes += (room - this.room) * bytesOf(type);
    this.room = room;
    this.values = values;
    this.halves = type === 'int64' ? new Int32Array(values.buffer) : undefined;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * array.length);
  more.set(array);
  return more;
}

function withRoom(
  marks: Uint8Array<ArrayBuffer> | undefined,
  length: number,
): Uint8Array<ArrayBuffer> {
  if (marks !== undefined && marks.length >= length) {
    return marks;
  }
  const more = new Uint8Array(Math.max(FIRST_ROOM, 2 * length));
  if (marks !== undefined) {
    more.set(marks);
  }
  return more;
}
