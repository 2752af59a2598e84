import type { ColumnValues } from '../../table/table';
import type { ColumnReader, RowsPlace } from './column-reader';
import { decodeElements } from './decode-elements';
import { Elements, memoryOf } from './elements';
import { MOST_CHARACTERS, type Cell, type Field } from './field';
import { bytesOf } from './tform';

/** Where arrays lie, in bytes from the end of the main table. */
export interface Heap {
  /** The gap before the heap: THEAP beyond the main table. */
  readonly gap: number;
  /** PCOUNT. */
  readonly length: number;
  /** As much of it as the file has. */
  readonly present: number;
}

/** An array in the heap that a cell points to; `length` bytes of it are wanted. */
export interface HeapCell {
  readonly reader: HeapReader;
  /** Row of the slice. */
  readonly row: number;
  readonly offset: number;
  readonly length: number;
}

/** A cell whose array cannot be read. */
export type BadCell = (row: number, field: Field, why: string) => void;

/**
 * A column of array descriptors (FITS 4.0, section 7.3.5): first the descriptors of the rows, then the
 * arrays that they point to. A cell that points outside the heap has no elements and NaN as its length.
 */
export class HeapReader implements ColumnReader {
  readonly start: number;
  readonly end: number;
  /** Elements that each cell has by its descriptor, then those that are there: NaN for a bad cell. */
  private readonly counts: Float64Array;
  private readonly offsets: Float64Array;
  private starts: Uint32Array;
  private elements: Elements;

  constructor(
    readonly field: Field,
    private readonly cell: Cell & { kind: 'heap' },
    private readonly rows: number,
    private readonly most: number,
  ) {
    this.start = field.offset;
    this.end = field.offset + field.width;
    this.counts = new Float64Array(rows);
    this.offsets = new Float64Array(rows);
    this.starts = new Uint32Array(0);
    this.elements = new Elements(cell.coding.type, 0);
  }

  take(bytes: Uint8Array, { start, stride, rows }: RowsPlace, at: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < rows; row += 1) {
      const from = start + this.start + row * stride;
      // Unsigned, as the libraries read them: heaps beyond 2 GiB exist, negative counts do not.
      if (this.cell.descriptor === 'P') {
        this.counts[at + row] = view.getUint32(from);
        this.offsets[at + row] = view.getUint32(from + 4);
      } else {
        this.counts[at + row] = Number(view.getBigUint64(from));
        this.offsets[at + row] = Number(view.getBigUint64(from + 8));
      }
    }
  }

  /** Bytes of memory that the arrays of all rows take. */
  memory(heap: Heap): number {
    let bytes = 0;
    for (let row = 0; row < this.rows; row += 1) {
      if (this.problemOf(row, heap) === undefined) {
        const taken = this.taken(row);
        bytes += this.isText ? 2 * taken : memoryOf(this.cell.coding.type, taken);
      }
    }
    return bytes;
  }

  /** Makes room for the elements and says where they are. Bad cells are told of and left out. */
  plan(heap: Heap, bad: BadCell): HeapCell[] {
    const { letter } = this.cell.coding;
    const cells: HeapCell[] = [];
    this.starts = new Uint32Array(this.rows + 1);
    let at = 0;
    for (let row = 0; row < this.rows; row += 1) {
      const why = this.problemOf(row, heap);
      const taken = why === undefined ? this.taken(row) : 0;
      if (why !== undefined) {
        this.counts[row] = NaN;
        bad(row, this.field, why);
      } else if (taken > 0) {
        const offset = heap.gap + (this.offsets[row] as number);
        cells.push({ reader: this, row, offset, length: bytesOf(letter, taken) });
      }
      at += this.isText ? 1 : taken;
      this.starts[row + 1] = at;
    }
    this.elements = new Elements(this.cell.coding.type, at);
    return cells;
  }

  /** The bytes of a planned cell are in. */
  takeArray({ row, length }: HeapCell, bytes: Uint8Array, start: number): void {
    const { coding } = this.cell;
    const at = this.starts[row] as number;
    const place = { start, stride: 0, cells: 1 };
    if (this.isText) {
      decodeElements(
        bytes,
        { ...place, perCell: 1 },
        { ...coding, size: length },
        this.elements,
        at,
      );
    } else {
      const perCell = (this.starts[row + 1] as number) - at;
      decodeElements(bytes, { ...place, perCell }, coding, this.elements, at);
    }
  }

  values(): ColumnValues {
    const { values } = this.elements;
    const column = this.field.column.index;
    if (this.isText) {
      this.counts.forEach((count, row) => {
        if (Number.isNaN(count)) {
          this.elements.setMissing(row);
        }
      });
      const { missing } = this.elements;
      return { column, values, starts: undefined, lengths: undefined, missing };
    }
    const all = this.counts.every((count, row) => count === this.taken(row));
    const lengths = all ? undefined : this.counts;
    return { column, values, starts: this.starts, lengths, missing: this.elements.missing };
  }

  /** An array of characters is one text. */
  private get isText(): boolean {
    return this.cell.coding.letter === 'A';
  }

  private taken(row: number): number {
    const count = this.counts[row] as number;
    const most = this.isText && this.most < Infinity ? MOST_CHARACTERS : this.most;
    return Math.min(count, most);
  }

  private problemOf(row: number, { gap, length, present }: Heap): string | undefined {
    const count = this.counts[row] as number;
    if (count === 0) {
      return undefined;
    }
    const bytes = bytesOf(this.cell.coding.letter, count);
    const start = this.offsets[row] as number;
    if (gap + start + bytes > length) {
      return `its ${count} elements would lie in bytes ${start} to ${start + bytes} of a heap of ${length - gap} bytes.`;
    }
    return gap + start + bytes > present ? 'the file ends before its elements.' : undefined;
  }
}
