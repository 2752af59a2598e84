import { describe, expect, it } from 'vitest';
import { fitFrame, frameOf } from '../../../src/core/image/grid';
import { overview } from '../../../src/core/image/overview';
import { pieceAt } from '../../../src/core/image/piece-sampling';
import { rowBatches } from '../../../src/core/image/row-batches';
import { samplingPasses, sparseRows } from '../../../src/core/image/sampling';
import { readTile } from '../../../src/core/image/tile';
import { type MemoryPlane, placePlane } from './memory-plane';

const MIB = 2 ** 20;

/** 256 rows of 16 KiB in pieces of 64: as 4 MiB packed in pieces of 1 MiB. */
function planeOf(bytesPerRow = 2 ** 14, height = 256): MemoryPlane {
  const pieceStarts = Array.from({ length: height / 64 }, (_, k) => 64 * k);
  return placePlane(64, height, {
    bytesPerRow,
    rowsPerBlock: 64,
    columnsPerBlock: 64,
    pieceStarts,
  });
}

const box = { x0: 0, y0: 0, x1: 64, y1: 256 };

describe('sampling pieces that are read from their start', () => {
  it('takes the first rows of each, then goes deeper by doubling', () => {
    const plane = planeOf(2 ** 18);
    const passes = samplingPasses(plane, frameOf(box, 4), 24 * MIB);
    // 4 MiB are 16 rows: 4 in each piece, of which the picture has the third. Then 8 and 16, and 32 would
    // be too much.
    expect(passes.map(({ rows }) => rows)).toEqual([
      [0, 16, 32, 48],
      [1, 17, 33, 49],
      [2, 3, 18, 19, 34, 35, 50, 51],
    ]);
    expect(passes.every(({ columns }) => columns === undefined)).toBe(true);
  });

  it('reads all in the end where the budget is large', () => {
    const passes = samplingPasses(planeOf(2 ** 18), frameOf(box, 4), 1000 * MIB);
    const rows = passes.flatMap((pass) => pass.rows);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, j) => j));
  });

  it('begins with some pieces where the first rows of all are too much', () => {
    const passes = samplingPasses(planeOf(2 ** 20), frameOf(box, 4), 40 * MIB);
    // The third row of a piece costs 3 MiB.
    expect(passes.map(({ rows }) => rows)).toEqual([[0], [32], [16, 48], [1, 17, 33, 49]]);
  });

  it('has always a first pass', () => {
    expect(samplingPasses(planeOf(2 ** 30), frameOf(box, 64), 1)).toHaveLength(1);
  });

  it('counts of a part of the columns its share', () => {
    const plane = planeOf(2 ** 17);
    const part = { ...box, x1: 8 };
    expect(sparseRows(plane, frameOf(box, 4), 2 * MIB)).toHaveLength(4);
    expect(sparseRows(plane, frameOf(part, 4), 2 * MIB)).toHaveLength(32);
  });

  it('reads the pieces of a pass in one plan', async () => {
    const plane = planeOf(2 ** 16, 1024);
    const size = { width: 16, height: 256 };
    const steps = overview(plane, size, { budget: 4 * MIB, now: () => 0 });
    const { value } = await steps.next();
    expect(plane.plans).toBe(1);
    expect(value?.grid.kind).toBe('sampled');
    expect([...new Set(plane.rowsRead.map((y) => Math.floor(y / 64)))]).toHaveLength(16);
    expect(plane.rowsRead.every((y) => y % 64 < 4)).toBe(true);
  });

  it('never divides a piece between plans', () => {
    const plane = planeOf(2 ** 16, 1024);
    const rows = { count: 1024, at: (k: number) => k };
    const batches = [...rowBatches(plane, rows, 0, 64)];
    expect(batches.map((batch) => batch.length)).toEqual(Array(16).fill(64));
    const thin = [...rowBatches(plane, { count: 16, at: (k) => 64 * k }, 0, 64)];
    expect(thin).toHaveLength(1);
  });

  it('reads the rows of a tile down to what it may cost', async () => {
    const plane = planeOf(2 ** 14, 1024);
    const tall = { x0: 0, y0: 32, x1: 64, y1: 192 };
    const tile = await readTile(plane, tall, 2);
    expect(tile.kind).toBe('sampled');
    // 2 MiB are 128 rows: 33 to reach the tile in its first piece, and then as deep in the others.
    expect([...tile.filled.keys()].filter((j) => tile.filled[j] === 1)).toEqual([
      0,
      ...Array.from({ length: 16 }, (_, k) => 16 + k),
      ...Array.from({ length: 16 }, (_, k) => 48 + k),
    ]);
    const exact = await readTile(plane, tall, 1);
    expect(exact.kind).toBe('exact');
    expect(exact.filled.every((row) => row === 1)).toBe(true);
  });

  it('finds the piece of a row', () => {
    const starts = [0, 257, 513];
    expect([0, 256, 257, 512, 513, 9999].map((y) => pieceAt(starts, y))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(fitFrame(planeOf(), { width: 64, height: 64 }).step).toBe(4);
  });
});
