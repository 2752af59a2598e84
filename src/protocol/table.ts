/** The methods of the viewer that are about tables. Rows and columns are counted from 0. */

export interface ColumnLine {
  readonly index: number;
  /** As the file has it; where it has none, `col1` for the first, as astropy names it. */
  readonly name: string;
  /** As numpy would call an element: `float32`, `int64`, `bool`, `bit`, `complex128`, `text`. */
  readonly type: string;
  /** Shape of a cell, slowest axis first; empty for one element a row. */
  readonly shape: readonly number[];
  readonly variable: boolean;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** TFORM (with TDIM where there is one) as the file has it. */
  readonly format: string;
  readonly nullRule: string | undefined;
  /** Why it cannot be read. */
  readonly problem: string | undefined;
  /** One real number a row: can be an axis of a plot, has a histogram. */
  readonly numeric: boolean;
  /** One element a row, so that it can be sorted by. */
  readonly scalar: boolean;
  /** Characters that a cell usually takes. */
  readonly width: number;
}

export interface TableReply {
  readonly columns: readonly ColumnLine[];
  readonly rows: number;
  /** Rows that are really there: fewer in a file that was cut short. */
  readonly rowsPresent: number;
  /** What reading all of it costs; nothing is to be told where it is `local`. */
  readonly bytesPerRow: number;
  readonly local: boolean;
  /** What is wrong with the table, one sentence each. */
  readonly warnings: readonly string[];
}

/** Which table, and its rows in which order: `view` is what `arrange` gave, or empty for all as stored. */
export interface TableRef {
  readonly hdu: number;
  readonly view: string;
}

export interface SortKey {
  readonly column: number;
  readonly descending: boolean;
}

/** Which rows are wanted of a table, and in which order. */
export interface Arranging {
  readonly hdu: number;
  /** Empty for every row. */
  readonly filter: string;
  readonly sort: readonly SortKey[];
  /** What the first row of the table is counted as where the filter says `row`; left out: 0. */
  readonly origin?: 0 | 1;
}

/** A part of a filter that makes no sense: characters `[from, to)`. */
export interface FilterProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export interface TableCost {
  readonly bytes: number;
  readonly requests: number;
}

export interface ArrangeProgress {
  /** Share of the rows that have been read, 0 to 1. */
  readonly done: number;
  /** Rows that match so far. */
  readonly rows: number;
}

export interface RowsReply {
  /** Rows in the view; may be less than were asked for. */
  readonly from: number;
  /** Position in the table of each row. */
  readonly numbers: readonly number[];
  /** For each column asked for the text of each row; null where the value is missing. */
  readonly cells: readonly (readonly (string | null)[])[];
  /** What is known by now to be wrong with the table, where that is anything: some cells prove broken when read. */
  readonly warnings?: readonly string[];
}

/** Statistics of the elements of a column that are there, over the rows of a view. */
export interface ColumnStatisticsReply {
  /** Rows read so far, and those of the view. */
  readonly rows: number;
  readonly rowsInView: number;
  /** Elements that are there, those that are missing, and those that are NaN or infinite. */
  readonly count: number;
  readonly missing: number;
  readonly nan: number;
  readonly infinite: number;
  /** Smallest and largest, as exact text; undefined where there is none. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** Of finite real elements; undefined for text and where there are none. */
  readonly sum: number | undefined;
  readonly mean: number | undefined;
  /** Of the population, as numpy's `std`. */
  readonly deviation: number | undefined;
  readonly median: number | undefined;
  /** False where the median is known to one part in some thousands only. */
  readonly medianExact: boolean;
  /** Different values, and the most frequent ones; undefined where there were too many to count. */
  readonly distinct: number | undefined;
  readonly frequent: readonly { readonly text: string; readonly count: number }[];
}

export interface ColumnHistogramReply {
  /** Edges of the first and the last bin; equal where all values are. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/**
 * Points of two columns, both finite. Where there are more than `most`, an even choice of the rows and
 * the counts of all of them.
 */
export interface ScatterReply {
  /** Rows of the view with both values. */
  readonly points: number;
  /** Little-endian float64, one a point that is given. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** Little-endian uint32: rows in the view. */
  readonly rows: Uint8Array;
  /** Of all points. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Counts over the ranges, row by row from the lowest y, little-endian uint32; only where points are left out. */
  readonly density:
    { readonly width: number; readonly height: number; readonly counts: Uint8Array } | undefined;
}

/** Elements of a cell that come as numbers, and as text, at most. */
export const MOST_CELL_VALUES = 4_194_304;
export const MOST_CELL_TEXTS = 10_000;

export interface CellReply {
  /** Shape of this cell, slowest axis first; one length for an array of variable length. */
  readonly shape: readonly number[];
  readonly count: number;
  /** The first {@link MOST_CELL_VALUES} elements as little-endian float64, missing ones NaN; empty for text and complex. */
  readonly values: Uint8Array;
  /** The first {@link MOST_CELL_TEXTS} elements, exact; null where missing. */
  readonly texts: readonly (string | null)[];
}

/** webview → host, about tables: `[params, result, progress]`. */
export interface TableMethods {
  table: [params: { hdu: number }, result: TableReply, progress: never];
  /** At most {@link MOST_CELLS} cells; long cells are abbreviated. */
  rows: [
    params: TableRef & { from: number; to: number; columns: readonly number[] },
    result: RowsReply,
    progress: never,
  ];
  /** Looks at a filter without reading: what is wrong with it, and what applying it (and sorting) costs. */
  arrangeCost: [
    params: Arranging,
    result: { problem: FilterProblem | undefined; cost: TableCost },
    progress: never,
  ];
  /**
   * Sorts (stable; missing and NaN last) and filters; an empty filter keeps every row. Views are kept
   * for a while: one that is gone is `not-found`, and is to be arranged anew.
   */
  arrange: [params: Arranging, result: { view: string; rows: number }, progress: ArrangeProgress];
  /** What reading whole columns costs now: nothing once they are kept. */
  columnsCost: [
    params: { hdu: number; columns: readonly number[] },
    result: TableCost,
    progress: never,
  ];
  columnStatistics: [
    params: TableRef & { column: number },
    result: ColumnStatisticsReply,
    progress: ColumnStatisticsReply,
  ];
  /** Without `range`, from the smallest to the largest finite value. */
  columnHistogram: [
    params: TableRef & {
      column: number;
      bins: number;
      range?: readonly [number, number] | undefined;
    },
    result: ColumnHistogramReply,
    progress: { done: number },
  ];
  scatter: [
    params: TableRef & { x: number; y: number; most: number },
    result: ScatterReply,
    progress: { done: number },
  ];
  /** `row` is a row of the view. */
  cell: [params: TableRef & { row: number; column: number }, result: CellReply, progress: never];
  /** Some cells as text for the clipboard, tabs between columns; at most {@link MOST_COPIED} cells. */
  rowsText: [
    params: TableRef & { from: number; to: number; columns: readonly number[]; names: boolean },
    result: { text: string },
    progress: never,
  ];
  /** Asks the user where to write the view, and writes it; false where they chose nowhere. */
  exportTable: [
    params: TableRef & { name: string; columns: readonly number[]; format: TableFormat },
    result: { saved: boolean },
    progress: { done: number },
  ];
}

/** What tables are exported as. */
export type TableFormat = 'csv' | 'votable' | 'ecsv' | 'fits' | 'parquet';

/** Cells of one `rows` request, at most. */
export const MOST_CELLS = 20_000;
/** Cells that can be copied at once. */
export const MOST_COPIED = 1_000_000;
