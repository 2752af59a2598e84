import { readFileSync } from 'node:fs';
import { NodeInflate } from '../../../../src/platform/node/inflate';
import type { VoDocument, VoTable } from '../../../../src/core/votable/document';
import type { ReadVoTableOptions } from '../../../../src/core/votable/read-options';
import { readVoTable } from '../../../../src/core/votable/read-votable';
import { cellValue, type CellValue } from '../../../golden/table-values';

/** Bytes in pieces of so many. */
export async function* inPieces(bytes: Uint8Array, length = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) {
    yield bytes.subarray(at, at + length);
  }
}

export function read(
  text: string | Uint8Array,
  options: ReadVoTableOptions & { readonly pieces?: number } = {},
): Promise<VoDocument> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { pieces, ...given } = options;
  return readVoTable(inPieces(bytes, pieces), { inflate: new NodeInflate(), ...given });
}

/** A document of one table. */
export function oneTable(fields: string, data: string, before = '', after = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">' +
    `<RESOURCE type="results">${before}<TABLE>${fields}<DATA>${data}</DATA></TABLE>${after}` +
    '</RESOURCE></VOTABLE>'
  );
}

/** TABLEDATA of rows of cells; a cell is what stands between its tags. */
export function tableData(rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    row.map((cell) => (cell === '' ? '<TD/>' : `<TD>${cell}</TD>`)).join('');
  return `<TABLEDATA>${rows.map((row) => `<TR>${cells(row)}</TR>\n`).join('')}</TABLEDATA>`;
}

/** All cells, row by row. */
export async function cellsOf(table: VoTable): Promise<CellValue[][]> {
  const all = table.columns.map(({ index }) => index);
  const slice = await table.read(0, table.rows, all);
  return Array.from({ length: table.rows }, (_, row) =>
    slice.columns.map((values, i) => {
      const column = table.columns[i];
      return column === undefined ? null : cellValue(values, row, column);
    }),
  );
}

export async function firstCells(document: VoDocument): Promise<CellValue[][]> {
  const [table] = document.tables;
  if (table === undefined) {
    throw new Error('There is no table.');
  }
  return cellsOf(table);
}

export function truth<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../fixtures/votable/${name}`, import.meta.url), 'utf8'),
  ) as T;
}
