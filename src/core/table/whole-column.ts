import { arrayOf, bytesOf, isComplex } from './element-type';
import { SkybucketError } from '../errors';
import type { ColumnValues, ElementArray, ElementType } from './table';

/** One element of a column in every row, from 0 in the order the elements are stored in. */
export interface ElementKey {
  readonly column: number;
  readonly element: number;
}

/** One element a row; a complex number takes two places. */
export interface WholeColumn extends ElementKey {
  readonly type: ElementType;
  readonly values: ElementArray;
  /** 1 for each row without the element; undefined where no row lacks it. */
  readonly missing: Uint8Array | undefined;
}

/** Bytes of text that one column may have in memory. */
export const MOST_TEXT = 192 * 2 ** 20;

/** Of a column with few different texts each is kept once, however often it occurs; with this many no more. */
const MOST_INTERNED = 65_536;

/** What the engine takes for a string beside its characters. */
const STRING_BYTES = 24;

/** A column that fills while it is read. */
export class GrowingColumn implements WholeColumn {
  readonly column: number;
  readonly element: number;
  readonly values: ElementArray;
  missing: Uint8Array | undefined;
  /** Of the texts; what the arrays take is known from the start. */
  private textBytes = 0;
  private readonly texts: string[] | undefined;
  private known: Map<string, string> | undefined = new Map();

  constructor(
    { column, element }: ElementKey,
    readonly type: ElementType,
    private readonly rows: number,
  ) {
    this.column = column;
    this.element = element;
    this.texts = type === 'text' ? [] : undefined;
    this.values = type === 'text' ? (this.texts ?? []) : arrayOf(type, rows);
  }

  get bytes(): number {
    return this.rows * bytesOf(this.type) + (this.missing?.length ?? 0) + this.textBytes;
  }

  /** True once there was more text than is kept. */
  get tooLong(): boolean {
    return this.textBytes > MOST_TEXT;
  }

  /**
   * Takes the element of each of the rows `[start, end)` of a slice, as rows from `to` on.
   *
   * @throws SkybucketError `too-large` for more text than is kept.
   */
  add(to: number, { values, starts, missing }: ColumnValues, start: number, end: number): void {
    if (starts === undefined) {
      this.copy(values, start, end, to);
      if (missing !== undefined) {
        this.missing ??= new Uint8Array(this.rows);
        this.missing.set(missing.subarray(start, end), to);
      }
      return;
    }
    for (let row = start; row < end; row++) {
      const at = (starts[row] as number) + this.element;
      const into = to + row - start;
      const there = at < (starts[row + 1] as number);
      if (there) {
        this.copy(values, at, at + 1, into);
      } else if (this.texts) {
        this.texts[into] = '';
      }
      if (!there || missing?.[at] === 1) {
        this.missing ??= new Uint8Array(this.rows);
        this.missing[into] = 1;
      }
    }
  }

  /** All rows have been added. */
  finish(): void {
    this.known = undefined;
  }

  private copy(values: ElementArray, start: number, end: number, to: number): void {
    if (this.texts !== undefined) {
      this.keepTexts(values as readonly string[], start, end, to, this.texts);
    } else {
      const places = isComplex(this.type) ? 2 : 1;
      // Both arrays are those of one element type.
      const numbers = values as Float64Array;
      const from = numbers.subarray(start * places, end * places);
      (this.values as Float64Array).set(from, to * places);
    }
  }

  private keepTexts(
    values: readonly string[],
    start: number,
    end: number,
    to: number,
    texts: string[],
  ): void {
    for (let i = start; i < end; i++) {
      const text = values[i] as string;
      const known = this.known?.get(text);
      if (known === undefined) {
        this.textBytes += STRING_BYTES + text.length;
        this.known?.set(text, text);
      }
      texts[to + i - start] = known ?? text;
    }
    if (this.known !== undefined && this.known.size > MOST_INTERNED) {
      this.known = undefined;
    }
    if (this.tooLong) {
      throw new SkybucketError('too-large', 'The text of this column does not fit into memory.', {
        hint: 'Filter and sort by other columns.',
      });
    }
  }
}
