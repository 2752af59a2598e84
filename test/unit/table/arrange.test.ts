import { describe, expect, it } from 'vitest';
import { arrange, type ArrangeProgress, type SortKey } from '../../../src/core/table/arrange';
import { ColumnMemory, ColumnStore } from '../../../src/core/table/column-store';
import { compileFilter } from '../../../src/core/table/expression/filter';
import { filterColumns } from '../../../src/core/table/filter-columns';
import type { Table } from '../../../src/core/table/table';
import { column, MemoryTable, type MemoryColumn } from './memory-table';
import { positionOf, rowList, rowSet, truth, truthTable } from './truth';

const storeOf = (table: Table, most?: number): ColumnStore =>
  new ColumnStore(table, new ColumnMemory(most));

async function arranged(store: ColumnStore, filter: string, sort: SortKey[] = []) {
  const compiled =
    filter === '' ? undefined : compileFilter(filter, filterColumns(store.table.columns));
  return [...(await arrange(store, { filter: compiled, sort }))];
}

const ascending = (name: number): SortKey => ({ column: name, descending: false });
const descending = (name: number): SortKey => ({ column: name, descending: true });

describe('sorting', () => {
  it.each(truth.sorts)('by $keys is what numpy does', async ({ keys, rows }) => {
    const sort = keys.map(([name, down]) => ({ column: positionOf(name), descending: down }));
    expect(await arranged(storeOf(truthTable()), '', sort)).toEqual(rowList(rows));
  });

  it('of more rows than one stride is stable', async () => {
    const rows = 100_000;
    const keys = Int32Array.from({ length: rows }, (_, i) => (i * 7919) % 13);
    const table = new MemoryTable([column('key', 'int32', keys)], rows, 9999);
    const order = await arranged(storeOf(table), '', [descending(0)]);
    const wanted = [...keys.keys()].sort(
      (a, b) => (keys[b] as number) - (keys[a] as number) || a - b,
    );
    expect(order).toEqual(wanted);
  });

  it('of many texts that begin alike is that of their code points, both ways', async () => {
    const rows = 20_000;
    const texts = Array.from({ length: rows }, (_, i) => {
      const name = `2MASS J00424433+41160${(i * 7919) % 5003}`;
      return i % 5 === 0 ? `${name} \u{1f30c}` : i % 7 === 0 ? name.slice(0, 16) : name;
    });
    const table = new MemoryTable([column('name', 'text', texts)], rows, 9999);
    const bytes = texts.map((text) => Buffer.from(text));
    const compare = (a: number, b: number): number =>
      Buffer.compare(bytes[a] as Buffer, bytes[b] as Buffer);
    const store = storeOf(table);
    expect(await arranged(store, '', [ascending(0)])).toEqual(
      [...texts.keys()].sort((a, b) => compare(a, b) || a - b),
    );
    expect(await arranged(store, '', [descending(0)])).toEqual(
      [...texts.keys()].sort((a, b) => compare(b, a) || a - b),
    );
  });

  it('of texts with NUL and without tells them apart', async () => {
    const texts = ['a\0', 'a', 'a\0\0', 'a'];
    const table = new MemoryTable([column('name', 'text', texts)], 4);
    expect(await arranged(storeOf(table), '', [ascending(0)])).toEqual([1, 3, 0, 2]);
  });

  it('needs one element a row', async () => {
    const table = new MemoryTable([column('pos', 'int8', new Int8Array(4), { shape: [2] })], 2);
    for (const key of [ascending(0), ascending(1), ascending(-1)]) {
      await expect(arranged(storeOf(table), '', [key])).rejects.toMatchObject({ code: 'protocol' });
    }
    expect(table.scans).toEqual([]);
  });

  it('tells that a column does not fit before reading it', async () => {
    const table = new MemoryTable([column('x', 'float64', new Float64Array(100))], 100);
    await expect(arranged(storeOf(table, 799), '', [ascending(0)])).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(table.scans).toEqual([]);
  });

  it('of more rows than there is room for is refused, whatever a header claims', async () => {
    const store = storeOf(new MemoryTable([], 1e12));
    await expect(arranged(store, '', [])).rejects.toMatchObject({ code: 'too-large' });
    await expect(arranged(store, 'row < 5', [])).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('filters', () => {
  it.each(truth.filters)('$filter', async ({ filter, rows }) => {
    expect(await arranged(storeOf(truthTable()), filter)).toEqual(rowSet(rows));
  });

  it('find the same where the columns do not fit into memory', async () => {
    const table = truthTable();
    for (const { filter, rows } of truth.filters.slice(0, 20)) {
      expect(await arranged(storeOf(table, 100), filter)).toEqual(rowSet(rows));
    }
  });

  it('keep the order of the sort', async () => {
    const name = positionOf('real');
    const [sorted] = truth.sorts.filter(({ keys }) => String(keys) === 'real,true');
    const filtered = await arranged(storeOf(truthTable()), 'u1 > 100 and row < 60', [
      descending(name),
    ]);
    const kept = new Set(await arranged(storeOf(truthTable()), 'u1 > 100 and row < 60'));
    expect(filtered).toEqual(rowList(sorted?.rows ?? '').filter((row) => kept.has(row)));
  });

  it('look at elements of arrays, which some rows may lack', async () => {
    const columns: MemoryColumn[] = [
      column(
        'pos',
        'float32',
        Float32Array.from({ length: 12 }, (_, i) => i),
        { shape: [2, 2] },
      ),
      column('list', 'int16', Int16Array.of(5, 6, 7, 8), {
        lengths: [3, 0, 1],
        missing: [0, 0, 1, 0],
      }),
    ];
    const table = new MemoryTable(columns, 3);
    const store = storeOf(table);
    expect(await arranged(store, 'pos[1, 0] >= 6')).toEqual([1, 2]);
    expect(await arranged(store, 'pos[0][1] + pos[0,0] = 1')).toEqual([0]);
    expect(await arranged(store, 'list[0] >= 5')).toEqual([0, 2]);
    expect(await arranged(store, 'list[2] is null')).toEqual([0, 1, 2]);
    expect(await arranged(store, 'list[1] is not null')).toEqual([0]);
  });

  it('of rows alone read nothing of many', async () => {
    const table = new MemoryTable([column('x', 'int8', new Int8Array(10_000))], 10_000);
    const rows = await arranged(storeOf(table), 'row between 4998 and 5001');
    expect(rows).toEqual([4998, 4999, 5000, 5001]);
    expect(table.scans).toEqual([]);
  });

  it('report rows as they are read, and match', async () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i);
    const table = new MemoryTable([column('x', 'float64', values)], 1000, 250);
    const store = storeOf(table);
    const steps: ArrangeProgress[] = [];
    const filter = compileFilter('x % 2 = 0', filterColumns(table.columns));
    await arrange(store, { filter, sort: [] }, { onProgress: (step) => steps.push(step) });
    expect(steps.at(-1)).toEqual({ done: 1, rows: 500 });
    expect(steps.every(({ done, rows }) => rows === done * 500)).toBe(true);
    expect(steps.length).toBeGreaterThan(1);
  });

  it('that are cancelled stop the scan', async () => {
    const table = new MemoryTable([column('x', 'int8', new Int8Array(1000))], 1000, 10);
    const stop = new AbortController();
    table.beforeSlice = async (from) => {
      if (from >= 100) {
        stop.abort();
      }
    };
    const filter = compileFilter('x > 0', filterColumns(table.columns));
    await expect(
      arrange(storeOf(table), { filter, sort: [] }, { signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(table.slices).toBeLessThan(13);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(table.stopped).toBe(1);
  });
});
