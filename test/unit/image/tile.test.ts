import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../src/core/errors';
import { filledRows } from '../../../src/core/image/grid';
import { readTile } from '../../../src/core/image/tile';
import truth from './grid-truth.json';
import { MemoryPlane, placePlane } from './memory-plane';
import { numbers } from './truth';

/** Stored bytes that make any test plane too expensive to be read whole. */
const expensive = { bytesPerRow: 2 ** 20 };

describe('readTile', () => {
  it.each(truth.grids)('means of blocks of $step in $box are those of numpy', async (grid) => {
    const plane = new MemoryPlane(truth.width, new Float64Array(numbers(truth.image)));
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = grid.box;
    const tile = await readTile(plane, { x0, y0, x1, y1 }, grid.step);
    expect(tile.kind).toBe('averaged');
    const want = numbers(grid.values);
    expect(tile.values.length).toBe(want.length);
    tile.values.forEach((value, k) => {
      const expected = want[k] as number;
      if (Number.isFinite(expected)) {
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(2 ** -23 * Math.abs(expected));
      } else {
        expect(value).toBe(expected);
      }
    });
  });

  it('gives every pixel of the box at step 1, reading its rows once', async () => {
    const plane = placePlane(50, 40, expensive);
    const tile = await readTile(plane, { x0: 10, y0: 5, x1: 13, y1: 7 }, 1);
    expect(tile.kind).toBe('exact');
    expect([...tile.values]).toEqual([5010, 5011, 5012, 6010, 6011, 6012]);
    expect([...tile.filled]).toEqual([1, 1]);
    expect(plane.rowsRead.sort((a, b) => a - b)).toEqual([5, 6]);
    expect(plane.plans).toBe(1);
    expect(plane.longest).toBe(3);
  });

  it('samples one row and one column of each block where reading costs, in one plan', async () => {
    const plane = placePlane(50, 40, expensive);
    const tile = await readTile(plane, { x0: 0, y0: 8, x1: 10, y1: 19 }, 4);
    expect(tile.kind).toBe('sampled');
    expect(tile.frame).toMatchObject({ width: 3, height: 3 });
    expect(plane.rowsRead.sort((a, b) => a - b)).toEqual([10, 14, 18]);
    expect([...tile.values.slice(0, 3)]).toEqual([10002, 10006, 10009]);
  });

  it('costs no more than 2 MiB where it is sampled, in rows spread evenly', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: 2 ** 19 });
    const box = { x0: 0, y0: 0, x1: 64, y1: 64 };
    const tile = await readTile(plane, box, 4);
    expect(plane.rowsRead.sort((a, b) => a - b)).toEqual([2, 18, 34, 50]);
    expect(filledRows(tile.filled)).toEqual([0, 4, 8, 12]);
    expect([0, 2, 3, 4].map((j) => tile.values[j * 16])).toEqual([2002, 2002, 18002, 18002]);
    // But never a pixel less than asked for at full resolution.
    expect((await readTile(plane, box, 1)).filled.every((row) => row === 1)).toBe(true);
  });

  it('averages local planes of any size', async () => {
    const plane = placePlane(8, 8, { ...expensive, local: true });
    expect((await readTile(plane, { x0: 0, y0: 0, x1: 8, y1: 8 }, 8)).kind).toBe('averaged');
  });

  it('keeps NaN and infinities', async () => {
    const plane = new MemoryPlane(3, new Float64Array([NaN, Infinity, -Infinity]));
    const tile = await readTile(plane, { x0: 0, y0: 0, x1: 3, y1: 1 }, 1);
    expect([...tile.values]).toEqual([NaN, Infinity, -Infinity]);
  });

  it('leaves rows the file lacks empty, and fails where it lacks all', async () => {
    const plane = placePlane(4, 8, { rowsPresent: 3 });
    const tile = await readTile(plane, { x0: 0, y0: 2, x1: 1, y1: 5 }, 1);
    expect([...tile.values]).toEqual([2000, NaN, NaN]);
    expect([...tile.filled]).toEqual([1, 0, 0]);
    await expect(readTile(plane, { x0: 0, y0: 4, x1: 1, y1: 5 }, 1)).rejects.toMatchObject({
      code: 'truncated',
    });
  });

  it('is refused outside the plane before anything is read', async () => {
    const plane = placePlane(4, 4);
    const box = { x0: 0, y0: 0, x1: 5, y1: 4 };
    await expect(readTile(plane, box, 1)).rejects.toMatchObject({ code: 'protocol' });
    expect(plane.plans).toBe(0);
  });

  it('stops when cancelled', async () => {
    const plane = placePlane(4, 400);
    const stop = new AbortController();
    const tile = readTile(plane, { x0: 0, y0: 0, x1: 4, y1: 400 }, 1, { signal: stop.signal });
    stop.abort();
    expect(isCancelled(await tile.catch((error: unknown) => error))).toBe(true);
    expect(plane.rowsRead.length).toBeLessThan(400);
  });

  it('reads very long rows in pieces', async () => {
    const width = 2 ** 20 + 5000;
    const plane = placePlane(width, 2, { local: true });
    const tile = await readTile(plane, { x0: 0, y0: 0, x1: width, y1: 2 }, 1024);
    expect(plane.longest).toBe(2 ** 20);
    expect(tile.frame.width).toBe(1029);
    // The last block holds the 904 columns that are left over, in two rows 1000 apart.
    expect(tile.values[1028]).toBe(Math.fround(500 + (1028 * 1024 + width - 1) / 2));
    expect(tile.values[1023]).toBe(Math.fround(500 + 1023 * 1024 + 511.5));
    expect(tile.values[1024]).toBe(Math.fround(500 + 1024 * 1024 + 511.5));
  });
});
