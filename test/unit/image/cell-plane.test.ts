import { describe, expect, it } from 'vitest';
import { readCell } from '../../../src/core/image/cell-plane';
import { MemoryPlane } from '../../../src/core/image/memory-plane';
import { overview } from '../../../src/core/image/overview';
import type { Plane } from '../../../src/core/image/plane';
import type { Column, ColumnValues, Table, TableOptions } from '../../../src/core/table/table';

const COLUMN: Column = {
  ...{ index: 0, name: 'A', type: 'float32', shape: [], variable: false, unit: 'Jy' },
  ...{ description: undefined, format: '6E', display: undefined, nullRule: undefined },
  problem: undefined,
};

/** A table of one cell. */
function tableOf(
  column: Partial<Column>,
  { values, ...more }: Pick<ColumnValues, 'values'> & Partial<ColumnValues>,
): Table & { asked: TableOptions[] } {
  const asked: TableOptions[] = [];
  const read = { column: 0, starts: undefined, lengths: undefined, missing: undefined, values };
  return {
    ...{
      columns: [{ ...COLUMN, ...column }],
      rows: 1,
      rowsPresent: 1,
      bytesPerRow: 8,
      local: true,
      warnings: [],
    },
    asked,
    read: () => Promise.reject(new Error('Nobody asks.')),
    readRows: async (rows, columns, options) => {
      expect([[...Array.from(rows)], columns]).toEqual([[0], [0]]);
      asked.push(options ?? {});
      return { from: 0, rows: 1, columns: [{ ...read, ...more }] };
    },
    scan: () => {
      throw new Error('Nobody asks.');
    },
    scanCost: () => ({ bytes: 0, requests: 0 }),
  };
}

const CELL = { row: 0, column: 0 };
const whole = ({ width, height }: Plane) => ({ x0: 0, y0: 0, x1: width, y1: height });
const valuesOf = async (plane: Plane): Promise<number[]> => [
  ...(await plane.section(whole(plane))).values,
];

describe('the array in a cell', () => {
  it('has planes, the last axis of numpy along x', async () => {
    const values = Float32Array.from({ length: 24 }, (_, i) => i / 8);
    const array = await readCell(tableOf({ shape: [2, 3, 4] }, { values }), CELL);
    expect(array.axes).toEqual([4, 3, 2]);
    const plane = array.plane([1]);
    expect([plane.width, plane.height, plane.unit, plane.local]).toEqual([4, 3, 'Jy', true]);
    expect((await valuesOf(plane)).slice(0, 3)).toEqual([1.5, 1.625, 1.75]);
    expect(await plane.exact(1, 2)).toBe('2.625');
    expect(() => array.plane([2])).toThrow('There is no plane 2');
  });

  it('is a line where it has one axis, or a length of its own', async () => {
    const values = Int16Array.of(3, -4, 5);
    for (const column of [{ shape: [3] }, { variable: true }] as const) {
      const array = await readCell(tableOf({ type: 'int16', ...column }, { values }), CELL);
      expect(array.axes).toEqual([3, 1]);
      expect(await valuesOf(array.plane([]))).toEqual([3, -4, 5]);
    }
  });

  it('keeps 64-bit integers exact, and missing elements missing', async () => {
    const values = BigInt64Array.of(9007199254740993n, -1n);
    const missing = Uint8Array.of(0, 1);
    const table = tableOf({ type: 'int64', shape: [2] }, { values, missing });
    const plane = (await readCell(table, CELL)).plane([]);
    expect(await plane.exactBox(whole(plane))).toEqual(['9007199254740993', 'NaN']);
    expect(await valuesOf(plane)).toEqual([9007199254740992, NaN]);
  });

  it('of complex numbers has real parts, then imaginary ones', async () => {
    const values = Float64Array.of(1, 10, 2, 20, 3, 30);
    const table = tableOf({ type: 'complex128', shape: [3] }, { values });
    const array = await readCell(table, CELL);
    expect(array.axes).toEqual([3, 1, 2]);
    expect(await valuesOf(array.plane([0]))).toEqual([1, 2, 3]);
    expect(await valuesOf(array.plane([1]))).toEqual([10, 20, 30]);
  });

  it('has a picture', async () => {
    const values = Float32Array.from({ length: 12 }, (_, i) => i);
    const plane = (await readCell(tableOf({ shape: [3, 4] }, { values }), CELL)).plane([]);
    for await (const { grid } of overview(plane, { width: 2, height: 2 })) {
      expect([...grid.values]).toEqual([2.5, 4.5, 8.5, 10.5]);
    }
  });

  it.each([
    ['no such row', 'past-end', {}, { row: 1, column: 0 }],
    ['no such column', 'past-end', {}, { row: 0, column: 3 }],
    ['text', 'unsupported', { type: 'text' }, CELL],
    ['a column that cannot be read', 'unsupported', { problem: 'TFORM1 is "8Z".' }, CELL],
    ['too large a shape', 'too-large', { shape: [2 ** 20, 65] }, CELL],
  ] as const)('is refused for %s before anything is read', async (_, code, column, cell) => {
    const table = tableOf(column, { values: new Float32Array(1) });
    await expect(readCell(table, cell)).rejects.toMatchObject({ code });
    expect(table.asked).toEqual([]);
  });

  it('is bounded where its length is its own, and refused where it is empty', async () => {
    const values = new Float32Array(5);
    const lengths = Float64Array.of(1e9);
    const long = tableOf({ variable: true }, { values, lengths });
    await expect(readCell(long, CELL)).rejects.toMatchObject({ code: 'too-large' });
    expect(long.asked[0]?.mostElements).toBe(2 ** 26);
    const empty = tableOf({ variable: true }, { values: new Float32Array(0) });
    await expect(readCell(empty, CELL)).rejects.toMatchObject({ code: 'format' });
  });
});

describe('a plane in memory', () => {
  it('gives sections, rows and texts, and refuses what lies outside', async () => {
    const plane = new MemoryPlane({ width: 3, values: Float32Array.of(0.1, 1, 2, 3, 4, NaN) });
    const inner = { x0: 1, y0: 0, x1: 3, y1: 2 };
    expect(await plane.exactBox(inner)).toEqual(['1', '2', '4', 'NaN']);
    expect([...(await plane.section(inner)).values]).toEqual([1, 2, 4, NaN]);
    expect(await plane.exact(0, 0)).toBe('0.1');
    const rows: number[][] = [];
    for await (const { values } of plane.rows([1, 0], 0, 2)) {
      rows.push([...values]);
    }
    expect(rows).toEqual([
      [3, 4],
      [Math.fround(0.1), 1],
    ]);
    const outside = { x0: 0, y0: 0, x1: 4, y1: 1 };
    await expect(plane.section(outside)).rejects.toMatchObject({ code: 'past-end' });
    await expect(plane.section(inner, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
