import { describe, expect, it } from 'vitest';
import { ColumnMemory, ColumnStore } from '../../../src/core/table/column-store';
import { pieces } from '../../../src/core/table/pieces';
import type { ElementKey } from '../../../src/core/table/whole-column';
import { column, MemoryTable } from './memory-table';

const ROWS = 1000;

function tableOf(rowsPerSlice = 100, rowsPresent = ROWS): MemoryTable {
  const columns = [
    column(
      'a',
      'float32',
      Float32Array.from({ length: ROWS }, (_, i) => i / 2),
    ),
    column(
      'b',
      'int64',
      BigInt64Array.from({ length: ROWS }, (_, i) => 2n ** 60n + BigInt(i)),
    ),
    column(
      'c',
      'text',
      Array.from({ length: ROWS }, (_, i) => `name ${i % 3}`),
      { missing: Array.from({ length: ROWS }, (_, i) => (i % 10 === 9 ? 1 : 0)) },
    ),
    column('d', 'int16', new Int16Array(2 * ROWS).fill(7), { shape: [2] }),
    column('bad', 'float64', new Float64Array(ROWS), { problem: 'It is broken.' }),
  ];
  return new MemoryTable(columns, ROWS, rowsPerSlice, rowsPresent);
}

const key = (at: number, element = 0): ElementKey => ({ column: at, element });

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('whole columns', () => {
  it('are read in one scan and kept', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    expect(store.cost([key(0), key(1)])).toEqual({ bytes: 16_000, requests: 2 });
    const [a, b] = await store.load([key(0), key(1)]);
    expect(a?.values[999]).toBe(499.5);
    expect(b?.values[999]).toBe(2n ** 60n + 999n);
    expect(store.cost([key(0), key(1)])).toEqual({ bytes: 0, requests: 0 });
    await store.load([key(1)]);
    expect(table.scans).toEqual([[0, 1]]);
  });

  it('of which some are kept read the others only', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    await store.load([key(0)]);
    const [a, c] = await store.load([key(0), key(2)]);
    expect(table.scans).toEqual([[0], [2]]);
    expect(a?.values).toHaveLength(ROWS);
    expect(c?.values[4]).toBe('name 1');
    expect([c?.missing?.[8], c?.missing?.[9]]).toEqual([0, 1]);
  });

  it('are read once however many ask for them at the same time', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    const rows: number[] = [];
    const [one, two] = await Promise.all([
      store.load([key(0), key(1)]),
      store.load([key(1), key(2)], { onRows: (so) => rows.push(so) }),
    ]);
    expect(table.scans).toEqual([[0, 1], [2]]);
    expect(one[1]).toBe(two[0]);
    expect(rows.at(-1)).toBe(ROWS);
  });

  it('of which one asker cancels go on for the other', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    const stop = new AbortController();
    const first = store.load([key(0)], { signal: stop.signal });
    const second = store.load([key(0)]);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await second)[0]?.values[2]).toBe(1);
    expect(table.scans).toHaveLength(1);
  });

  it('that all cancel are given up, and read anew when asked for again', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    const stop = new AbortController();
    const asked = [0, 1].map(() => store.load([key(0)], { signal: stop.signal }));
    stop.abort();
    for (const each of asked) {
      await expect(each).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect((await store.load([key(0)]))[0]?.values[2]).toBe(1);
    await settled();
    expect(table.scans).toHaveLength(2);
    expect(table.stopped).toBe(1);
  });

  it('of more text than is kept are not tried again', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => 'x'.repeat(2 ** 20 + i));
    const table = new MemoryTable([column('t', 'text', texts)], texts.length, 10);
    const store = new ColumnStore(table, new ColumnMemory());
    expect(store.fits([key(0)])).toBe(true);
    await expect(store.load([key(0)])).rejects.toMatchObject({ code: 'too-large' });
    expect(store.fits([key(0)])).toBe(false);
    await expect(store.load([key(0)])).rejects.toMatchObject({ code: 'too-large' });
    expect(table.scans).toHaveLength(1);
    // A filter by it goes through the slices as they come.
    let rows = 0;
    for await (const piece of pieces(store, [key(0)], undefined)) {
      expect(piece.columns[0]?.values[0]).toHaveLength(2 ** 20 + piece.from);
      rows += piece.rows;
    }
    expect(rows).toBe(200);
  });

  it('that fail are not remembered as such', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    table.beforeSlice = async (from) => {
      if (from === 500) {
        throw new Error('The network is gone.');
      }
    };
    await expect(store.load([key(0)])).rejects.toThrow('The network is gone.');
    table.beforeSlice = () => Promise.resolve();
    expect((await store.load([key(0)]))[0]?.values[999]).toBe(499.5);
  });

  it('used last stay within the bound', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory(13_000));
    await store.load([key(0)]);
    await store.load([key(1)]);
    await store.load([key(0)]);
    await store.load([key(3)]);
    expect(table.scans).toEqual([[0], [1], [3]]);
    // 4 + 8 + 2 kB: the oldest had to go.
    await store.load([key(0)]);
    expect(table.scans).toHaveLength(3);
    await store.load([key(1)]);
    expect(table.scans).toHaveLength(4);
  });

  it('share the bound with those of other tables', async () => {
    const memory = new ColumnMemory(9000);
    const [one, two] = [tableOf(), tableOf()];
    const stores = [new ColumnStore(one, memory), new ColumnStore(two, memory)] as const;
    await stores[0].load([key(1)]);
    await stores[1].load([key(1)]);
    await stores[0].load([key(1)]);
    expect([one.scans.length, two.scans.length]).toEqual([2, 1]);
  });

  it('of arrays hold the elements that were asked for', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    const [first, second] = await store.load([key(3), key(3, 1)]);
    expect([first?.values.length, second?.values.length]).toEqual([ROWS, ROWS]);
    expect(table.scans).toEqual([[3]]);
    // All of the arrays were never kept.
    expect(store.columnsCost([3])).toEqual({ bytes: 8000, requests: 1 });
  });

  it('of a table that was cut short end with the rows that are there', async () => {
    const table = tableOf(100, 250);
    const [a] = await new ColumnStore(table, new ColumnMemory()).load([key(0)]);
    expect(a?.values).toHaveLength(250);
  });

  it.each([
    [key(0, 1), 'protocol'],
    [key(9), 'protocol'],
    [key(4), 'unsupported'],
  ])('%j cannot be had', async (asked, code) => {
    const store = new ColumnStore(tableOf(), new ColumnMemory());
    await expect(store.load([asked])).rejects.toMatchObject({ code });
    const all = async (): Promise<void> => {
      for await (const piece of pieces(store, [asked], undefined)) {
        expect.fail(String(piece.rows));
      }
    };
    await expect(all()).rejects.toMatchObject({ code });
  });
});

describe('pieces', () => {
  async function texts(store: ColumnStore): Promise<string[]> {
    const all: string[] = [];
    for await (const { from, rows, columns } of pieces(store, [key(2)], undefined)) {
      expect(from).toBe(all.length);
      const [part] = columns;
      const values = part?.values as readonly string[];
      all.push(...values.slice(part?.start, (part?.start ?? 0) + rows));
    }
    return all;
  }

  it('come while the columns fill, and then at once', async () => {
    const table = tableOf();
    const store = new ColumnStore(table, new ColumnMemory());
    let first = Infinity;
    for await (const { from, rows } of pieces(store, [key(0)], undefined)) {
      first = Math.min(first, from + rows);
    }
    expect(first).toBeLessThan(ROWS);
    const again: number[] = [];
    for await (const { rows } of pieces(store, [key(0)], undefined)) {
      again.push(rows);
    }
    expect(again).toEqual([ROWS]);
    expect(table.scans).toHaveLength(1);
  });

  it('are all rows where the columns have no room', async () => {
    const table = tableOf(97);
    const store = new ColumnStore(table, new ColumnMemory(100));
    const all = await texts(store);
    expect(all).toHaveLength(ROWS);
    expect(all[998]).toBe('name 2');
  });

  it('of which the consumer wants no more stop the scan', async () => {
    const table = tableOf();
    for await (const piece of pieces(
      new ColumnStore(table, new ColumnMemory()),
      [key(0)],
      undefined,
    )) {
      expect(piece.from).toBe(0);
      break;
    }
    await settled();
    expect(table.stopped).toBe(1);
  });
});
