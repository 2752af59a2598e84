import { describe, expect, it } from 'vitest';
import { boxRows } from '../../../src/core/image/box-rows';
import { filledRows } from '../../../src/core/image/grid';
import { overview, type OverviewStep } from '../../../src/core/image/overview';
import { rowBatches } from '../../../src/core/image/row-batches';
import { readTile } from '../../../src/core/image/tile';
import { type MemoryPlane, placePlane } from './memory-plane';
import { VastPlane } from './vast-plane';

const MB = 2 ** 20;

async function steps(plane: MemoryPlane, side: number, budget?: number): Promise<OverviewStep[]> {
  const result: OverviewStep[] = [];
  const size = { width: side, height: side };
  for await (const step of overview(plane, size, { now: () => 0, budget })) {
    result.push(step);
  }
  return result;
}

/** The blocks that were read, once for each plan in which they were. */
function blocksRead(plane: MemoryPlane): number[] {
  return [...new Set(plane.rowsRead.map((y) => Math.floor(y / plane.rowsPerBlock)))];
}

describe('a plane whose rows are stored together', () => {
  // 16 blocks of 16 rows and 1 MB each.
  const traits = { rowsPerBlock: 16, columnsPerBlock: 256, bytesPerRow: MB / 16 };

  it('is sampled in whole blocks, those between next, each once', async () => {
    const plane = placePlane(256, 256, traits);
    const all = await steps(plane, 64);
    expect(all.map(({ grid }) => filledRows(grid.filled).length)).toEqual([16, 32, 64]);
    // Of every fourth block all four rows of the grid.
    expect(filledRows(all[0]?.grid.filled ?? new Uint8Array())).toEqual(
      [0, 16, 32, 48].flatMap((j) => [j, j + 1, j + 2, j + 3]),
    );
    expect(plane.rowsRead.length).toBe(64);
    expect(new Set(plane.rowsRead).size).toBe(64);
    expect(blocksRead(plane)).toHaveLength(16);
  });

  it('costs no more than its budget, but one block at least', async () => {
    for (const [budget, blocks] of [
      [0, 1],
      [7 * MB, 4],
      [8 * MB, 8],
    ] as const) {
      const plane = placePlane(256, 256, traits);
      await steps(plane, 64, budget);
      expect(blocksRead(plane)).toHaveLength(blocks);
    }
  });

  it('at steps larger than a block has one row of some blocks', async () => {
    const plane = placePlane(256, 256, traits);
    const all = await steps(plane, 8);
    expect(all.map(({ grid }) => filledRows(grid.filled).length)).toEqual([4, 8]);
    expect(plane.rowsRead.length).toBe(8);
  });

  it('has tiles of rows of whole blocks', async () => {
    const plane = placePlane(256, 256, traits);
    const tile = await readTile(plane, { x0: 0, y0: 64, x1: 128, y1: 192 }, 4);
    // Two blocks of 1 MB, since half a row costs as much as all of it.
    expect(filledRows(tile.filled)).toEqual([0, 1, 2, 3, 16, 17, 18, 19]);
    expect(blocksRead(plane).sort((a, b) => a - b)).toEqual([4, 8]);
  });

  it('is not sampled pixel by pixel where a pixel costs a row', async () => {
    const plane = placePlane(256, 256, { ...traits, bytesPerRow: MB });
    const [first] = await steps(plane, 64);
    expect(plane.longest).toBe(256);
    expect(filledRows(first?.grid.filled ?? new Uint8Array())).toEqual([0, 1, 2, 3]);
  });

  it('is sampled pixel by pixel where blocks are many and narrow', async () => {
    const plane = placePlane(256, 256, {
      rowsPerBlock: 2,
      columnsPerBlock: 2,
      bytesPerRow: 4 * MB,
    });
    await steps(plane, 64);
    expect(plane.longest).toBe(1);
    // A pixel costs 64 kB.
    expect(plane.pixelsRead.size).toBeLessThanOrEqual(512);
  });

  it('is averaged in plans of whole blocks', async () => {
    for (const rowsPerBlock of [7, 16, 100, 1000]) {
      const plane = placePlane(64, 256, { local: true, rowsPerBlock, bytesPerRow: MB });
      const all = await steps(plane, 32);
      expect(all.at(-1)?.grid.kind).toBe('averaged');
      const rows = { count: 256, at: (k: number) => k };
      const batches = [...rowBatches(plane, rows, 0, 64)];
      expect(batches.flat()).toEqual(Array.from({ length: 256 }, (_, k) => k));
      batches.slice(1).forEach(([first = NaN]) => expect(first % rowsPerBlock).toBe(0));
    }
  });

  it('has statistics of whole blocks at a time', async () => {
    const plane = placePlane(64, 100, { rowsPerBlock: 30, bytesPerRow: MB / 10 });
    const seen: number[] = [];
    for await (const { y } of boxRows(plane, { x0: 0, y0: 10, x1: 64, y1: 95 }, {})) {
      seen.push(y);
    }
    // A block is 3 MB, so each is a plan of its own.
    expect(plane.plans).toBe(4);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 85 }, (_, k) => 10 + k));
  });
});

describe('pixels that take next to no bytes', () => {
  it('are asked for in bounded numbers all the same', () => {
    class Sparse extends VastPlane {
      override readonly bytesPerRow = 1;
      override readonly rowsPerBlock = 4;
    }
    const rows = { count: 8192, at: (k: number) => k };
    const [first] = rowBatches(new Sparse(4096, 8192), rows, 0, 4096);
    expect((first?.length ?? NaN) * 4096).toBe(4 * MB);
  });
});
