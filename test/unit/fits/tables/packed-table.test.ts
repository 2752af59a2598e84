import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { HduIndex } from '../../../../src/core/fits/hdu-index';
import { openTable } from '../../../../src/core/fits/tables/open-table';
import { cellText } from '../../../../src/core/table/format';
import type { Column } from '../../../../src/core/table/table';
import { NodeInflate } from '../../../../src/platform/node/inflate';
import { CountingReader } from '../support/memory-reader';

const FOLDER = new URL('../../../fixtures/golden/fits/ztables/', import.meta.url);

/** Every cell of every second column of the tables of a file, and their columns. */
async function everything(name: string): Promise<unknown[]> {
  const bytes = gunzipSync(await readFile(new URL(`${name}.fits.gz`, FOLDER)));
  const reader = CountingReader.of(new Uint8Array(bytes));
  const all: unknown[] = [];
  for await (const hdu of new HduIndex(reader).all()) {
    if (hdu.index > 0) {
      const table = openTable(reader, hdu, new NodeInflate());
      all.push(table.columns, table.rowsPresent, table.warnings);
      const columns = table.columns.map(({ index }) => index).filter((index) => index % 2 === 1);
      for await (const slice of table.scan(columns)) {
        for (const values of slice.columns) {
          const column = table.columns[values.column] as Column;
          for (let row = 0; row < slice.rows; row += 1) {
            all.push(cellText(values, row, column, { exact: true }));
          }
        }
      }
    }
  }
  return all;
}

it.each(['columns', 'arrays'])('A compressed table reads as its original: %s', async (name) => {
  const packed = await everything(name);
  expect(packed.length).toBeGreaterThan(100);
  expect(packed).toEqual(await everything(`${name}-original`));
});
