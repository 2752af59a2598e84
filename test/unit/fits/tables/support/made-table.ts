import type { ByteReader } from '../../../../../src/core/bytes/reader';
import { HduIndex } from '../../../../../src/core/fits/hdu-index';
import { openTable } from '../../../../../src/core/fits/tables/open-table';
import type { Table } from '../../../../../src/core/table/table';
import { NodeInflate } from '../../../../../src/platform/node/inflate';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
} from '../../support/made';
import { CountingReader } from '../../support/memory-reader';

export interface MadeTable {
  /** Cards of the columns, and whatever else. */
  readonly cards: readonly string[];
  readonly rowLength: number;
  readonly rows: number;
  /** TFIELDS. */
  readonly fields: number;
  readonly data?: Uint8Array;
  /** Gap and heap, behind the rows. */
  readonly heap?: Uint8Array;
  readonly pcount?: number;
  readonly type?: string;
}

const PRIMARY = headerBytes([...primaryCards(8, []), card('EXTEND', true)]);

/** The headers of a file whose first extension is the table. */
export function tableHeaders(table: MadeTable): Uint8Array {
  const { rowLength, rows, fields, heap, type = 'BINTABLE' } = table;
  const pcount = table.pcount ?? heap?.length ?? 0;
  const extension = headerBytes([
    ...extensionCards(type, 8, [rowLength, rows], pcount),
    card('TFIELDS', fields),
    ...table.cards,
  ]);
  return concat(PRIMARY, extension);
}

export function tableFile(table: MadeTable): Uint8Array {
  const nothing = new Uint8Array(0);
  const data = concat(table.data ?? nothing, table.heap ?? nothing);
  return concat(tableHeaders(table), padToBlock(data));
}

/** The table in the first extension, by a reader that counts. */
export async function openMade(
  table: MadeTable,
  length?: number,
): Promise<{ table: Table; reader: CountingReader }> {
  const bytes = tableFile(table);
  const reader = CountingReader.of(bytes.subarray(0, length ?? bytes.length));
  return { table: await openFirstTable(reader), reader };
}

export async function openFirstTable(reader: ByteReader): Promise<Table> {
  return openTable(reader, await new HduIndex(reader).hdu(1), new NodeInflate());
}

/** TTYPEn and TFORMn of columns in turn: `['NAME', 'J']`. */
export function columnCards(
  ...columns: readonly (readonly [name: string, form: string])[]
): string[] {
  return columns.flatMap(([name, form], i) => [
    card(`TTYPE${i + 1}`, name),
    card(`TFORM${i + 1}`, form),
  ]);
}

/** Big-endian 32-bit integers. */
export function int32s(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, value));
  return new Uint8Array(view.buffer);
}
