import { describe, expect, it } from 'vitest';
import { isCancelled, SkybucketError } from '../../../src/core/errors';
import { overview, type OverviewStep } from '../../../src/core/image/overview';
import type { Plane } from '../../../src/core/image/plane';
import { readTile } from '../../../src/core/image/tile';
import { MemoryPlane, placePlane } from './memory-plane';

const MB = 2 ** 20;
const still = (): number => 0;

async function steps(
  plane: MemoryPlane,
  size: { width: number; height: number },
  now: () => number = still,
): Promise<OverviewStep[]> {
  const result: OverviewStep[] = [];
  for await (const step of overview(plane, size, { now })) {
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
    expect(plane.plans).toBe(3);
  });

  it('ends with the grid a tile of the same step gives', async () => {
    const plane = placePlane(300, 201, { bytesPerRow: MB });
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

  it('reads one row first where a row alone costs more', async () => {
    const plane = placePlane(16, 5, { bytesPerRow: 5 * MB });
    expect((await steps(plane, { width: 16, height: 5 })).map(filledCount)).toEqual([1, 2, 3, 5]);
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
        expect(step.done).toBe(0.0625);
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
      local: true,
      section: () => Promise.reject(new Error('Grids are made from rows.')),
      exact: () => Promise.reject(new Error('Nobody asks.')),
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
