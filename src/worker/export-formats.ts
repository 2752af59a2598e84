import { writeFitsTable } from '../core/fits/write-table';
import { writeParquet } from '../core/parquet/write/write-parquet';
import type { TableSlice } from '../core/table/table';
import type { RowsToWrite, StreamPiece } from './export-streams';
import { columnsOf } from './table-text';

/** Formats that are written from the first byte to the last. */

/** What is wrong with the table stands under this name in the metadata of the file, as a list in JSON. */
const WARNINGS = 'skybucket:warnings';

export async function* parquetStream(rows: RowsToWrite): AsyncGenerator<StreamPiece, void, void> {
  const { view, columns, signal } = rows;
  let done = 0;
  const counted = async function* (): AsyncGenerator<TableSlice, void, void> {
    for await (const slice of rows.slices(columns)) {
      yield slice;
      done += slice.rows;
    }
  };
  const { warnings } = view.store.table;
  const metadata = new Map(warnings.length === 0 ? [] : [[WARNINGS, JSON.stringify(warnings)]]);
  for await (const bytes of writeParquet(columnsOf(view, columns), counted(), {
    ...{ signal, metadata },
  })) {
    yield { bytes, share: done / Math.max(1, view.rows) };
  }
}

export async function* fitsStream(rows: RowsToWrite): AsyncGenerator<StreamPiece, void, void> {
  const { view, columns, signal } = rows;
  yield* writeFitsTable(
    {
      columns: columnsOf(view, columns),
      ...{ rows: view.rows, atHand: view.store.table.local },
      // The writer counts its columns from 0.
      slices: (some) => rows.slices(some.map((i) => columns[i] as number)),
    },
    { signal, comments: view.store.table.warnings },
  );
}
