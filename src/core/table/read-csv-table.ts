import type { ReadOptions } from '../bytes/source';
import { throwIfAborted } from '../errors';
import type { ColumnBuilder } from './column-builder';
import { RecordSplitter, type CsvRecord, type Delimiter } from './read-csv-rows';
import type { FileText } from './read-csv-text';
import { RowsInMemory } from './rows-in-memory';
import type { Column, Table } from './table';
import { Turns } from './turns';

export interface ReadTextTableOptions extends ReadOptions {
  /** Rows that are kept at most; where there are more, the table is cut there and says so. */
  readonly mostRows?: number | undefined;
  /** Bytes that the rows may take in memory; left out: 1 GiB. The table is cut where they are more. */
  readonly mostBytes?: number | undefined;
}

/** How the records of a file are found. */
export interface TextLayout {
  readonly delimiter: Delimiter;
  /** Whether lines that begin with `#` are passed over. */
  readonly hasComments: boolean;
  /** Whether the first record has the names of the columns. */
  readonly namesInLine: boolean;
}

/** A column that is made of fields. */
export interface TextCells {
  readonly column: Column;
  readonly builder: ColumnBuilder;
  /** Adds one cell and ends it. */
  add(field: string, quoted: boolean): void;
  /** What was wrong with its fields, one sentence each. */
  readonly warnings: readonly string[];
}

const MOST_BYTES = 2 ** 30;

/** Records that are taken apart at a time. */
const ROWS_PER_BATCH = 1024;
/** Elements between two looks at what the rows take. */
const ELEMENTS_PER_LOOK = 1_000_000;

/** The records behind the names. */
export async function* dataRecords(
  text: FileText,
  { delimiter, hasComments, namesInLine }: TextLayout,
  signal: AbortSignal | undefined,
): AsyncGenerator<CsvRecord[], void, void> {
  const splitter = new RecordSplitter(delimiter, hasComments);
  const turns = new Turns(signal);
  let names = namesInLine;
  let batch: CsvRecord[] = [];
  const take = (record: CsvRecord): boolean => {
    if (names) {
      names = false;
    } else {
      batch.push(record);
    }
    return batch.length === ROWS_PER_BATCH;
  };
  for await (const piece of text.pieces()) {
    throwIfAborted(signal);
    for (const record of splitter.push(piece)) {
      if (take(record)) {
        yield batch;
        batch = [];
        if (turns.over) {
          await turns.next();
        }
      }
    }
  }
  for (const record of splitter.end()) {
    take(record);
  }
  yield batch;
}

/**
 * The table of all records, as far as there is room.
 *
 * @throws SkybucketError `format` for a quote that is never closed, `cancelled`, or what reading throws.
 */
export async function tableOfRecords(
  text: FileText,
  layout: TextLayout,
  cells: readonly TextCells[],
  options: ReadTextTableOptions,
): Promise<Table> {
  const { mostRows = Infinity, mostBytes = MOST_BYTES, signal } = options;
  const elements = cells.reduce((sum, { builder }) => sum + (builder.count ?? 1), 1);
  const rowsPerLook = Math.min(ROWS_PER_BATCH, Math.ceil(ELEMENTS_PER_LOOK / elements));
  const isFull = (): boolean =>
    cells.reduce((sum, { builder }) => sum + builder.bytes, 0) > mostBytes;
  let rows = 0;
  let tooLong = 0;
  let cut: string | undefined;
  read: for await (const batch of dataRecords(text, layout, signal)) {
    for (const { fields, quoted } of batch) {
      if (rows >= mostRows || (rows % rowsPerLook === 0 && isFull())) {
        cut = onlyFirst(rows);
        break read;
      }
      rows += 1;
      tooLong += fields.length > cells.length ? 1 : 0;
      for (let i = 0; i < cells.length; i++) {
        cells[i]?.add(fields[i] ?? '', quoted?.[i] === true);
      }
    }
  }
  const stored = cells.map(({ builder }) => builder.finish(rows));
  const columns = cells.map(({ column }) => column);
  const warnings = [
    ...(cut === undefined ? [] : [cut]),
    ...(tooLong === 0 ? [] : [moreFields(tooLong)]),
    ...cells.flatMap((each) => each.warnings),
  ];
  return new RowsInMemory(columns, stored, rows, warnings, cut);
}

function onlyFirst(rows: number): string {
  return `Only the first ${rows.toLocaleString('en-US')} rows were read; there are more.`;
}

function moreFields(count: number): string {
  const rows = count === 1 ? 'One row has' : `${count.toLocaleString('en-US')} rows have`;
  return `${rows} more fields than there are columns; what is too much is left out.`;
}
