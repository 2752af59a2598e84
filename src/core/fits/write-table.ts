import { SkybucketError, throwIfAborted } from '../errors';
import type { Column, ColumnValues, TableSlice } from '../table/table';
import { Turns } from '../table/turns';
import { columnName } from '../table/element-type';
import { padded } from './data-size';
import { writtenFields, type WrittenField } from './write-table-fields';
import { heapLength, tableHeader } from './write-table-header';
import { cellBytes, RowWriter } from './write-table-rows';
import { ColumnScan, needsScan } from './write-table-scan';

export interface TableToWrite {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Whether reading the rows again costs nothing. */
  readonly atHand: boolean;
  /** All rows of some of the columns (positions in `columns`), from the first on; can be asked for several times. */
  slices(columns: readonly number[]): AsyncIterable<TableSlice>;
}

export interface WriteFitsTableOptions {
  readonly signal?: AbortSignal | undefined;
  readonly comments?: readonly string[] | undefined;
}

export interface FitsPiece {
  readonly bytes: Uint8Array;
  /** How much of the work was done when it was made, 0 to 1. */
  readonly share: number;
}

const PIECE = 1024 * 1024;

/**
 * A FITS file whose first extension is a binary table, piece by piece. Columns whose width, length or value for what is
 * missing depends on their rows are read once before; those of variable length once more at the end, for the heap.
 * Unsigned integers have TZERO; where one is missing they are stored in the next wider type. Signed ones of 8 bits, which
 * readers take for numbers, are stored in 16. FITS has ASCII only: other characters are written as `?`, and a COMMENT says so.
 *
 * @throws SkybucketError `too-large` for more columns or wider rows than FITS can have, `unsupported` where nothing can
 *   stand for a missing integer, `cancelled`, or what reading throws.
 */
export async function* writeFitsTable(
  table: TableToWrite,
  { signal, comments = [] }: WriteFitsTableOptions = {},
): AsyncGenerator<FitsPiece, void, void> {
  const { columns, rows } = table;
  const scans = columns.map((column) =>
    needsScan(column, table.atHand) ? new ColumnScan(column) : undefined,
  );
  const scanned = scans.flatMap((scan, i) => (scan === undefined ? [] : [i]));
  const heaped = columns.flatMap(({ variable, type }, i) =>
    variable && type !== 'text' ? [i] : [],
  );
  const passes = 1 + (scanned.length > 0 ? 1 : 0) + (heaped.length > 0 ? 1 : 0);
  const turns = new Turns(signal);
  let pass = 0;
  const shareAt = (done: number): number => (pass + done / Math.max(1, rows)) / passes;
  if (scanned.length > 0) {
    let seen = 0;
    for await (const slice of table.slices(scanned)) {
      throwIfAborted(signal);
      scanned.forEach((i, k) => scans[i]?.see(slice.columns[k] as ColumnValues, slice.rows));
      seen += slice.rows;
      yield { bytes: new Uint8Array(0), share: shareAt(seen) };
      if (turns.over) {
        await turns.next();
      }
    }
    pass += 1;
  }
  const fields = writtenFields(columns, scans);
  const others = columns.filter((_, i) => scans[i]?.hasOthers === true).map(columnName);
  const notes = others.length === 0 ? comments : [...comments, notAscii(others)];
  yield { bytes: tableHeader(fields, rows, notes), share: shareAt(0) };
  const writer = new RowWriter(fields);
  let done = 0;
  for await (const slice of table.slices(columns.map((_, i) => i))) {
    throwIfAborted(signal);
    const step = Math.max(1, Math.floor(PIECE / Math.max(1, writer.width)));
    for (let from = 0; from < slice.rows; from += step) {
      const to = Math.min(slice.rows, from + step);
      yield { bytes: writer.rows(slice, from, to), share: shareAt(done + to) };
      if (turns.over) {
        await turns.next();
      }
    }
    done += slice.rows;
  }
  if (done !== rows) {
    throw new SkybucketError('truncated', `Of ${rows} rows there are only ${done}.`, {
      hint: 'The table has changed meanwhile; export it again.',
    });
  }
  pass += 1;
  for (const [k, i] of heaped.entries()) {
    for await (const slice of table.slices([i])) {
      throwIfAborted(signal);
      const bytes = cellBytes(fields[i] as WrittenField, slice);
      yield { bytes, share: (pass + k / heaped.length) / passes };
      if (turns.over) {
        await turns.next();
      }
    }
  }
  const size = writer.width * rows + heapLength(fields);
  yield { bytes: new Uint8Array(padded(size) - size), share: 1 };
}

function notAscii(names: readonly string[]): string {
  return `Characters that are not ASCII are written as question marks in: ${names.join(', ')}`;
}
