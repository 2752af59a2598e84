import { describe, expect, it } from 'vitest';
import { columnHistogram } from '../../../src/core/table/column-histogram';
import { columnStatistics, type ColumnStatistics } from '../../../src/core/table/column-statistics';
import { ColumnMemory, ColumnStore } from '../../../src/core/table/column-store';
import { memberElements } from '../../../src/core/table/member-elements';
import { inTableOrder, type Members } from '../../../src/core/table/members';
import { scatter } from '../../../src/core/table/scatter';
import type { Column, Table } from '../../../src/core/table/table';
import { Turns } from '../../../src/core/table/turns';
import { column, MemoryTable } from './memory-table';
import { positionOf, truth, truthTable } from './truth';

const storeOf = (table: Table, most?: number): ColumnStore =>
  new ColumnStore(table, new ColumnMemory(most));

const at = ({ table }: ColumnStore, position: number): Column => table.columns[position] as Column;

async function statisticsOf(
  store: ColumnStore,
  position: number,
  members?: Members,
): Promise<ColumnStatistics> {
  let last: ColumnStatistics | undefined;
  for await (const step of columnStatistics(store, at(store, position), members)) {
    last = step;
  }
  return last as ColumnStatistics;
}

describe('statistics', () => {
  it.each(truth.statistics)('of $column are those of numpy', async (wanted) => {
    const store = storeOf(truthTable());
    const found = await statisticsOf(store, positionOf(wanted.column));
    const { counts, texts, sum, mean, deviation, median, ...rest } = wanted;
    const { min, max, distinct, ...numbers } = rest;
    const { count, missing, nan, infinite } = numbers;
    expect(found).toMatchObject({
      ...{ rows: truth.rows, rowsInView: truth.rows, count, missing, nan, infinite, min, max },
      ...(distinct === undefined ? {} : { distinct }),
    });
    for (const [mine, numpys] of [
      [found.sum, sum],
      [found.mean, mean],
      [found.deviation, deviation],
      [found.median, median],
    ]) {
      if (numpys === undefined) {
        expect(mine).toBeUndefined();
      } else {
        expect(Math.abs((mine as number) - numpys)).toBeLessThanOrEqual(1e-12 * Math.abs(numpys));
      }
    }
    if (counts) {
      expect(found.frequent.map(({ count }) => count)).toEqual(counts);
    }
    if (texts) {
      expect(found.frequent.map(({ text }) => text)).toEqual(texts);
    }
  });

  it.each([10, 1e9])('of the rows of a view alone, with %d bytes of memory', async (most) => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    const table = new MemoryTable([column('x', 'float64', values)], 100, 7);
    const rows = Uint32Array.of(90, 3, 50);
    const members = await inTableOrder(rows, new Turns(undefined));
    expect([...rows]).toEqual([90, 3, 50]);
    expect(await statisticsOf(storeOf(table, most), 0, members)).toMatchObject({
      ...{ rows: 3, rowsInView: 3, count: 3, missing: 0, min: '3', max: '90' },
      ...{ sum: 143, median: 50, distinct: 3 },
    });
  });

  it('of arrays are of all their elements', async () => {
    const columns = [
      column('a', 'int32', Int32Array.of(1, 2, 3, 4, 5, 6), { shape: [2] }),
      column('v', 'float32', Float32Array.of(0.1, NaN, 7), {
        lengths: [2, 0, 1],
        missing: [0, 0, 1],
      }),
      column('bits', 'bit', Uint8Array.of(1, 0, 1, 1, 0, 0), { shape: [2] }),
    ];
    const store = storeOf(new MemoryTable(columns, 3, 2));
    expect(await statisticsOf(store, 0)).toMatchObject({ rows: 3, count: 6, sum: 21, median: 3.5 });
    expect(await statisticsOf(store, 0, Uint32Array.of(0, 2))).toMatchObject({ count: 4, sum: 14 });
    expect(await statisticsOf(store, 1)).toMatchObject({
      ...{ count: 2, missing: 1, nan: 1, min: '0.1', max: '0.1', distinct: 1 },
    });
    expect(await statisticsOf(store, 2)).toMatchObject({ count: 6, sum: 3, min: '0', max: '1' });
  });

  it('of nothing have no values', async () => {
    const table = new MemoryTable([column('x', 'float32', new Float32Array(0))], 0);
    const found = await statisticsOf(storeOf(table), 0);
    expect(found).toMatchObject({ rows: 0, rowsInView: 0, count: 0, min: undefined, distinct: 0 });
    expect([found.sum, found.mean, found.deviation, found.median]).toEqual([NaN, NaN, NaN, NaN]);
    const none = await statisticsOf(storeOf(truthTable()), 0, new Uint32Array(0));
    expect(none).toMatchObject({ rows: 0, rowsInView: 0, count: 0 });
  });

  it('of arrays come in small parts, however long one of them is', async () => {
    const lengths = [1, 200_000, 0, 2];
    const values = Int32Array.from({ length: 200_003 }, (_, i) => i);
    const store = storeOf(new MemoryTable([column('v', 'int32', values, { lengths })], 4, 4));
    const turns = new Turns(undefined);
    for (const members of [undefined, Uint32Array.of(1, 3)]) {
      const parts: number[] = [];
      for await (const part of memberElements(store, at(store, 0), members, turns, undefined)) {
        parts.push(part.values.length);
      }
      expect(Math.max(...parts)).toBeLessThanOrEqual(65_536);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(members ? 200_002 : 200_003);
    }
    expect(await statisticsOf(store, 0, Uint32Array.of(1, 3))).toMatchObject({
      ...{ rows: 2, count: 200_002, min: '1', max: '200002', median: 100_001.5, medianExact: true },
    });
  });

  it('keep 64-bit integers exact', async () => {
    const values = BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n - 1n);
    const table = new MemoryTable([column('id', 'int64', values)], 3);
    expect(await statisticsOf(storeOf(table), 0)).toMatchObject({
      ...{ min: '-9223372036854775808', max: '9223372036854775807', sum: 2 ** 63 },
      frequent: [
        { text: '9223372036854775807', count: 2 },
        { text: '-9223372036854775808', count: 1 },
      ],
    });
  });

  it('count different values as long as there are few', async () => {
    const values = Int32Array.from({ length: 20_002 }, (_, i) => i >> 1);
    const table = new MemoryTable([column('x', 'int32', values)], values.length);
    const found = await statisticsOf(storeOf(table), 0);
    expect(found).toMatchObject({ distinct: undefined, frequent: [] });
    const few = await statisticsOf(
      storeOf(table),
      0,
      Uint32Array.from({ length: 20_000 }, (_, i) => i),
    );
    expect(few.distinct).toBe(10_000);
    expect(few.frequent[0]).toEqual({ text: '0', count: 2 });
  });

  it('come step by step', async () => {
    const table = new MemoryTable([column('x', 'int8', new Int8Array(1000).fill(3))], 1000, 100);
    let clock = 0;
    const steps: ColumnStatistics[] = [];
    const store = storeOf(table, 1);
    for await (const step of columnStatistics(store, at(store, 0), undefined, {
      now: () => (clock += 1000),
    })) {
      steps.push(step);
    }
    expect(steps.map(({ rows }) => rows)).toEqual([
      100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    ]);
    expect(steps.every(({ median, mean }) => median === 3 && mean === 3)).toBe(true);
  });
});

describe('histograms', () => {
  it.each(truth.histograms)('of $column in $bins bins are those of numpy', async (wanted) => {
    const store = storeOf(truthTable());
    const { column: name, bins, range, ...found } = wanted;
    const steps: number[] = [];
    expect(
      await columnHistogram(store, at(store, positionOf(name)), undefined, {
        ...{ bins, range: range ?? undefined },
        onProgress: (done) => steps.push(done),
      }),
    ).toEqual(found);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });

  it('of equal values are half a bin wide on each side', async () => {
    const table = new MemoryTable([column('x', 'int8', new Int8Array(9).fill(3))], 9);
    const store = storeOf(table);
    expect(await columnHistogram(store, at(store, 0), undefined, { bins: 3 })).toEqual({
      ...{ low: 3, high: 3, counts: [0, 9, 0], below: 0, above: 0 },
    });
  });

  it('of no value are empty', async () => {
    const table = new MemoryTable([column('x', 'float32', Float32Array.of(NaN))], 1);
    const store = storeOf(table);
    const { counts } = await columnHistogram(store, at(store, 0), undefined, { bins: 2 });
    expect(counts).toEqual([0, 0]);
  });

  it('are of numbers', async () => {
    const store = storeOf(truthTable());
    await expect(
      columnHistogram(store, at(store, positionOf('name')), undefined, { bins: 2 }),
    ).rejects.toMatchObject({ code: 'protocol' });
  });
});

describe('scatter', () => {
  const rows = 10_000;
  const table = (): MemoryTable =>
    new MemoryTable(
      [
        column(
          'x',
          'float64',
          Float64Array.from({ length: rows }, (_, i) => (i % 100 === 0 ? NaN : i)),
        ),
        column(
          'y',
          'int64',
          BigInt64Array.from({ length: rows }, (_, i) => -2n * BigInt(i)),
          { missing: Array.from({ length: rows }, (_, i) => (i % 100 === 1 ? 1 : 0)) },
        ),
      ],
      rows,
    );

  it('gives all points where they are few', async () => {
    const found = await scatter(storeOf(table()), undefined, 0, 1, { most: rows });
    expect(found.points).toBe(9800);
    expect([found.x.length, found.y.length, found.rows.length]).toEqual([9800, 9800, 9800]);
    expect([found.x[0], found.y[0], found.rows[0]]).toEqual([2, -4, 2]);
    expect([found.xRange, found.yRange]).toEqual([
      [2, 9999],
      [-19_998, -4],
    ]);
    expect(found.density).toBeUndefined();
  });

  it('gives an even choice and the counts of all where they are many', async () => {
    const found = await scatter(storeOf(table()), undefined, 0, 1, { most: 980 });
    expect(found.rows).toHaveLength(980);
    const gaps = [...found.rows].slice(1).map((row, i) => row - (found.rows[i] as number));
    expect(new Set(gaps)).toEqual(new Set([10, 12]));
    const { width, height, counts } = found.density as NonNullable<typeof found.density>;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(9800);
    // y falls as x grows: the counts lie on the other diagonal.
    expect(counts[width * (height - 1)]).toBeGreaterThan(0);
    expect(counts[width - 1]).toBeGreaterThan(0);
    expect(counts[0]).toBe(0);
  });

  it('is of the rows of a view, in its order', async () => {
    const view = Uint32Array.of(500, 42, 501, 7);
    const found = await scatter(storeOf(table()), view, 0, 1, { most: 10 });
    expect([...found.rows]).toEqual([1, 3]);
    expect([...found.x]).toEqual([42, 7]);
  });

  it('of no point has no range', async () => {
    const found = await scatter(storeOf(table()), Uint32Array.of(0), 0, 1, { most: 1 });
    expect(found).toMatchObject({ points: 0, xRange: [0, 0], yRange: [0, 0], density: undefined });
  });

  it('of a vast range counts all points', async () => {
    const values = Float64Array.of(-1.7e308, 1.7e308, 0);
    const vast = new MemoryTable([column('x', 'float64', values)], 3);
    const found = await scatter(storeOf(vast), undefined, 0, 0, { most: 1 });
    expect(found.density?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});
