import { arrayOf, isComplex, type NumericArray } from '../table/element-type';
import type { Column, ColumnValues } from '../table/table';
import type { Cells } from './cells';
import type { GroupRows } from './chunk-reader';

/** Cells of one column, put together from those of several row groups in any order. */
export class GatheredCells {
  private readonly parts: { cells: Cells; from: number; rows: number; at: number }[] = [];

  /** @param most elements of a cell that are taken. */
  constructor(
    private readonly column: Column,
    private readonly rows: number,
    private readonly most: number,
  ) {}

  /** Rows of `cells` to go to `at`. */
  take(cells: Cells, { from, to }: GroupRows, at: number): void {
    this.parts.push({ cells, from, rows: to - from, at });
  }

  values(): ColumnValues {
    const { shape, variable } = this.column;
    return variable || shape.length > 0 ? this.lists() : this.singles();
  }

  private singles(): ColumnValues {
    const { type, index } = this.column;
    const holes = this.parts.some(({ cells }) => cells.missing !== undefined);
    const missing = holes ? new Uint8Array(this.rows) : undefined;
    const texts: string[] = type === 'text' ? new Array<string>(this.rows).fill('') : [];
    const numbers = type === 'text' ? undefined : arrayOf(type, this.rows);
    const places = isComplex(type) ? 2 : 1;
    for (const { cells, from, rows, at } of this.parts) {
      if (cells.missing) {
        missing?.set(cells.missing.subarray(from, from + rows), at);
      }
      if (numbers) {
        const own = cells.values as NumericArray;
        numbers.set(own.subarray(places * from, places * (from + rows)) as never, places * at);
      } else {
        for (let i = 0; i < rows; i++) {
          texts[at + i] = cells.values[from + i] as string;
        }
      }
    }
    return {
      column: index,
      values: numbers ?? texts,
      ...{ starts: undefined, lengths: undefined },
      missing: missing?.includes(1) ? missing : undefined,
    };
  }

  private lists(): ColumnValues {
    const { type, index } = this.column;
    const starts = new Uint32Array(this.rows + 1);
    const lengths = new Float64Array(this.rows);
    const cut: number[] = [];
    for (const { cells, from, rows, at } of this.parts) {
      for (let i = 0; i < rows; i++) {
        const length = lengthAt(cells, from + i);
        lengths[at + i] = Number.isNaN(cells.lengths?.[from + i]) ? NaN : length;
        starts[at + i + 1] = Math.min(this.most, length);
        cut.push(length > this.most ? 1 : 0);
      }
    }
    for (let row = 0; row < this.rows; row++) {
      starts[row + 1] = (starts[row] as number) + (starts[row + 1] as number);
    }
    const total = starts[this.rows] as number;
    const numbers = type === 'text' ? undefined : arrayOf(type, total);
    const texts: string[] = type === 'text' ? new Array<string>(total).fill('') : [];
    const missing = new Uint8Array(total);
    const places = isComplex(type) ? 2 : 1;
    for (const { cells, from, rows, at } of this.parts) {
      for (let i = 0; i < rows; i++) {
        const source = cells.starts?.[from + i] as number;
        const target = starts[at + i] as number;
        const count = (starts[at + i + 1] as number) - target;
        for (let element = 0; element < count; element++) {
          if (numbers) {
            for (let k = 0; k < places; k++) {
              const value = cells.values[places * (source + element) + k];
              numbers[places * (target + element) + k] = value as never;
            }
          } else {
            texts[target + element] = cells.values[source + element] as string;
          }
          missing[target + element] = cells.missing?.[source + element] ?? 0;
        }
      }
    }
    const odd = cut.includes(1) || lengths.some(Number.isNaN);
    return {
      ...{ column: index, starts, values: numbers ?? texts },
      lengths: odd ? lengths : undefined,
      missing: missing.includes(1) ? missing : undefined,
    };
  }
}

function lengthAt({ starts }: Cells, row: number): number {
  return (starts?.[row + 1] as number) - (starts?.[row] as number);
}
