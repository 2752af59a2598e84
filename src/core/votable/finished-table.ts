import type { Column, Table } from '../table/table';
import type { VoTable } from './document';

/** What is said of a table beside its rows. */
export type TableWords = Omit<VoTable, keyof Table> & Pick<Table, 'warnings'>;

/** A table of a document: its words, and the rows of another table. */
export function finishedTable(
  words: TableWords,
  table: Table,
  columns: readonly Column[],
): VoTable {
  return {
    ...words,
    columns,
    rows: table.rows,
    rowsPresent: table.rowsPresent,
    bytesPerRow: table.bytesPerRow,
    local: table.local,
    /** Those of a FITS file may become more as it is read. */
    get warnings() {
      const { warnings: said } = words;
      const own = table.warnings;
      return own.length === 0 ? said : [...new Set([...said, ...own])];
    },
    read: (...asked) => table.read(...asked),
    readRows: (...asked) => table.readRows(...asked),
    scan: (...asked) => table.scan(...asked),
    scanCost: (...asked) => table.scanCost(...asked),
  };
}
