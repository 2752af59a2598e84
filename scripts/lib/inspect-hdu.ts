import type { Meter } from '../../src/core/bytes/meter';
import { verifyChecksum, type ChecksumVerdict } from '../../src/core/fits/checksum';
import type { Hdu } from '../../src/core/fits/hdu';
import { openTable } from '../../src/core/fits/tables/open-table';
import { cellText } from '../../src/core/table/format';
import type { Column } from '../../src/core/table/table';
import type { OpenFits } from '../../src/worker/fits-file';
import type { WorkerTools } from '../../src/worker/tools';

/** Elements of a cell that are printed. */
const ELEMENTS = 8;
/** Columns whose cells are printed. */
const COLUMNS = 12;

export interface TableInspection {
  readonly rows: number;
  readonly rowsPresent: number;
  readonly bytesPerRow: number;
  readonly columns: readonly Column[];
  /** The first rows as text; null where a value is missing. */
  readonly first: readonly (readonly (string | null)[])[];
}

export type ChecksumInspection = ChecksumVerdict & { readonly hdu: number };

/** The columns of a table and its first rows as text. */
export async function inspectTable(
  { reader }: OpenFits,
  hdu: Hdu,
  rows: number,
  { inflate }: WorkerTools,
  meter: Meter,
): Promise<TableInspection> {
  const table = openTable(reader, hdu, inflate);
  const shown = table.columns.slice(0, COLUMNS);
  const to = Math.min(rows, table.rowsPresent);
  const slice = await table.read(
    0,
    to,
    shown.map(({ index }) => index),
    { meter, mostElements: ELEMENTS },
  );
  return {
    rows: table.rows,
    rowsPresent: table.rowsPresent,
    bytesPerRow: table.bytesPerRow,
    columns: table.columns,
    first: Array.from({ length: to }, (_, row) =>
      shown.map((column, i) => {
        const values = slice.columns[i];
        return values === undefined ? null : cellText(values, row, column, { most: ELEMENTS });
      }),
    ),
  };
}

export function printTable(hdu: number, table: TableInspection): void {
  const { rows, rowsPresent, columns, first } = table;
  const cut = rowsPresent < rows ? `, of which ${rowsPresent} are there` : '';
  console.log(`\nTable of HDU ${hdu}: ${rows} rows${cut}, ${columns.length} columns`);
  for (const { index, name, type, shape, variable, format, unit, problem } of columns) {
    const cell = variable ? '[…]' : shape.length > 0 ? `[${shape.join(', ')}]` : '';
    const note = problem === undefined ? '' : `  problem: ${problem}`;
    const head = `${String(index).padStart(4)}  ${name.padEnd(20)} ${(type + cell).padEnd(16)}`;
    console.log(`${head} ${format.padEnd(12)} ${unit ?? ''}${note}`.trimEnd());
  }
  first.forEach((cells, row) => console.log(`row ${row}: ${cells.map(String).join(' | ')}`));
}

/** What the checksums of every HDU say. */
export async function inspectChecksums(
  { index, reader }: OpenFits,
  meter: Meter,
): Promise<ChecksumInspection[]> {
  const verdicts: ChecksumInspection[] = [];
  for (const hdu of index.known) {
    verdicts.push({ hdu: hdu.index, ...(await verifyChecksum(reader, hdu, { meter })) });
  }
  return verdicts;
}
