import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import type { TableSlice } from '../../../src/core/table/table';
import { CountedSource, fixture, local, readerOf } from './support';

async function tableOf(name: string): Promise<ParquetTable> {
  return new ParquetTable(await openParquet(local(fixture(name))));
}

function indexOf(table: ParquetTable, name: string): number {
  return table.columns.findIndex((column) => column.name === name);
}

/** Behind bytes that push the pages out of the first read of the footer. */
function padded(name: string, padding: number): Uint8Array {
  const file = fixture(name);
  const bytes = new Uint8Array(file.length + padding);
  // The footer counts from the start of the file, so what is put in lies before it.
  const length = new DataView(file.buffer, file.byteOffset).getUint32(file.length - 8, true);
  const footer = file.length - 8 - length;
  bytes.set(file.subarray(0, footer));
  bytes.set(file.subarray(footer), footer + padding);
  return bytes;
}

describe('reading a Parquet file far away', () => {
  it('takes one round for the footer and one for the columns of a row group', async () => {
    const meter = new Meter();
    const source = new CountedSource('x.parquet', padded('dictionary-snappy', 400_000));
    const file = await openParquet(readerOf(source, meter));
    expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1, bytes: 128 * 1024 });
    const table = new ParquetTable(file);
    const columns = ['id', 'ra', 'name'].map((name) => indexOf(table, name));
    const slice = await table.read(25, 50, columns);
    expect(meter.figures()).toMatchObject({ rounds: 2 });
    expect(slice.columns[0]?.values[0]).toBe(9007199254740993n + 25n);
    const requests = source.reads.length;
    // What was unpacked is at hand.
    await table.read(30, 40, columns);
    expect(source.reads).toHaveLength(requests);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const source = new CountedSource('x.parquet', padded('brotli', 400_000));
    const table = new ParquetTable(await openParquet(readerOf(source)));
    const reading = table.read(0, 60, [0, 1, 2], { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the table of a Parquet file', () => {
  it('has fields of structs as columns, and units and descriptions', async () => {
    const table = await tableOf('brotli');
    const names = table.columns.map(({ name }) => name);
    expect(names).toContain('lc.mjd');
    expect(names).toContain('points.x');
    expect(table.columns[indexOf(table, 'ra')]).toMatchObject({
      ...{ type: 'float64', unit: 'deg', description: 'right ascension', format: 'DOUBLE' },
    });
    expect(table.columns[indexOf(table, 'lc.mjd')]).toMatchObject({ variable: true, unit: 'd' });
    expect(table.columns[indexOf(table, 'id')]).toMatchObject({
      nullRule: undefined,
      type: 'int64',
    });
    expect(table.columns[indexOf(table, 'dec38')]?.format).toBe(
      'FIXED_LEN_BYTE_ARRAY[16] (DECIMAL 38,10)',
    );
    expect(table.columns[indexOf(table, 'matrix')]).toMatchObject({ type: 'text', kind: 'json' });
  });

  it('gives all rows in a scan, and no more than asked of a cell', async () => {
    const table = await tableOf('pages-zstd-v2');
    const columns = [indexOf(table, 'id'), indexOf(table, 'list')];
    const slices: TableSlice[] = [];
    for await (const slice of table.scan(columns, { mostElements: 1 })) {
      slices.push(slice);
    }
    expect(slices.map(({ from, rows }) => [from, rows])).toEqual([
      [0, 25],
      [25, 25],
      [50, 10],
    ]);
    const lists = slices[0]?.columns[1];
    // Rows 0 to 3 have none, one, two, and no list at all.
    expect([...(lists?.starts?.slice(0, 5) ?? [])]).toEqual([0, 0, 1, 2, 2]);
    expect([...(lists?.lengths?.slice(0, 4) ?? [])]).toEqual([0, 1, 2, NaN]);
  });

  it('refuses rows and columns that are not there', async () => {
    const table = await tableOf('lz4');
    await expect(table.read(59, 61, [0])).rejects.toMatchObject({ code: 'past-end' });
    await expect(table.readRows([60], [0])).rejects.toMatchObject({ code: 'past-end' });
    await expect(table.read(0, 1, [400])).rejects.toMatchObject({ code: 'past-end' });
  });
});
