import type { ColumnValues, TableSlice } from '../table/table';
import { elementsOf, elementWriter } from './write-table-cells';
import type { WrittenField } from './write-table-fields';
import { rowLength } from './write-table-header';

/** Writes rows in their order; where the cells of each lie in the heap is counted on the way. */
export class RowWriter {
  /** Bytes of a row. */
  readonly width: number;
  /** Where the next cell of each field begins in the heap, which has one field after the other. */
  private readonly heapAt: number[];

  constructor(private readonly fields: readonly WrittenField[]) {
    this.width = rowLength(fields);
    let at = 0;
    this.heapAt = fields.map(({ heapBytes }) => {
      at += heapBytes;
      return at - heapBytes;
    });
  }

  /** @param slice rows of all fields, of which those in `[from, to)` are written. */
  rows(slice: TableSlice, from: number, to: number): Uint8Array {
    const { fields, width, heapAt } = this;
    const bytes = new Uint8Array((to - from) * width);
    const view = new DataView(bytes.buffer);
    let column = 0;
    for (const [i, field] of fields.entries()) {
      const values = slice.columns[i] as ColumnValues;
      const write = elementWriter(field, values);
      for (let row = from; row < to; row++) {
        const at = (row - from) * width + column;
        const [first, last] = elementsOf(field, values, row);
        if (field.count === undefined) {
          view.setBigInt64(at, BigInt(last - first));
          view.setBigInt64(at + 8, BigInt(heapAt[i] as number));
          heapAt[i] = (heapAt[i] as number) + (last - first) * field.size;
        } else {
          for (let element = first; element < last; element++) {
            write(view, at + (element - first) * field.size, element);
          }
        }
      }
      column += field.width;
    }
    return bytes;
  }
}

/** The cells of a field that lie in the heap, as they are in a slice of that field alone. */
export function cellBytes(field: WrittenField, { columns: [values] }: TableSlice): Uint8Array {
  const count = values?.starts?.at(-1) ?? 0;
  const bytes = new Uint8Array(count * field.size);
  if (values !== undefined) {
    const view = new DataView(bytes.buffer);
    const write = elementWriter(field, values);
    for (let element = 0; element < count; element++) {
      write(view, element * field.size, element);
    }
  }
  return bytes;
}
