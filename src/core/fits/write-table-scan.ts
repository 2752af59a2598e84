import { SkybucketError } from '../errors';
import { isScalar, isWide } from '../table/element-type';
import { cellText } from '../table/format';
import type { Column, ColumnValues, ElementType } from '../table/table';

/** What has to be known of all rows of a column before the first of them can be written. */
export interface Scanned {
  /** Characters of the longest text. */
  readonly longest: number;
  /** Whether characters beyond ASCII are in it. */
  readonly hasOthers: boolean;
  /** Elements of all cells, and of the longest; of columns of variable length. */
  readonly elements: number;
  readonly most: number;
  readonly anyMissing: boolean;
  /** An integer that no row has; undefined where none was found. */
  readonly spare: bigint | undefined;
  /** Of an integer of 64 bits without sign: whether one is beyond those with sign. */
  readonly beyondSigned: boolean;
  /** Of an integer of 64 bits: whether a double does not hold one of them. */
  readonly beyondDouble: boolean;
}

const OTHERS = /[^\x20-\x7e]/;
/** Bits that they are stored in. */
const SIGNED: Partial<Record<ElementType, number>> = { int8: 16, int16: 16, int32: 32, int64: 64 };
const CANDIDATES = 8n;
const MOST_SIGNED = 2n ** 63n - 1n;
const MOST_EXACT = 2n ** 53n;

/** Cells that FITS has no arrays for are written as one text each. */
export function isWrittenAsText({ type, variable }: Column): boolean {
  return type === 'text' && variable;
}

/** Whether all rows have to be looked at before. */
export function needsScan({ type, variable, nullRule }: Column, atHand: boolean): boolean {
  const isInteger = /^u?int/.test(type);
  // What is not at hand is not read twice where its file has nothing that stands for a missing value.
  return type === 'text' || variable || (isInteger && (atHand || nullRule !== undefined));
}

/** A text as FITS can hold it: what is no printable ASCII becomes a question mark. */
export function asciiText(text: string): string {
  return OTHERS.test(text) ? text.replace(/[^\x20-\x7e]/gu, '?') : text;
}

/** The text of a cell, or of an element of one; empty where it is missing. */
export function textAt(values: ColumnValues, at: number, column: Column): string {
  if (isWrittenAsText(column)) {
    return cellText(values, at, column, { exact: true }) ?? '';
  }
  return values.missing?.[at] === 1 ? '' : String(values.values[at]);
}

export class ColumnScan implements Scanned {
  longest = 0;
  hasOthers = false;
  elements = 0;
  most = 0;
  anyMissing = false;
  beyondSigned = false;
  beyondDouble = false;
  /** Numbers, of 64 bits bigint, as the values are. */
  private readonly spares: Set<number | bigint>;
  private readonly isWide: boolean;

  constructor(private readonly column: Column) {
    const bits = SIGNED[column.type];
    this.isWide = isWide(column.type);
    const spares = bits === undefined ? wideSpares(column.type) : signedSpares(bits);
    this.spares = new Set<number | bigint>(this.isWide ? spares : spares.map(Number));
  }

  get spare(): bigint | undefined {
    const [first] = this.spares;
    return first === undefined ? undefined : BigInt(first);
  }

  see(values: ColumnValues, rows: number): void {
    const { column } = this;
    if (column.type === 'text') {
      this.seeTexts(values, rows);
    } else {
      this.seeNumbers(values, rows);
    }
    if (column.variable) {
      for (let row = 0; row < rows; row++) {
        const count = (values.starts?.[row + 1] ?? 0) - (values.starts?.[row] ?? 0);
        this.elements += count;
        this.most = Math.max(this.most, count);
      }
    }
  }

  private seeTexts(values: ColumnValues, rows: number): void {
    const count = isWrittenAsText(this.column) ? rows : values.values.length;
    for (let at = 0; at < count; at++) {
      const text = textAt(values, at, this.column);
      this.hasOthers ||= OTHERS.test(text);
      this.longest = Math.max(this.longest, asciiText(text).length);
    }
  }

  private seeNumbers({ values, missing }: ColumnValues, rows: number): void {
    const { spares, column } = this;
    this.anyMissing ||= missing?.includes(1) === true;
    if (spares.size === 0) {
      return;
    }
    const count = isScalar(column) ? rows : values.length;
    for (let at = 0; at < count; at++) {
      if (missing?.[at] !== 1) {
        const value = values[at] as number | bigint;
        spares.delete(value);
        if (this.isWide) {
          this.beyondSigned ||= value > MOST_SIGNED;
          this.beyondDouble ||= value > MOST_EXACT || value < -MOST_EXACT;
        }
      }
    }
  }
}

/** @throws SkybucketError `unsupported` where every value that could stand for a missing one is used. */
export function spareOf({ spare }: Scanned, name: string): bigint {
  if (spare === undefined) {
    throw new SkybucketError(
      'unsupported',
      `FITS has no value left that could stand for what is missing in “${name}”.`,
      { hint: 'Leave the column out, or export as Parquet or ECSV.' },
    );
  }
  return spare;
}

/** The ends of the range in turn. */
function signedSpares(bits: number): bigint[] {
  const half = 2n ** BigInt(bits - 1);
  return Array.from({ length: Number(CANDIDATES) }, (_, i) => {
    const step = BigInt(i >> 1);
    return i % 2 === 0 ? step - half : half - 1n - step;
  });
}

function wideSpares(type: ElementType): bigint[] {
  return type === 'uint64'
    ? Array.from({ length: Number(CANDIDATES) }, (_, i) => 2n ** 64n - 1n - BigInt(i))
    : [];
}
