import type { Meter } from '../bytes/meter';

/**
 * What every table of every format gives the grid: columns, and rows of some of them as typed columns.
 * Rows and columns are counted from 0.
 */

/**
 * What the elements of a column are, after scaling, and the array they come in:
 *
 * | type | array |
 * |---|---|
 * | `logical`, `bit` | Uint8Array of 0 and 1 |
 * | `int8` … `uint32`, `float32`, `float64` | the typed array of that name |
 * | `int64`, `uint64` | BigInt64Array, BigUint64Array: exact |
 * | `complex64`, `complex128` | Float32Array, Float64Array: real and imaginary part in turn |
 * | `text` | strings, without trailing blanks and NULs |
 */
export type ElementType =
  | 'logical'
  | 'bit'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'text';

export type ElementArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | readonly string[];

export interface Column {
  /** 0-based position in the table. */
  readonly index: number;
  /** As the file has it; empty where it has none. */
  readonly name: string;
  readonly type: ElementType;
  /** Shape of a cell, slowest axis first as numpy writes it; empty for one element a row. */
  readonly shape: readonly number[];
  /** True where every cell has a length of its own; `shape` is empty then. */
  readonly variable: boolean;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** How the file stores it, in the words of its format: `1E`, `PJ(7)`, `F8.3`. */
  readonly format: string;
  /** How the file wants it shown (TDISPn), as it is written there. */
  readonly display: string | undefined;
  /** What stands for a missing value, in words: `-99`, `a blank field`; undefined where nothing does. */
  readonly nullRule: string | undefined;
  /** Why it cannot be read, one sentence; its cells are missing then. */
  readonly problem: string | undefined;
}

/** Values of one column in some rows. */
export interface ColumnValues {
  /** Position of the column in the table. */
  readonly column: number;
  /** The elements of all rows, one row after the other. */
  readonly values: ElementArray;
  /**
   * Where the elements of each row start in `values`, counted in elements (a complex number is one),
   * with the end of the last: rows + 1 of them. Undefined where every row has exactly one element.
   */
  readonly starts: Uint32Array | undefined;
  /**
   * How many elements the cell of each row has in the file; more than are here where `mostElements` cut
   * it; NaN for a cell of variable length that cannot be read, which is missing as a whole. Undefined
   * where all are here.
   */
  readonly lengths: Float64Array | undefined;
  /** 1 for each element that is missing; undefined where none is. */
  readonly missing: Uint8Array | undefined;
}

/** Some rows of some columns, in the order asked for. */
export interface TableSlice {
  /** Position in the table of the first row, for rows that follow on each other. */
  readonly from: number;
  readonly rows: number;
  readonly columns: readonly ColumnValues[];
}

export interface TableOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** The most elements that are read of a cell; the rest costs nothing. Left out: all of them. */
  readonly mostElements?: number | undefined;
}

/** What reading would cost: nothing where every byte is at hand. */
export interface ReadCost {
  readonly bytes: number;
  readonly requests: number;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows that are really there: fewer in a file that was cut short. */
  readonly rowsPresent: number;
  /** Bytes of one row as stored, without what lies elsewhere (the heap). */
  readonly bytesPerRow: number;
  /** True where every byte is at hand. */
  readonly local: boolean;
  /**
   * What is wrong with the table, one sentence each; cells that turn out to be broken join the list as they
   * are read, up to a hundred of them.
   */
  readonly warnings: readonly string[];

  /**
   * Rows `[from, to)` of the columns (positions, in any order), in one plan.
   *
   * @throws SkybucketError `past-end` outside the table, `truncated` where the file lacks a row,
   *   `format` for what cannot be unpacked, `too-large` for more than memory can bear, `cancelled`. A cell
   *   that points outside the file is missing, so that it does not take the others with it.
   */
  read(
    from: number,
    to: number,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice>;

  /** The given rows in the given order, in one plan; `from` of the slice is the first of them. */
  readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice>;

  /**
   * All rows that are there, in their order, in slices of a few MB; the next ones are read ahead.
   * Stopping the loop stops the requests.
   */
  scan(columns: readonly number[], options?: TableOptions): AsyncIterable<TableSlice>;

  /** What {@link scan} would cost now. */
  scanCost(columns: readonly number[]): ReadCost;
}
