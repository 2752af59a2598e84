import { ColumnBuilder } from '../table/column-builder';
import type { VoField } from './document';
import { readNumber } from './number-text';
import type { CellShape } from './shape';

/** What can be wrong with values, and what is done then. */
export type Fault = 'clipped' | 'no number' | 'too few' | 'too many' | 'no logical' | 'encoding';

const SAID: Readonly<Record<Fault, string>> = {
  clipped: 'does not fit its datatype, and was put at the end of its range',
  'no number': 'is not of its datatype, and is shown as missing',
  'no logical': 'is neither true nor false, and is shown as missing',
  'too few': 'has fewer elements than its arraysize says; the rest are missing',
  'too many': 'has more elements than its arraysize says; the rest are left out',
  encoding: 'is in an encoding that is not known, and is shown as missing',
};

const RANGES: Partial<Record<CellShape['datatype'], readonly [number, number]>> = {
  unsignedByte: [0, 255],
  short: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
};

const LEAST_LONG = -(2n ** 63n);
const MOST_LONG = 2n ** 63n - 1n;

/** The cells of a field while they are read, and what stands for a missing value in them. */
export class CellColumn {
  readonly column: ColumnBuilder;
  private readonly range: readonly [number, number] | undefined;
  private readonly nullNumber: number | bigint | undefined;
  private readonly nullText: string | undefined;
  private readonly faults = new Map<Fault, { count: number; row: number }>();

  constructor(
    readonly field: VoField,
    readonly shape: CellShape,
  ) {
    this.column = new ColumnBuilder(shape.type, shape.variable ? undefined : shape.count);
    this.range = RANGES[shape.datatype];
    const text = field.values?.null;
    if (text !== undefined && text !== '') {
      const number = readNumber(text);
      this.nullNumber = shape.type === 'text' || Number.isNaN(number) ? undefined : number;
      this.nullText = shape.type === 'text' ? text : undefined;
    }
  }

  /** What is wrong with its values, one sentence for each kind. */
  get warnings(): string[] {
    const name = this.field.name || this.field.id || 'A column without a name';
    return [...this.faults].map(([fault, { count, row }]) => {
      const more = count === 1 ? '' : `, and ${(count - 1).toLocaleString('en-US')} more`;
      return `“${name.slice(0, 100)}”: the value in row ${row + 1}${more} ${SAID[fault]}.`;
    });
  }

  fault(fault: Fault): void {
    const known = this.faults.get(fault);
    if (known === undefined) {
      this.faults.set(fault, { count: 1, row: this.column.rows });
    } else {
      known.count += 1;
    }
  }

  /** Any finite or infinite number, or NaN; of integers one without a fraction. */
  addNumber(value: number): void {
    const { column } = this;
    if (value === this.nullNumber) {
      column.addMissing();
      return;
    }
    switch (this.shape.datatype) {
      case 'float':
      case 'double':
        column.addNumber(value);
        return;
      case 'long':
        if (Number.isSafeInteger(value)) {
          column.addWide(value);
        } else if (Number.isInteger(value)) {
          this.addBig(BigInt(value));
        } else {
          this.addNoNumber(value);
        }
        return;
      case 'unsignedByte':
      case 'short':
      case 'int':
        if (Number.isInteger(value)) {
          column.addNumber(this.clipped(value, this.range as readonly [number, number]));
        } else {
          this.addNoNumber(value);
        }
        return;
      case 'boolean':
      case 'bit':
        column.addNumber(value === 0 ? 0 : 1);
        return;
      case 'char':
      case 'unicodeChar':
        column.addText(String(value));
        return;
      case 'floatComplex':
      case 'doubleComplex':
        column.addComplex(value, 0);
    }
  }

  /** An integer of any size. */
  addBig(value: bigint): void {
    if (this.shape.datatype !== 'long') {
      this.addNumber(Number(value));
    } else if (value === this.nullNumber) {
      this.column.addMissing();
    } else {
      const clipped = value < LEAST_LONG ? LEAST_LONG : value > MOST_LONG ? MOST_LONG : value;
      if (clipped !== value) {
        this.fault('clipped');
      }
      this.column.addBig(clipped);
    }
  }

  addText(text: string): void {
    const { width } = this.shape;
    if (text === this.nullText) {
      this.column.addMissing();
    } else {
      this.column.addText(width !== undefined && text.length > width ? cutText(text, width) : text);
    }
  }

  /** The cell has `count` elements, and no more. */
  endCell(count: number): void {
    const { shape, column } = this;
    if (!shape.variable && count < shape.count) {
      this.fault('too few');
      for (let i = count; i < shape.count; i++) {
        column.addMissing();
      }
    }
    column.endCell();
  }

  private clipped(value: number, [least, most]: readonly [number, number]): number {
    if (value < least || value > most) {
      this.fault('clipped');
      return value < least ? least : most;
    }
    return value;
  }

  /** Integers have no NaN; files write it for a missing value all the same. */
  private addNoNumber(value: number): void {
    if (!Number.isNaN(value)) {
      this.fault('no number');
    }
    this.column.addMissing();
  }
}

/** At most `width` characters, none of them half. */
function cutText(text: string, width: number): string {
  const points = [...text.slice(0, 2 * width)];
  return points.slice(0, width).join('').trimEnd();
}
