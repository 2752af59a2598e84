import { Elements, memoryOf } from '../fits/tables/elements';
import type { ColumnValues } from '../table/table';
import { blankValue } from './blank-value';
import type { Leaf } from './datatype';
import { decodeNumbers, type NumberArray } from './decode-elements';
import { elementText } from './element-text';
import { bytesOfLeaf, elementsOf, elementTypeOf, placeOf, sizeOf } from './table-columns';

/** Where the elements of a row or some of them stand in some bytes. */
export interface RowsPlace {
  /** Where the first row would begin; may lie outside, as long as what is wanted of it does not. */
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
}

/** Reads one column of some rows, piece by piece. */
export class LeafReader {
  /** Bytes `[start, end)` of the row that it needs. */
  readonly start: number;
  readonly end: number;
  readonly elements: Elements;
  /** Elements of a cell that are read. */
  readonly perCell: number;
  /** Places of the elements of a cell, counted from the first one's; undefined where they lie side by side. */
  private readonly places: readonly number[] | undefined;

  constructor(
    readonly leaf: Leaf,
    private readonly index: number,
    private readonly rows: number,
    most: number,
    private readonly blank: number | bigint | undefined,
  ) {
    this.perCell = Math.min(elementsOf(leaf), most);
    [this.start, this.end] = bytesOfLeaf(leaf, this.perCell);
    this.elements = new Elements(elementTypeOf(leaf.datatype), rows * this.perCell);
    const last = this.perCell === 0 ? 0 : placeOf(leaf, this.perCell - 1);
    const dense = last === (this.perCell - 1) * sizeOf(leaf);
    this.places =
      dense || this.perCell < 2
        ? undefined
        : Array.from({ length: this.perCell }, (_, k) => placeOf(leaf, k));
  }

  /** Decodes the rows of a piece as rows `[at, at + rows)` of what was asked for. */
  take(bytes: Uint8Array, { start, stride, rows }: RowsPlace, at: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = start + this.leaf.offset;
    if (this.places !== undefined || (this.perCell !== 1 && rows > 0)) {
      for (let row = 0; row < rows; row += 1) {
        this.cell(bytes, view, first + row * stride, (at + row) * this.perCell);
      }
    } else {
      this.run(bytes, view, { start: first, stride, count: rows }, at);
    }
  }

  /** Marks a row as missing. */
  markMissing(row: number): void {
    const { perCell } = this;
    for (let i = row * perCell; i < (row + 1) * perCell; i += 1) {
      this.elements.setMissing(i);
    }
  }

  values(): ColumnValues {
    const { perCell, rows } = this;
    const { values, missing } = this.elements;
    const count = elementsOf(this.leaf);
    return {
      ...{ column: this.index, values, missing },
      starts:
        count === 1 ? undefined : Uint32Array.from({ length: rows + 1 }, (_, row) => row * perCell),
      lengths: count > perCell ? new Float64Array(rows).fill(count) : undefined,
    };
  }

  private cell(bytes: Uint8Array, view: DataView, start: number, at: number): void {
    if (this.places === undefined) {
      this.run(bytes, view, { start, stride: sizeOf(this.leaf), count: this.perCell }, at);
      return;
    }
    for (const [k, place] of this.places.entries()) {
      this.run(bytes, view, { start: start + place, stride: 0, count: 1 }, at + k);
    }
  }

  private run(
    bytes: Uint8Array,
    view: DataView,
    place: { readonly start: number; readonly stride: number; readonly count: number },
    at: number,
  ): void {
    const { datatype, byteOrder } = this.leaf;
    const little = byteOrder === 'little';
    const { values } = this.elements;
    if (typeof datatype !== 'string') {
      for (let i = 0; i < place.count; i += 1) {
        const from = place.start + i * place.stride;
        (values as string[])[at + i] = elementText(view, from, datatype, little);
      }
    } else if (datatype === 'complex64' || datatype === 'complex128') {
      const real = datatype === 'complex64' ? 'float32' : 'float64';
      const size = datatype === 'complex64' ? 4 : 8;
      for (let i = 0; i < place.count; i += 1) {
        const pair = { start: place.start + i * place.stride, stride: size, count: 2 };
        decodeNumbers(bytes, pair, real, little, values as NumberArray, 2 * (at + i));
      }
    } else {
      decodeNumbers(bytes, place, datatype, little, values as NumberArray, at);
      this.markBlanks(at, place.count);
    }
  }

  private markBlanks(at: number, count: number): void {
    const { blank } = this;
    if (blank === undefined) {
      return;
    }
    const { values } = this.elements;
    for (let i = at; i < at + count; i += 1) {
      if (values[i] === blank) {
        this.elements.setMissing(i);
      }
    }
  }
}

/** What stands for a missing element of a column. */
export function blankOf(
  mask: { readonly value: number | bigint } | undefined,
  { datatype }: Leaf,
): number | bigint | undefined {
  return mask && typeof datatype === 'string' ? blankValue(mask.value, datatype) : undefined;
}

/** Bytes of memory that reading `rows` cells takes. */
export function leafMemory(leaf: Leaf, rows: number, most: number): number {
  const count = Math.min(elementsOf(leaf), most);
  const length = typeof leaf.datatype === 'string' ? 0 : 2 * leaf.datatype.characters;
  return memoryOf(elementTypeOf(leaf.datatype), rows * count, length);
}
