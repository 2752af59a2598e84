import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openTable } from '../../../src/core/fits/tables/open-table';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import { readEcsv } from '../../../src/core/table/read-ecsv';
import type { Table } from '../../../src/core/table/table';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer } from '../../../src/protocol/rpc-server';
import type { TableFormat } from '../../../src/protocol/table';
import type { TableQuestions } from '../../../src/worker/methods';
import { tableQuestions } from '../../../src/worker/table-handlers';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';
import { twoEnds } from '../../support/worker/in-process';
import { local } from '../parquet/support';
import { column, MemoryTable } from '../table/memory-table';

type Client = RpcClient<TableQuestions, Record<never, never>>;

function clientOf(table: Table): Client {
  const { host, worker } = twoEnds();
  const handlers = tableQuestions(async () => table);
  new RpcServer<TableQuestions, Record<never, never>>(worker, handlers, toWireError);
  const client: Client = new RpcClient(host, fromWireError);
  client.ready();
  return client;
}

const ROWS = 70_001;
const NAMES = ['a', 'bc', 'def', ''];

function largeTable(): MemoryTable {
  return new MemoryTable(
    [
      column(
        'id',
        'int64',
        BigInt64Array.from({ length: ROWS }, (_, i) => 2n ** 60n + BigInt(i)),
      ),
      column(
        'mag',
        'float32',
        Float32Array.from({ length: ROWS }, (_, i) => i / 8),
        { unit: 'mag' },
      ),
      column(
        'name',
        'text',
        Array.from({ length: ROWS }, (_, i) => NAMES[i % 4] as string),
      ),
      column('flag', 'int16', new Int16Array(ROWS), {
        missing: Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      }),
      column(
        'list',
        'float64',
        Float64Array.from({ length: ROWS }, (_, i) => i),
        { lengths: Array.from({ length: ROWS }, (_, i) => (i % 2) * 2) },
      ),
    ],
    ROWS,
    10_000,
  );
}

interface Pieces {
  readonly bytes: Uint8Array;
  readonly shares: readonly number[];
  readonly largest: number;
}

async function exported(
  client: Client,
  format: TableFormat,
  view: string,
  columns: readonly number[],
  writing?: string,
): Promise<Pieces> {
  const parts: Uint8Array[] = [];
  const shares: number[] = [];
  for (let from = 0, more = true; more;) {
    const asked = { hdu: 0, view, from, columns, names: from === 0, writing };
    const { bytes, to, rows } = await client.request(format, asked);
    parts.push(bytes);
    shares.push(rows === 0 ? 1 : to / rows);
    more = to < rows;
    from = to;
  }
  const largest = Math.max(...parts.map(({ length }) => length));
  return { bytes: new Uint8Array(Buffer.concat(parts)), shares, largest };
}

const READ: Record<'ecsv' | 'fits' | 'parquet', (bytes: Uint8Array) => Promise<Table>> = {
  ecsv: (bytes) => readEcsv(local(bytes)),
  parquet: async (bytes) => new ParquetTable(await openParquet(local(bytes))),
  async fits(bytes) {
    const reader = local(bytes);
    return openTable(reader, await new HduIndex(reader).hdu(1), new NodeInflate());
  },
};

describe.each(['ecsv', 'fits', 'parquet'] as const)('a table exported as %s', (format) => {
  it('comes in pieces of bounded size that make a whole', async () => {
    const { bytes, shares, largest } = await exported(
      clientOf(largeTable()),
      ...([format, '', [0, 1, 2, 3, 4]] as const),
    );
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(largest).toBeLessThan(8 * 2 ** 20);
    const table = await READ[format](bytes);
    expect([table.rows, table.warnings]).toEqual([ROWS, []]);
    expect(table.columns.map(({ name, type, unit }) => [name, type, unit])).toEqual([
      ['id', 'int64', undefined],
      ['mag', 'float32', 'mag'],
      ['name', 'text', undefined],
      ['flag', 'int16', undefined],
      ['list', 'float64', undefined],
    ]);
    const at = [0, 1, 43_457, ROWS - 1];
    const { columns } = await table.readRows(at, [0, 1, 2, 3, 4]);
    expect(Array.from(columns[0]?.values as BigInt64Array)).toEqual(
      at.map((i) => 2n ** 60n + BigInt(i)),
    );
    expect(Array.from(columns[1]?.values as Float32Array)).toEqual(at.map((i) => i / 8));
    expect(Array.from(columns[2]?.values as string[])).toEqual(at.map((i) => NAMES[i % 4]));
    expect(Array.from(columns[3]?.missing ?? [])).toEqual(at.map((i) => (i % 3 === 0 ? 1 : 0)));
    expect(Array.from(columns[4]?.starts ?? [])).toEqual([0, 0, 2, 4, 4]);
    expect(Array.from(columns[4]?.values as Float64Array)).toEqual([...[0, 1, 43_456, 43_457]]);
  });

  it('has the rows of a view in its order, and the columns that were chosen', async () => {
    const client = clientOf(largeTable());
    const { view } = await client.request('arrange', {
      ...{ hdu: 0, filter: 'mag > 8740', sort: [{ column: 0, descending: true }] },
    });
    const { bytes } = await exported(client, format, view, [2, 1]);
    const table = await READ[format](bytes);
    expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([80, ['name', 'mag']]);
    const { columns } = await table.read(0, 2, [1]);
    expect(Array.from(columns[0]?.values as Float32Array)).toEqual([8750, 8749.875]);
  });

  it.each([0, 1])('can have %d rows', async (rows) => {
    const table = new MemoryTable([column('n', 'int32', new Int32Array(rows))], rows);
    const { bytes } = await exported(clientOf(table), format, '', [0]);
    const read = await READ[format](bytes);
    expect([read.rows, read.columns.map(({ name, type }) => [name, type])]).toEqual([
      rows,
      [['n', 'int32']],
    ]);
  });
});

describe('files that are written as a stream', () => {
  it('do not meet when they are written at the same time', async () => {
    const client = clientOf(largeTable());
    const [one, other, alone] = await Promise.all([
      exported(client, 'parquet', '', [0, 1], '1'),
      exported(client, 'parquet', '', [2], '2'),
      exported(clientOf(largeTable()), 'parquet', '', [2], '3'),
    ]);
    expect((await READ.parquet(one.bytes)).columns.map(({ name }) => name)).toEqual(['id', 'mag']);
    expect(Buffer.compare(other.bytes, alone.bytes)).toBe(0);
  });

  it('are given up when the piece that is asked for is cancelled', async () => {
    const table = largeTable();
    const client = clientOf(table);
    const asked = { hdu: 0, view: '', columns: [0, 1, 2, 3, 4] };
    await client.request('fits', { ...asked, from: 0, names: true });
    const stop = new AbortController();
    const next = client.request(
      'fits',
      { ...asked, from: 1, names: false },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(next).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(client.request('fits', { ...asked, from: 1, names: false })).rejects.toMatchObject(
      { code: 'not-found', hint: 'Export the table again.' },
    );
  });

  it('store lists of integers with a missing one as real numbers, where that is exact', async () => {
    const lists = (value: bigint): MemoryTable =>
      new MemoryTable(
        [
          column('l', 'int64', new BigInt64Array([value, 2n, 0n]), {
            ...{ lengths: [2, 0, 1], missing: [0, 0, 1] },
          }),
        ],
        3,
      );
    const read = async (value: bigint): Promise<readonly unknown[]> => {
      const { bytes } = await exported(clientOf(lists(value)), 'fits', '', [0]);
      const table = await READ.fits(bytes);
      const { columns } = await table.read(0, 3, [0]);
      return [table.columns[0]?.type, ...Array.from(columns[0]?.values as ArrayLike<unknown>)];
    };
    expect(await read(-7n)).toEqual(['float64', -7, 2, NaN]);
    expect((await read(2n ** 60n)).slice(0, 3)).toEqual(['int64', 2n ** 60n, 2n]);
  });

  it('fail where FITS has no way to say it', async () => {
    const wide = new MemoryTable(
      Array.from({ length: 1000 }, (_, i) => column(`c${i}`, 'int16', new Int16Array(2))),
      2,
    );
    await expect(
      exported(clientOf(wide), 'fits', '', [...wide.columns.keys()]),
    ).rejects.toMatchObject({
      code: 'too-large',
      message: 'A FITS table has at most 999 columns, and these are 1000.',
    });
  });
});
