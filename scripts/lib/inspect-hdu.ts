import type { Meter } from '../../src/core/bytes/meter';
import { cellText } from '../../src/core/table/format';
import type { Column, Table } from '../../src/core/table/table';
import type { ChecksumReply } from '../../src/protocol/methods';
import type { Content } from '../../src/worker/content';

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

export type ChecksumInspection = ChecksumReply & { readonly hdu: number };

/** The columns of a table and its first rows as text. */
export async function inspectTable(
  table: Table,
  rows: number,
  meter: Meter,
): Promise<TableInspection> {
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

/** What the checksums of every HDU, or of the block of every array, say. */
export async function inspectChecksums(
  content: Content,
  meter: Meter,
): Promise<ChecksumInspection[]> {
  const verdicts: ChecksumInspection[] = [];
  for (const { index, tree } of content.parts().lines) {
    if (content.format === 'FITS' || tree !== true) {
      const onProgress = (): void => undefined;
      verdicts.push({ hdu: index, ...(await content.checksum(index, { meter, onProgress })) });
    }
  }
  return verdicts;
}
