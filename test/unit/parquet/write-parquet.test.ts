import { describe, expect, it } from 'vitest';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import {
  writeParquet,
  type WriteParquetOptions,
} from '../../../src/core/parquet/write/write-parquet';
import type { Column, Table, TableSlice } from '../../../src/core/table/table';
import { column, MemoryTable, type MemoryColumn } from '../table/memory-table';
import { fixture, local } from './support';

async function written(
  columns: readonly Column[],
  rows: AsyncIterable<TableSlice>,
  options: WriteParquetOptions = {},
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeParquet(columns, rows, options)) {
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function all({ columns }: Table): number[] {
  return columns.map(({ index }) => index);
}

function tableOf(columns: readonly MemoryColumn[], rows: number, perSlice = 1000): MemoryTable {
  return new MemoryTable(columns, rows, perSlice);
}

const text = (rows: number): MemoryColumn =>
  column(
    's',
    'text',
    Array.from({ length: rows }, (_, i) => `text ${i}`),
  );

describe('writeParquet', () => {
  it('keeps the sign of zero', async () => {
    const zeros = Float64Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? -0 : 0));
    const table = tableOf([column('x', 'float64', zeros)], 500);
    const bytes = await written(table.columns, table.scan([0]));
    const read = await new ParquetTable(await openParquet(local(bytes))).read(0, 500, [0]);
    expect(read.columns[0]?.values).toEqual(zeros);
  });

  it('tells a list that is missing from one that is empty, and from one of what is missing', async () => {
    const [list] = tableOf([column('l', 'int16', new Int16Array(0), { lengths: [] })], 0).columns;
    const slice: TableSlice = {
      ...{ from: 0, rows: 4 },
      columns: [
        {
          ...{
            column: 0,
            values: new Int16Array([0, 7]),
            starts: new Uint32Array([0, 0, 0, 1, 2]),
          },
          ...{ lengths: new Float64Array([NaN, 0, 1, 1]), missing: new Uint8Array([1, 0]) },
        },
      ],
    };
    const rows = async function* (): AsyncGenerator<TableSlice> {
      yield await Promise.resolve(slice);
    };
    const bytes = await written([list as Column], rows());
    const read = await new ParquetTable(await openParquet(local(bytes))).read(0, 4, [0]);
    expect(read.columns).toEqual(slice.columns);
  });

  it('ends a row group with the slice that makes it large enough', async () => {
    const table = tableOf([text(10_000)], 10_000);
    const groups = async (options: WriteParquetOptions): Promise<number[]> => {
      const bytes = await written(table.columns, table.scan([0]), options);
      const { metadata } = await openParquet(local(bytes));
      return metadata.rowGroups.map(({ rows }) => rows);
    };
    expect(await groups({})).toEqual([10_000]);
    expect(await groups({ rowsPerGroup: 2500 })).toEqual([3000, 3000, 3000, 1000]);
    expect(await groups({ bytesPerGroup: 90_000 })).toEqual([6000, 4000]);
  });

  it('writes a table without rows', async () => {
    const table = tableOf([text(0)], 0);
    const bytes = await written(table.columns, table.scan([0]));
    const { metadata, columns } = await openParquet(local(bytes));
    expect([metadata.rows, columns.map(({ name, type }) => [name, type])]).toEqual([
      0,
      [['s', 'text']],
    ]);
  });

  it('keeps what another Parquet file says of its columns', async () => {
    const source = new ParquetTable(await openParquet(local(fixture('pages-zstd-indexed'))));
    const bytes = await written(source.columns, source.scan(all(source)), {
      metadata: new Map([['origin', 'here']]),
    });
    const file = await openParquet(local(bytes));
    expect(file.metadata.keyValues.get('origin')).toBe('here');
    const said = ({ name, type, unit, description, variable }: Column): unknown => [
      ...[name, type, unit, description, variable],
    ];
    expect(file.columns.map(said)).toEqual(source.columns.map(said));
    expect(file.columns.map(({ metadata }) => [...metadata])).toEqual(
      source.columns.map(({ metadata }) =>
        [...metadata].filter(([key]) => !/^(ARROW|PARQUET):/.test(key)),
      ),
    );
    const copy = new ParquetTable(file);
    const [was, is] = await Promise.all(
      [source, copy].map((table) => table.read(0, table.rows, all(table))),
    );
    expect(is?.columns).toEqual(was?.columns);
  });

  it('hands over pieces of some MB, however much there is', async () => {
    const rows = 400_000;
    const numbers = Float64Array.from({ length: rows }, (_, i) => Math.sin(i));
    const table = tableOf([column('x', 'float64', numbers), column('y', 'float64', numbers)], rows);
    const lengths: number[] = [];
    for await (const { length } of writeParquet(table.columns, table.scan([0, 1]))) {
      lengths.push(length);
    }
    expect(lengths.length).toBeGreaterThan(4);
    expect(Math.max(...lengths)).toBeLessThan(4 * 2 ** 20);
  });

  it('wants a column at least', async () => {
    const table = tableOf([], 0);
    await expect(written([], table.scan([]))).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('stops when it is told to, and stops the reading', async () => {
    const table = tableOf([text(10_000)], 10_000);
    const stop = new AbortController();
    table.beforeSlice = async (from) => {
      if (from === 5000) {
        stop.abort();
      }
    };
    const options = { signal: stop.signal };
    await expect(written(table.columns, table.scan([0], options), options)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(table.slices).toBeLessThan(7);
  });
});
