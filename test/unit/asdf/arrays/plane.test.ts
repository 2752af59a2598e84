import { describe, expect, it } from 'vitest';
import { arrayPlane, planeAxes } from '../../../../src/core/asdf/array-plane';
import { arrayTable } from '../../../../src/core/asdf/array-table';
import type { OpenedArray } from '../../../../src/core/asdf/open-array';
import { readsEveryPixel } from '../../../../src/core/image/cost';
import { counted, countedBytes, RecordedBlock } from './support/recorded';

async function rowsOf(
  array: OpenedArray,
  ys: readonly number[],
  x0: number,
  x1: number,
): Promise<Map<number, number[]>> {
  const rows = new Map<number, number[]>();
  for await (const { y, values } of arrayPlane(array, []).rows(ys, x0, x1)) {
    rows.set(y, [...values]);
  }
  return rows;
}

describe('a plane of an array', () => {
  it('reads no byte that is not of its section', async () => {
    const array = counted([100, 60]);
    const block = array.bytes as RecordedBlock;
    const { values } = await arrayPlane(array, []).section({ x0: 10, y0: 20, x1: 13, y1: 22 });
    expect([...values]).toEqual([1210, 1211, 1212, 1270, 1271, 1272]);
    expect(block.spans).toEqual([
      { offset: 2420, length: 6 },
      { offset: 2540, length: 6 },
    ]);
    expect(block.plans).toBe(1);
  });

  it('reads rows that follow on each other together', async () => {
    const array = counted([100, 60]);
    const block = array.bytes as RecordedBlock;
    const rows = await rowsOf(array, [7, 3, 4, 5, 99], 0, 60);
    expect([...rows.keys()].sort((a, b) => a - b)).toEqual([3, 4, 5, 7, 99]);
    expect(rows.get(4)?.[1]).toBe(241);
    expect(block.spans.map(({ length }) => length)).toEqual([120, 360, 120]);
  });

  it('reads columns where those lie side by side', async () => {
    const array = { ...counted([60, 100]), strides: [2, 120] };
    const block = array.bytes as RecordedBlock;
    const plane = arrayPlane(array, []);
    expect([plane.width, plane.height]).toEqual([100, 60]);
    const { values } = await plane.section({ x0: 5, y0: 10, x1: 7, y1: 14 });
    expect([...values]).toEqual([310, 370, 311, 371, 312, 372, 313, 373]);
    expect(block.spans).toEqual([
      { offset: 620, length: 8 },
      { offset: 740, length: 8 },
    ]);
    const rows = await rowsOf(array, [1, 50], 98, 100);
    expect([rows.get(50), rows.get(1)]).toEqual([
      [5930, 5990],
      [5881, 5941],
    ]);
  });

  it('reads what is repeated once', async () => {
    const array = { ...counted([1, 50]), shape: [40, 50], strides: [0, 2] };
    const block = array.bytes as RecordedBlock;
    const { values } = await arrayPlane(array, []).section({ x0: 0, y0: 0, x1: 50, y1: 40 });
    expect([values[0], values[49], values[50], values[1999]]).toEqual([0, 49, 0, 49]);
    expect(block.length).toBe(100);
  });

  it('gives the same pixels whatever the strides are', async () => {
    let state = 7;
    const below = (end: number): number => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((state / 2 ** 31) * end);
    };
    const bytes = countedBytes(2000);
    for (let trial = 0; trial < 200; trial += 1) {
      const shape = [1 + below(9), 1 + below(9)];
      const strides = shape.map(() => 2 * (below(41) - 20));
      const array = { ...counted(shape, new RecordedBlock(bytes)), strides, offset: 2000 };
      const pixel = (x: number, y: number): number =>
        1000 + (y * (strides[0] ?? 0) + x * (strides[1] ?? 0)) / 2;
      const plane = arrayPlane(array, []);
      const [x0, y0] = [below(plane.width), below(plane.height)];
      const [x1, y1] = [x0 + 1 + below(plane.width - x0), y0 + 1 + below(plane.height - y0)];
      const row = (y: number): number[] =>
        Array.from({ length: x1 - x0 }, (_, k) => pixel(x0 + k, y));
      const want = Array.from({ length: y1 - y0 }, (_, k) => row(y0 + k));
      const box = { x0, y0, x1, y1 };
      expect([...(await plane.section(box)).values]).toEqual(want.flat());
      expect(await plane.exactBox(box)).toEqual(want.flat().map(String));
      const ys = Array.from({ length: plane.height }, (_, y) => y).filter(() => below(2) === 1);
      const rows = await rowsOf(array, ys, x0, x1);
      expect([...rows].sort(([a], [b]) => a - b)).toEqual(ys.map((y) => [y, row(y)]));
    }
  });

  it('is one row of a single axis, and one pixel of none', async () => {
    const line = arrayPlane(counted([7]), []);
    expect([line.width, line.height]).toEqual([7, 1]);
    expect(await line.exact(6, 0)).toBe('6');
    const back = arrayPlane({ ...counted([7]), strides: [-2], offset: 12 }, []);
    expect(await back.exactBox({ x0: 0, y0: 0, x1: 3, y1: 1 })).toEqual(['6', '5', '4']);
    const single = arrayPlane(counted([]), []);
    expect([single.width, single.height, await single.exact(0, 0)]).toEqual([1, 1, '0']);
  });

  it('has the third axis from the end first in its slice', async () => {
    const array = counted([2, 3, 4, 5]);
    expect(planeAxes(array)).toEqual([5, 4, 3, 2]);
    expect(await arrayPlane(array, [2, 1]).exact(4, 3)).toBe('119');
    expect(await arrayPlane(array, [1]).exact(0, 0)).toBe('20');
    expect(() => arrayPlane(array, [3])).toThrow('There is no plane 3');
    expect(() => arrayPlane(array, [0, 0, 0])).toThrow('indices');
  });

  it('gives the rows that are there before it says that the file ends', async () => {
    const bytes = countedBytes(6000);
    const array = counted([100, 60], new RecordedBlock(bytes, { kind: 'plain' }, 1, 2400));
    const plane = arrayPlane(array, []);
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { y } of plane.rows([5, 19, 20, 50], 0, 60)) {
        seen.push(y);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'truncated' });
    expect(seen).toEqual([5, 19]);
    const box = { x0: 0, y0: 0, x1: 1, y1: 21 };
    await expect(plane.section(box)).rejects.toMatchObject({ code: 'truncated' });
  });

  it('is refused outside, without elements, and where there are no numbers', async () => {
    const array = counted([3, 4]);
    const box = { x0: 0, y0: 0, x1: 5, y1: 1 };
    await expect(arrayPlane(array, []).section(box)).rejects.toMatchObject({ code: 'past-end' });
    expect(() => arrayPlane({ ...array, shape: [3, 0] }, [])).toThrow('no elements');
    const text = { ...array, datatype: { text: 'ascii', characters: 2 } } as const;
    expect(() => arrayPlane(text, [])).toThrow('text');
    const field = { name: 'a', datatype: 'int16', byteOrder: 'big', shape: [] } as const;
    expect(() => arrayPlane({ ...array, datatype: [field] }, [])).toThrow('fields');
    expect(() => arrayTable(array)).toThrow('numbers');
  });

  it('stops when cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const plane = arrayPlane(counted([3, 4]), []);
    const box = { x0: 0, y0: 0, x1: 4, y1: 3 };
    await expect(plane.section(box, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('reads the marks of what is missing in the same turn', async () => {
    const marks = new RecordedBlock(new Uint8Array(12).fill(1, 4, 6));
    const mask = { ...counted([3, 4], marks), datatype: 'bool8', strides: [4, 1] } as const;
    const plane = arrayPlane({ ...counted([3, 4]), mask: { array: mask } }, []);
    const { values } = await plane.section({ x0: 0, y0: 1, x1: 3, y1: 2 });
    expect([...values]).toEqual([NaN, NaN, 6]);
    expect(marks.spans).toEqual([{ offset: 4, length: 3 }]);
    expect(await plane.exactBox({ x0: 1, y0: 1, x1: 3, y1: 2 })).toEqual(['NaN', '6']);
  });
});

describe('what a plane costs', () => {
  const inChunks = (length: number, shape: readonly number[], more = {}): OpenedArray => {
    const count = shape.reduce((product, n) => product * n, 1);
    const block = new RecordedBlock(countedBytes(count), { kind: 'chunks', length }, 0.5);
    return { ...counted(shape, block), ...more };
  };

  it('is that of its pieces where it is packed in chunks', () => {
    // Rows of 20 bytes in chunks of 50: two and a half of them.
    const plane = arrayPlane(inChunks(50, [10, 10]), []);
    expect(plane.pieceStarts).toEqual([0, 3, 5, 8]);
    expect([plane.bytesPerRow, plane.rowsPerBlock, plane.columnsPerBlock]).toEqual([10, 2, 10]);
    // The second plane of a cube begins in the middle of a chunk.
    expect(arrayPlane(inChunks(50, [2, 3, 10]), [1]).pieceStarts).toEqual([0, 2]);
    // Upside down, the pieces are not read from their first row on.
    const turned = arrayPlane(inChunks(50, [10, 10], { strides: [-20, 2], offset: 180 }), []);
    expect([turned.pieceStarts, turned.rowsPerBlock]).toEqual([undefined, 2]);
  });

  it('is that of chunks in a row that has several', () => {
    const plane = arrayPlane(inChunks(50, [4, 100]), []);
    expect([plane.pieceStarts, plane.rowsPerBlock, plane.columnsPerBlock]).toEqual([
      undefined,
      1,
      25,
    ]);
  });

  it('is nothing once a block that has no parts is unpacked', () => {
    const block = new RecordedBlock(countedBytes(4_000_000), { kind: 'whole' });
    expect(readsEveryPixel(arrayPlane(counted([2000, 2000], block), []))).toBe(true);
    const plain = new RecordedBlock(countedBytes(4_000_000));
    expect(readsEveryPixel(arrayPlane(counted([2000, 2000], plain), []))).toBe(false);
  });
});

describe('rows of structures', () => {
  const field = { name: 'a', datatype: 'int16', byteOrder: 'little', shape: [] } as const;
  const datatype = [field, { ...field, name: 'b' }];
  const table = (rows: number, more: Partial<OpenedArray> = {}): OpenedArray => ({
    ...{ ...counted([2 * rows]), datatype, shape: [rows], strides: [4] },
    ...more,
  });

  it('are read as one, and only those asked for', async () => {
    const array = table(1000);
    const block = array.bytes as RecordedBlock;
    const { columns } = await arrayTable(array).read(10, 20, [1]);
    expect([...(columns[0]?.values ?? [])]).toEqual(
      Array.from({ length: 10 }, (_, k) => 2 * (10 + k) + 1),
    );
    expect(block.spans).toEqual([{ offset: 40, length: 40 }]);
  });

  it('may have others between them, and run backwards', async () => {
    const thin = table(500, { strides: [8], shape: [500] });
    const block = thin.bytes as RecordedBlock;
    const read = await arrayTable({ ...thin, bytes: new RecordedBlock(countedBytes(2000)) }).read(
      498,
      500,
      [0],
    );
    expect([...(read.columns[0]?.values ?? [])]).toEqual([1992, 1996]);
    expect(block.plans).toBe(0);
    const back = table(10, { strides: [-4], offset: 36 });
    const { columns } = await arrayTable(back).readRows([9, 0, 1], [0]);
    expect([...(columns[0]?.values ?? [])]).toEqual([0, 18, 16]);
  });

  it('say what reading all of them costs', () => {
    expect(arrayTable(table(1000)).scanCost([0])).toEqual({ bytes: 4000, requests: 1 });
    const block = new RecordedBlock(countedBytes(2000), { kind: 'whole' }, 0.25);
    expect(arrayTable(table(1000, { bytes: block })).scanCost([0])).toEqual({
      bytes: 0,
      requests: 0,
    });
  });
});
