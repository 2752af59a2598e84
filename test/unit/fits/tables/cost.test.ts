import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cellText } from '../../../../src/core/table/format';
import type { Table, TableSlice } from '../../../../src/core/table/table';
import {
  largeTableBody,
  largeTableColumns,
  largeTableValue,
} from '../../../support/s3/large-table';
import { bytesBody, type ObjectBody } from '../../../support/s3/objects';
import { columnCards, tableFile, tableHeaders } from './support/made-table';
import { filledBody, TableServer } from './support/served';

/** Bytes of a row of the large table. */
const ROW = 24 + 4 * (largeTableColumns - 3);

/** Rows of a spectrum of a million numbers and a name, 8,000,008 bytes each. */
const WIDE_ROW = 8_000_008;
/** Its bytes are all 0x41, an A. */
const FLUX = 12.078431129455566;
const wide = tableHeaders({
  cards: columnCards(['FLUX', '1000000E'], ['NAME', '8A'], ['ERROR', '1000000E']),
  ...{ rowLength: WIDE_ROW, rows: 1000, fields: 3 },
});

/** Ten million rows of 1000 bytes. */
const long = tableHeaders({
  cards: columnCards(['ID', 'J'], ['REST', '996B']),
  ...{ rowLength: 1000, rows: 1e7, fields: 2 },
});

/** Rows of two arrays of 100 and 50 numbers, in their order in the heap; all are the number of the row. */
const ARRAY_ROWS = 20_000;
const HEAP_ROW = 150 * 4;

function arraysFile(): Uint8Array {
  const rows = new DataView(new ArrayBuffer(28 * ARRAY_ROWS));
  const heap = new DataView(new ArrayBuffer(HEAP_ROW * ARRAY_ROWS));
  for (let row = 0; row < ARRAY_ROWS; row += 1) {
    const start = row * HEAP_ROW;
    [row, 100, start].forEach((value, k) => rows.setInt32(28 * row + 4 * k, value));
    [50, start + 400].forEach((value, k) => rows.setBigInt64(28 * row + 12 + 8 * k, BigInt(value)));
    for (let at = 0; at < HEAP_ROW; at += 4) {
      heap.setInt32(start + at, row);
    }
  }
  return tableFile({
    cards: columnCards(['ID', 'J'], ['A', 'PE(100)'], ['B', 'QJ(50)']),
    ...{ rowLength: 28, rows: ARRAY_ROWS, fields: 3 },
    ...{ data: new Uint8Array(rows.buffer), heap: new Uint8Array(heap.buffer) },
  });
}

/** A table whose rows do not come before {@link letGo} is called. */
let letGo = (): void => undefined;
const held = new Promise<void>((resolve) => (letGo = resolve));
const wideBody = filledBody(wide, WIDE_ROW * 1000, 0x41);
const stuck: ObjectBody = {
  size: wideBody.size,
  read: async (offset, length) => {
    if (offset >= wide.length) {
      await held;
    }
    return wideBody.read(offset, length);
  },
};

let served: TableServer;
beforeAll(async () => {
  served = await TableServer.start({
    'large.fits': largeTableBody(),
    'wide.fits': wideBody,
    'long.fits': filledBody(long, 1e10, 0x41),
    'stuck.fits': stuck,
    'arrays.fits': bytesBody(arraysFile()),
  });
});
afterAll(() => served.close());

function all(table: Table): number[] {
  return table.columns.map(({ index }) => index);
}

function wrongValues({ columns, from }: TableSlice): number {
  let wrong = 0;
  for (const { column, values } of columns) {
    Array.from<unknown>(values as ArrayLike<unknown>).forEach((value, i) => {
      wrong += Number(value) === largeTableValue(from + i, column) ? 0 : 1;
    });
  }
  return wrong;
}

test('A screen of a table of ten million rows is one request of its rows', async () => {
  const { table, cost } = await served.open('large.fits');
  expect(table).toMatchObject({ rows: 10_000_000, rowsPresent: 10_000_000, bytesPerRow: ROW });
  const slice = await table.read(7_654_321, 7_654_371, [0, 1, 2, 40, 499]);
  expect(wrongValues(slice)).toBe(0);
  expect(cost()).toMatchObject({ requests: 1, rounds: 1, bytes: 50 * ROW });

  // The other columns of these rows are here already.
  expect(wrongValues(await table.read(7_654_321, 7_654_371, all(table)))).toBe(0);
  // Scrolling on costs the rows that are new.
  await table.read(7_654_341, 7_654_391, [0]);
  expect(cost()).toMatchObject({ requests: 2, bytes: 70 * ROW });
});

test('Rows from all over the table are one round', async () => {
  const { table, cost } = await served.open('large.fits');
  const rows = Array.from({ length: 50 }, (_, i) => (i * 7_919_191) % 10_000_000);
  const { columns } = await table.readRows(rows, [0, 2]);
  expect([...(columns[0]?.values ?? [])].map(Number)).toEqual(rows.map((row) => row + 1));
  const { requests, bytes, rounds } = cost();
  expect(rounds).toBe(1);
  // Two of them are near enough to be one request.
  expect(requests).toBe(49);
  expect(bytes).toBeLessThan(60 * ROW);
});

test('What a scan costs is told before', async () => {
  const { table, cost } = await served.open('large.fits');
  expect(table.scanCost([0])).toEqual({
    bytes: 1e7 * ROW,
    requests: Math.ceil((1e7 * ROW) / 2 ** 20),
  });
  expect(cost().requests).toBe(0);
  const { table: spectra } = await served.open('wide.fits');
  expect(spectra.scanCost([1])).toEqual({ bytes: 8000, requests: 1000 });
});

test('Of wide rows only the columns that are wanted are read', async () => {
  const { table, cost } = await served.open('wide.fits');
  const { columns } = await table.read(100, 150, [1]);
  expect(columns[0]?.values).toEqual(new Array<string>(50).fill('AAAAAAAA'));
  expect(cost()).toMatchObject({ requests: 50, rounds: 1, bytes: 400 });
});

test('Of long cells only the head is read', async () => {
  const { table, cost } = await served.open('wide.fits');
  const slice = await table.read(10, 20, [0, 1], { mostElements: 4 });
  expect(slice.columns[0]?.values).toEqual(new Float32Array(40).fill(FLUX));
  expect(slice.columns[0]?.lengths?.[9]).toBe(1_000_000);
  const [first] = table.columns;
  const shown = first && slice.columns[0] && cellText(slice.columns[0], 3, first);
  expect(shown).toBe('[12.078431, 12.078431, 12.078431, 12.078431, … 1000000 in all]');
  expect(cost()).toMatchObject({ rounds: 1, bytes: 10 * (16 + 8) });
});

test('A screen of arrays in the heap is two rounds', async () => {
  const { table, cost } = await served.open('arrays.fits');
  const slice = await table.read(9_000, 9_050, [0, 2], { mostElements: 10 });
  expect(slice.columns[1]?.starts?.at(-1)).toBe(500);
  expect(slice.columns[1]?.values[499]).toBe(9_049);
  expect(slice.columns[1]?.lengths?.[49]).toBe(50);
  const { rounds, bytes } = cost();
  expect(rounds).toBe(2);
  expect(bytes).toBeLessThanOrEqual(50 * (28 + HEAP_ROW));
});

test('A scan gives every row once, in slices of a few MB', async () => {
  const { table, cost } = await served.open('arrays.fits');
  let [rows, sum, largest] = [0, 0, 0];
  for await (const { from, rows: count, columns } of table.scan([2, 0])) {
    expect(from).toBe(rows);
    rows += count;
    largest = Math.max(largest, columns[0]?.values.length ?? 0);
    for (const value of columns[0]?.values ?? []) {
      sum += value as number;
    }
  }
  expect(rows).toBe(ARRAY_ROWS);
  expect(sum).toBe((50 * ARRAY_ROWS * (ARRAY_ROWS - 1)) / 2);
  expect(4 * largest).toBeLessThanOrEqual(4 * 2 ** 20);
  // Each byte of rows and heap at most once.
  expect(cost().bytes).toBeLessThanOrEqual(ARRAY_ROWS * (28 + HEAP_ROW));
  expect(table.scanCost([2]).bytes).toBe(ARRAY_ROWS * (28 + 200));
});

test('Leaving a scan stops its requests', async () => {
  const { table, cost } = await served.open('long.fits');
  for await (const slice of table.scan([0])) {
    expect(slice.rows * 1000).toBeLessThanOrEqual(4 * 2 ** 20);
    break;
  }
  await served.server.settled();
  const { bytes } = cost();
  expect(bytes).toBeLessThanOrEqual(16 * 2 ** 20);
  await table.read(9_999_999, 10_000_000, [0]);
  expect(cost().bytes).toBe(bytes + 1000);
});

test('Cancelling reaches the socket', async () => {
  const { table } = await served.open('stuck.fits');
  served.server.resetRequests();
  const stop = new AbortController();
  const reading = table.read(0, 20, [0], { signal: stop.signal });
  await vi.waitFor(() => expect(served.server.requests.length).toBeGreaterThan(0));
  stop.abort();
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() =>
    expect(served.server.requests.filter(({ aborted }) => !aborted)).toEqual([]),
  );
  letGo();

  const scan = table.scan([0], { signal: stop.signal });
  await expect(scan[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'cancelled' });
});

test('More than memory can bear is refused before it is read', async () => {
  const { table, cost } = await served.open('wide.fits');
  await expect(table.read(0, 200, [0])).rejects.toMatchObject({ code: 'too-large' });
  const { table: large } = await served.open('large.fits');
  await expect(large.read(0, 1_000_000, [0])).rejects.toMatchObject({ code: 'too-large' });
  expect(cost().requests).toBe(0);
});
