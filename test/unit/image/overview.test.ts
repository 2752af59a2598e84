import { describe, expect, it } from 'vitest';
import { isCancelled, SkybucketError } from '../../../src/core/errors';
import { overview, type OverviewStep } from '../../../src/core/image/overview';
import { filledRows } from '../../../src/core/image/grid';
import type { Plane } from '../../../src/core/image/plane';
import { readTile } from '../../../src/core/image/tile';
import { MemoryPlane, placePlane } from './memory-plane';
import { VastPlane } from './vast-plane';

const MB = 2 ** 20;
const still = (): number => 0;

async function steps(
  plane: MemoryPlane,
  size: { width: number; height: number },
  now: () => number = still,
  budget?: number,
): Promise<OverviewStep[]> {
  const result: OverviewStep[] = [];
  for await (const step of overview(plane, size, { now, budget })) {
    result.push(step);
  }
  return result;
}

function filledCount(step: OverviewStep | undefined): number {
  return step?.grid.filled.reduce((sum, flag) => sum + flag, 0) ?? NaN;
}

describe('overview of a remote plane', () => {
  it('takes evenly spaced rows for 4 MB first, then those half-way between, each once', async () => {
    const plane = placePlane(256, 256, { bytesPerRow: MB / 4 });
    const all = await steps(plane, { width: 64, height: 64 });
    expect(all.map(filledCount)).toEqual([16, 32, 64]);
    expect(all.map((step) => step.done)).toEqual([0.25, 0.5, 1]);
    expect(all.every((step) => step.grid.kind === 'sampled')).toBe(true);
    const first = plane.rowsRead.slice(0, 16).sort((a, b) => a - b);
    expect(first).toEqual(Array.from({ length: 16 }, (_, k) => 16 * k + 2));
    expect(plane.rowsRead.length).toBe(64);
    expect(new Set(plane.rowsRead).size).toBe(64);
    // The last pass of 8 MB in two, so that nothing more urgent waits for all of it.
    expect(plane.plans).toBe(4);
  });

  it('ends with the grid a tile of the same step gives', async () => {
    const plane = placePlane(300, 201, { bytesPerRow: MB / 40 });
    const last = (await steps(plane, { width: 100, height: 100 })).at(-1);
    const tile = await readTile(plane, { x0: 0, y0: 0, x1: 300, y1: 201 }, 4);
    expect(last?.grid).toEqual(tile);
  });

  it('repeats the nearest row where none has been read yet', async () => {
    const plane = placePlane(32, 32, { bytesPerRow: MB });
    const [first] = await steps(plane, { width: 32, height: 32 });
    const rows = Array.from({ length: 32 }, (_, j) => (first?.grid.values[j * 32] ?? NaN) / 1000);
    expect(rows.slice(0, 14)).toEqual([0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 16]);
    expect(rows.slice(28)).toEqual([24, 24, 24, 24]);
    expect([...(first?.grid.filled ?? [])].flatMap((flag, j) => (flag ? [j] : []))).toEqual([
      0, 8, 16, 24,
    ]);
  });

  it('ends when the budget is spent, evenly spaced, and says which rows it has', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: MB });
    const all = await steps(plane, { width: 64, height: 64 });
    expect(all.map(filledCount)).toEqual([4, 8, 16, 32]);
    expect(all.map((step) => step.done)).toEqual([0.125, 0.25, 0.5, 1]);
    expect(plane.rowsRead.length).toBe(32);
    // Pixels are image pixels, but not all of them are there.
    expect(all.at(-1)?.grid.kind).toBe('sampled');
    expect(filledRows(all.at(-1)?.grid.filled ?? new Uint8Array())).toEqual(
      Array.from({ length: 32 }, (_, k) => 2 * k),
    );
  });

  it.each([
    [0, [1]],
    [3 * MB, [2]],
    [8 * MB, [4, 8]],
    [Infinity, [4, 8, 16, 32, 64]],
  ])('keeps to a budget of %d bytes', async (budget, counts) => {
    const plane = placePlane(64, 64, { bytesPerRow: MB });
    expect((await steps(plane, { width: 64, height: 64 }, still, budget)).map(filledCount)).toEqual(
      counts,
    );
  });

  describe('with rows too long to be read', () => {
    const traits = { bytesPerRow: 64 * MB };
    const size = { width: 64, height: 64 };

    it('samples a lattice of rows and columns, refined by halving, each pixel once', async () => {
      const plane = placePlane(256, 256, traits);
      const all = await steps(plane, size);
      expect(all.map(filledCount)).toEqual([16, 32, 32, 64]);
      expect(all.map((step) => step.done)).toEqual([0.125, 0.25, 0.5, 1]);
      expect(plane.longest).toBe(1);
      expect(plane.pixelsRead.size).toBe(64 * 32);
      expect(plane.rowsRead.length).toBe(64 * 32);
      expect(all.every((step) => step.grid.kind === 'sampled')).toBe(true);
    });

    it('shows the pixels that a finer grid shows at the same place, and the nearest between', async () => {
      const plane = placePlane(256, 256, traits);
      const [first, , last] = (await steps(plane, size)).map((step) => step.grid.values);
      for (let j = 0; j < 64; j += 4) {
        for (let i = 0; i < 64; i += 4) {
          expect(first?.[j * 64 + i]).toBe((4 * j + 2) * 1000 + 4 * i + 2);
          expect(last?.[j * 64 + i]).toBe(first?.[j * 64 + i]);
        }
      }
      expect([...(first?.slice(0, 8) ?? [])]).toEqual(
        [0, 0, 0, 16, 16, 16, 16, 32].map((x) => 2002 + x),
      );
      expect(last?.[1]).toBe(2002);
      expect(last?.[2]).toBe(2010);
    });

    it.each([
      [4_000_000, 500],
      [1, 1_000_000_000],
      [1_000_000_000, 1],
      [1_000_000, 1_000_000],
      [500, 4_000_000],
      [300_000, 40_000],
      [65_537, 65_537],
      [2 ** 40, 2 ** 40],
    ])('asks for at most 4 MiB and few requests first, 32 MiB in all: %d × %d', async (w, h) => {
      const plane = new VastPlane(w, h);
      const costs: { bytes: number; requests: number }[] = [];
      for await (const step of overview(plane, { width: 1000, height: 800 }, { now: still })) {
        costs.push({ bytes: plane.bytes, requests: plane.requests });
        expect(step.grid.values.some(Number.isNaN)).toBe(false);
      }
      expect(costs[0]?.bytes).toBeLessThanOrEqual(4 * MB);
      expect(costs[0]?.requests).toBeLessThanOrEqual(1000);
      expect(costs.at(-1)?.bytes).toBeLessThanOrEqual(32 * MB);
      expect(costs.at(-1)?.requests).toBeLessThanOrEqual(2048);
    });

    it('shows what is there of a file that ends early', async () => {
      const plane = placePlane(256, 256, { ...traits, rowsPresent: 100 });
      const seen: OverviewStep[] = [];
      const run = async (): Promise<void> => {
        for await (const step of overview(plane, size, { now: still })) {
          seen.push(step);
        }
      };
      await expect(run()).rejects.toMatchObject({ code: 'truncated' });
      const last = seen.at(-1)?.grid;
      expect(filledRows(last?.filled ?? new Uint8Array()).at(-1)).toBe(24);
      expect(last?.values.slice(0, 25 * 64).some(Number.isNaN)).toBe(false);
      expect(last?.values.slice(25 * 64).every(Number.isNaN)).toBe(true);
    });

    it('stops when cancelled', async () => {
      const plane = placePlane(256, 256, traits);
      const stop = new AbortController();
      const all = overview(plane, size, { signal: stop.signal });
      await all.next();
      const next = all.next();
      stop.abort();
      expect(isCancelled(await next.catch((error: unknown) => error))).toBe(true);
      expect(plane.rowsRead.length).toBeLessThan(512);
    });
  });

  it('is exact at step 1', async () => {
    const plane = placePlane(20, 10, { bytesPerRow: MB });
    const last = (await steps(plane, { width: 20, height: 10 })).at(-1);
    expect(last?.grid.kind).toBe('exact');
    expect([...(last?.grid.values ?? [])]).toEqual([...plane.values]);
  });

  it('gives a step within a pass when time has passed', async () => {
    const plane = placePlane(8, 8, { bytesPerRow: MB / 2 });
    let time = 0;
    const all = await steps(plane, { width: 8, height: 8 }, () => (time += 130));
    // Rows come highest first; every second look at the clock is due, and the pass ends with a step.
    expect(all.length).toBeGreaterThan(2);
    expect(all.at(-1)?.done).toBe(1);
    expect(new Set(all.map((step) => step.done)).size).toBe(all.length);
  });

  it('gives steps that do not change afterwards', async () => {
    const plane = placePlane(32, 32, { bytesPerRow: MB });
    const all = await steps(plane, { width: 32, height: 32 });
    expect(filledCount(all[0])).toBe(4);
    expect(all[0]?.grid.values[4 * 32]).toBe(0);
  });
});

describe('overview where every pixel may be read', () => {
  it.each([
    ['a small remote plane', {}],
    ['a local plane', { local: true, bytesPerRow: MB / 2 }],
  ])('averages %s', async (_, traits) => {
    const plane = placePlane(40, 30, traits);
    const all = await steps(plane, { width: 10, height: 10 });
    expect(all.map((step) => step.grid.kind)).toEqual(['averaged']);
    expect(all[0]?.done).toBe(1);
    // The mean of the first block of 4 × 4.
    expect(all[0]?.grid.values[0]).toBe(1501.5);
    expect(plane.rowsRead.length).toBe(30);
  });

  it('shows sampled rows of a large local plane before it averages', async () => {
    const plane = placePlane(64, 64, { local: true, bytesPerRow: 2 * MB });
    const all = await steps(plane, { width: 16, height: 16 });
    expect(all.map((step) => step.grid.kind)).toEqual(['sampled', 'averaged']);
    expect(all.map(filledCount)).toEqual([2, 16]);
    expect(plane.rowsRead.length).toBe(2 + 64);
  });

  it('asks for a bounded number of bytes at a time', async () => {
    const plane = placePlane(64, 64, { local: true, bytesPerRow: MB });
    await steps(plane, { width: 1, height: 1 });
    expect(plane.plans).toBe(4);
  });

  it('is NaN only where a block has no value, and exact at step 1', async () => {
    const plane = new MemoryPlane(4, new Float64Array([NaN, NaN, 1, NaN, NaN, NaN, 3, NaN]));
    const [averaged] = await steps(plane, { width: 2, height: 2 });
    expect([...(averaged?.grid.values ?? [])]).toEqual([NaN, 2]);
    const [exact] = await steps(plane, { width: 4, height: 4 });
    expect(exact?.grid.kind).toBe('exact');
    expect([...(exact?.grid.values ?? [])]).toEqual([...plane.values]);
  });
});

describe('an overview that cannot be finished', () => {
  it('stops reading when cancelled', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: MB });
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      for await (const step of overview(
        plane,
        { width: 64, height: 64 },
        { signal: stop.signal },
      )) {
        expect(step.done).toBe(0.125);
        stop.abort();
      }
    };
    expect(isCancelled(await run().catch((error: unknown) => error))).toBe(true);
    expect(plane.rowsRead.length).toBe(4);
  });

  it('stops reading when its reader leaves', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: MB });
    for await (const step of overview(plane, { width: 64, height: 64 })) {
      expect(step.done).toBeLessThan(1);
      break;
    }
    expect(plane.rowsRead.length).toBe(4);
  });

  it.each([
    ['sampled', { bytesPerRow: MB }],
    ['averaged', { local: true }],
  ])('shows what is there of a file that ends early: %s', async (kind, traits) => {
    const plane = placePlane(32, 32, { ...traits, rowsPresent: 17 });
    const seen: OverviewStep[] = [];
    const run = async (): Promise<void> => {
      for await (const step of overview(plane, { width: 16, height: 16 }, { now: still })) {
        seen.push(step);
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'truncated' });
    const last = seen.at(-1)?.grid;
    expect(last?.kind).toBe(kind);
    expect([...(last?.filled ?? [])]).toEqual([...Array(8).fill(1), ...Array(8).fill(0)]);
    expect(last?.values.slice(0, 8 * 16).some(Number.isNaN)).toBe(false);
    expect(last?.values.slice(8 * 16).every(Number.isNaN)).toBe(true);
  });

  it('asks for a bounded number of rows at a time, whatever a header claims', async () => {
    // One byte a row, and far more rows than a list can have: a file of two blocks can say so.
    const asked: number[] = [];
    const plane: Plane = {
      width: 1,
      height: 2 ** 40,
      unit: undefined,
      bytesPerRow: 1,
      rowsPerBlock: 1,
      local: true,
      section: () => Promise.reject(new Error('Grids are made from rows.')),
      exact: () => Promise.reject(new Error('Nobody asks.')),
      exactBox: () => Promise.reject(new Error('Nobody asks.')),
      async *rows(ys) {
        await Promise.resolve();
        asked.push(ys.length);
        throw new SkybucketError('truncated', 'The file ends early.');
      },
    };
    const run = async (): Promise<void> => {
      for await (const step of overview(plane, { width: 64, height: 64 }, { now: still })) {
        expect(step.grid.values.length).toBeLessThanOrEqual(64);
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'truncated' });
    expect(asked.at(-1)).toBe(65_536);
  });
});
