import { SkybucketError, throwIfAborted } from '../../../src/core/errors';
import type {
  Column,
  ColumnValues,
  ElementArray,
  ElementType,
  ReadCost,
  Table,
  TableOptions,
  TableSlice,
} from '../../../src/core/table/table';

/** A column whose elements are all in memory, one row after the other. */
export interface MemoryColumn {
  readonly column: Column;
  readonly values: ElementArray;
  readonly starts: Uint32Array | undefined;
  readonly missing: Uint8Array | undefined;
}

export interface MemoryColumnOptions {
  /** 1 for each element that is missing. */
  readonly missing?: ArrayLike<number> | undefined;
  readonly shape?: readonly number[];
  /** Elements in each row, for arrays of variable length. */
  readonly lengths?: readonly number[];
  readonly unit?: string;
  readonly problem?: string;
}

/** Columns get their positions from the table. */
export function column(
  name: string,
  type: ElementType,
  values: ElementArray,
  options: MemoryColumnOptions = {},
): MemoryColumn {
  const { shape = [], lengths, missing, unit, problem } = options;
  const places = type.startsWith('complex') ? 2 : 1;
  const each = shape.reduce((product, length) => product * length, 1);
  const rows = lengths?.length ?? values.length / places / each;
  const array = lengths !== undefined || shape.length > 0;
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    starts[row + 1] = (starts[row] as number) + (lengths?.[row] ?? each);
  }
  return {
    column: {
      index: 0,
      name,
      type,
      shape,
      variable: lengths !== undefined,
      unit,
      description: undefined,
      format: '',
      display: undefined,
      nullRule: undefined,
      problem,
    },
    values,
    starts: array ? starts : undefined,
    missing: missing && Uint8Array.from(missing),
  };
}

/** The table contract over arrays, which counts what is asked of it. */
export class MemoryTable implements Table {
  readonly columns: readonly Column[];
  readonly bytesPerRow = 8;
  readonly local: boolean = true;
  warnings: readonly string[] = [];
  /** What was scanned: the positions of the columns, each time. */
  readonly scans: (readonly number[])[] = [];
  readonly reads: (readonly number[])[] = [];
  /** Slices that scans have given. */
  slices = 0;
  /** Scans that were stopped before their end. */
  stopped = 0;
  /** Awaited before each slice. */
  beforeSlice: (from: number) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly held: readonly MemoryColumn[],
    readonly rows: number,
    private readonly rowsPerSlice = 1000,
    readonly rowsPresent = rows,
  ) {
    this.columns = held.map(({ column: of }, index) => ({ ...of, index }));
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return this.readRows(rows, columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    throwIfAborted(options.signal);
    this.reads.push(Array.from(rows));
    return this.slice(Array.from(rows), columns, options.mostElements);
  }

  async *scan(columns: readonly number[], options: TableOptions = {}): AsyncGenerator<TableSlice> {
    this.scans.push(columns);
    let from = 0;
    try {
      while (from < this.rowsPresent) {
        await this.beforeSlice(from);
        throwIfAborted(options.signal);
        const to = Math.min(from + this.rowsPerSlice, this.rowsPresent);
        this.slices += 1;
        yield this.span(from, to, columns, options.mostElements);
        from = to;
      }
    } finally {
      this.stopped += from < this.rowsPresent ? 1 : 0;
    }
  }

  scanCost(columns: readonly number[]): ReadCost {
    return { bytes: columns.length * this.rowsPresent * 8, requests: columns.length };
  }

  private span(
    from: number,
    to: number,
    columns: readonly number[],
    most: number | undefined,
  ): TableSlice {
    if (columns.every((position) => this.held[position]?.starts === undefined)) {
      return this.plain(from, to, columns);
    }
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return this.slice(rows, columns, most);
  }

  /** Many rows at once, without looking at each. */
  private plain(from: number, to: number, columns: readonly number[]): TableSlice {
    const cut = columns.map((position): ColumnValues => {
      const { column: of, values, missing } = this.heldAt(position);
      const places = of.type.startsWith('complex') ? 2 : 1;
      return {
        column: position,
        values: values.slice(from * places, to * places) as ElementArray,
        starts: undefined,
        lengths: undefined,
        missing: missing?.slice(from, to),
      };
    });
    return { from, rows: to - from, columns: cut };
  }

  private slice(rows: readonly number[], columns: readonly number[], most = Infinity): TableSlice {
    if (rows.some((row) => !(row >= 0 && row < this.rowsPresent))) {
      throw new SkybucketError('past-end', 'There is no such row.');
    }
    const cut = columns.map((position): ColumnValues => {
      const { column: of, values, starts: at, missing } = this.heldAt(position);
      const places = of.type.startsWith('complex') ? 2 : 1;
      const elements: unknown[] = [];
      const none: number[] = [];
      const starts = new Uint32Array(rows.length + 1);
      const lengths = new Float64Array(rows.length);
      rows.forEach((row, i) => {
        const start = at?.[row] ?? row;
        const end = at?.[row + 1] ?? row + 1;
        const upTo = Math.min(end, start + most);
        for (let k = start; k < upTo; k++) {
          none.push(missing?.[k] ?? 0);
          for (let place = 0; place < places; place++) {
            elements.push(values[k * places + place]);
          }
        }
        starts[i + 1] = (starts[i] as number) + upTo - start;
        lengths[i] = end - start;
      });
      return {
        column: position,
        values: like(values, elements),
        starts: at && starts,
        lengths: at && lengths,
        missing: none.includes(1) ? Uint8Array.from(none) : undefined,
      };
    });
    return { from: rows[0] ?? 0, rows: rows.length, columns: cut };
  }

  private heldAt(position: number): MemoryColumn {
    const held = this.held[position];
    if (held === undefined) {
      throw new SkybucketError('past-end', 'There is no such column.');
    }
    return held;
  }
}

function like(values: ElementArray, elements: unknown[]): ElementArray {
  if (Array.isArray(values)) {
    return elements as string[];
  }
  const maker = values.constructor as unknown as { from(elements: unknown[]): ElementArray };
  return maker.from(elements);
}
