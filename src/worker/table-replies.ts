import { SkybucketError } from '../core/errors';
import type { ColumnStatistics } from '../core/table/column-statistics';
import { columnName, isComplex, isNumeric, isScalar } from '../core/table/element-type';
import { cellText, exactElementText } from '../core/table/format';
import type { Scatter } from '../core/table/scatter';
import type { Column, ColumnValues, ElementType, Table, TableSlice } from '../core/table/table';
import type { TableView } from '../core/table/view';
import {
  MOST_CELL_TEXTS,
  type CellReply,
  type ColumnLine,
  type ColumnStatisticsReply,
  type RowsReply,
  type ScatterReply,
  type TableReply,
} from '../protocol/table';
import { boundedWarnings } from './bounded-warnings';

/** Elements of a cell that are shown in the grid. */
export const MOST_SHOWN = 8;

/** Characters of a cell that are shown in the grid. */
const MOST_CHARACTERS = 200;

export function tableReply(table: Table): TableReply {
  const { rows, rowsPresent, bytesPerRow, local } = table;
  return {
    ...{ columns: table.columns.map(columnLine), rows, rowsPresent, bytesPerRow, local },
    warnings: boundedWarnings(table.warnings),
  };
}

function columnLine(column: Column): ColumnLine {
  const { index, shape, variable, unit, description, format, nullRule, problem } = column;
  return {
    ...{ index, shape, variable, unit, description, format, nullRule, problem },
    name: columnName(column),
    type: column.type === 'logical' ? 'bool' : column.type,
    numeric: isNumeric(column),
    scalar: isScalar(column),
    width: usualWidth(column),
  };
}

/** Characters that the text of an element takes, about. */
const WIDTHS: Readonly<Record<ElementType, number>> = {
  logical: 5,
  bit: 1,
  int8: 4,
  uint8: 3,
  int16: 6,
  uint16: 5,
  int32: 8,
  uint32: 8,
  int64: 19,
  uint64: 19,
  float32: 10,
  float64: 18,
  complex64: 20,
  complex128: 36,
  text: 12,
};

/** Characters of a text or an array that the grid makes room for unasked. */
const WIDEST = 32;

function usualWidth(column: Column): number {
  const declared = /[0-9]+/.exec(column.display ?? (column.type === 'text' ? column.format : ''));
  const element = Math.min(declared === null ? WIDTHS[column.type] : Number(declared[0]), WIDEST);
  if (isScalar(column)) {
    return element;
  }
  const count = column.variable ? MOST_SHOWN : column.shape.reduce((a, b) => a * b, 1);
  const between = column.type === 'bit' ? 0 : 2;
  return Math.min(count * (element + between) + between, WIDEST);
}

/** The cells of a slice as the grid shows them. */
export function rowsReply(view: TableView, from: number, slice: TableSlice): RowsReply {
  const start = Math.min(from, view.rows);
  const { columns, warnings } = view.store.table;
  return {
    ...(warnings.length > 0 && { warnings: boundedWarnings(warnings) }),
    from: start,
    numbers: Array.from({ length: slice.rows }, (_, i) => view.numberOf(start + i)),
    cells: slice.columns.map((part) => {
      const column = columns[part.column] as Column;
      return Array.from({ length: slice.rows }, (_, row) =>
        shortened(cellText(part, row, column, { most: MOST_SHOWN })),
      );
    }),
  };
}

function shortened(text: string | null): string | null {
  return text !== null && text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS)}…`
    : text;
}

/**
 * The only cell of a slice, element by element.
 *
 * @throws SkybucketError `format` for one that cannot be read.
 */
export function cellReply(column: Column, part: ColumnValues): CellReply {
  const read = part.starts === undefined ? 1 : (part.starts[1] as number);
  const count = part.lengths?.[0] ?? read;
  if (Number.isNaN(count)) {
    throw new SkybucketError(
      'format',
      'This cell cannot be read: its array would lie where the file has none.',
    );
  }
  const texts = Array.from({ length: Math.min(read, MOST_CELL_TEXTS) }, (_, i) =>
    exactElementText(part, i, column.type),
  );
  const numbers = column.type === 'text' || isComplex(column.type) ? 0 : read;
  const values = new Float64Array(numbers);
  for (let i = 0; i < numbers; i++) {
    values[i] = part.missing?.[i] === 1 ? NaN : Number(part.values[i]);
  }
  return {
    shape: column.variable ? [count] : column.shape,
    count,
    values: new Uint8Array(values.buffer),
    texts,
  };
}

/** A webview would get null for NaN. */
export function columnStatisticsReply(statistics: ColumnStatistics): ColumnStatisticsReply {
  const { sum, mean, deviation, median } = statistics;
  return {
    ...statistics,
    sum: finite(sum),
    mean: finite(mean),
    deviation: finite(deviation),
    median: finite(median),
  };
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

export function scatterReply({
  points,
  xRange,
  yRange,
  density,
  ...chosen
}: Scatter): ScatterReply {
  return {
    ...{ points, xRange, yRange },
    x: new Uint8Array(chosen.x.buffer),
    y: new Uint8Array(chosen.y.buffer),
    rows: new Uint8Array(chosen.rows.buffer),
    density: density && { ...density, counts: new Uint8Array(density.counts.buffer) },
  };
}
