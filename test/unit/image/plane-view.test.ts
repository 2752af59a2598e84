import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../src/core/errors';
import { type OverviewStep, valuesOf } from '../../../src/core/image/overview';
import { PlaneView } from '../../../src/core/image/plane-view';
import { readTile } from '../../../src/core/image/tile';
import { type MemoryPlane, placePlane } from './memory-plane';

const MB = 2 ** 20;
const now = (): number => 0;
const SIZE = { width: 32, height: 32 };

async function steps(view: PlaneView, size = SIZE, signal?: AbortSignal): Promise<OverviewStep[]> {
  const all: OverviewStep[] = [];
  for await (const step of view.overview(size, { now, signal })) {
    all.push(step);
  }
  return all;
}

function wholeOf({ width, height }: MemoryPlane): {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
} {
  return { x0: 0, y0: 0, x1: width, y1: height };
}

describe('PlaneView where every byte is at hand', () => {
  it('reads each pixel once for the overview, coarse tiles and overviews of other sizes', async () => {
    const plane = placePlane(256, 200, { local: true });
    const view = new PlaneView(plane);
    const [first] = await steps(view);
    expect(first).toMatchObject({ done: 1, grid: { kind: 'averaged', frame: { step: 8 } } });
    expect(plane.rowsRead.length).toBe(200);

    for (const size of [7, 16, 32, 100, 128]) {
      const again = await steps(view, { width: size, height: size });
      expect(again).toHaveLength(1);
      expect(again[0]?.grid).toEqual(
        await readTile(
          placePlane(256, 200, { local: true }),
          wholeOf(plane),
          again[0]?.grid.frame.step ?? 0,
        ),
      );
      expect(view.values).toBe(again[0] && valuesOf(again[0]));
    }
    const box = { x0: 64, y0: 128, x1: 192, y1: 200 };
    const tile = await view.tile(box, 4);
    expect(plane.rowsRead.length).toBe(200);
    expect(tile).toEqual(await readTile(plane, box, 4));
  });

  it('gives grids of its own each time', async () => {
    const view = new PlaneView(placePlane(64, 64, { local: true }));
    const [one] = await steps(view);
    one?.grid.values.fill(0);
    const [two] = await steps(view);
    const tile = await view.tile({ x0: 0, y0: 0, x1: 64, y1: 64 }, 2);
    expect(two?.grid.values.includes(0)).toBe(false);
    expect(tile.values).toEqual(two?.grid.values);
  });

  it('reads what is finer than the base of the pyramid', async () => {
    const plane = placePlane(64, 64, { local: true });
    const view = new PlaneView(plane, { pyramidBytes: 2000 });
    await steps(view, { width: 16, height: 16 });
    plane.rowsRead.length = 0;
    // 16 × 16 and above fit into 2000 bytes, 32 × 32 do not.
    await view.tile(wholeOf(plane), 4);
    expect(plane.rowsRead.length).toBe(0);
    expect((await view.tile({ x0: 0, y0: 0, x1: 8, y1: 8 }, 2)).kind).toBe('averaged');
    expect(plane.rowsRead.length).toBe(8);
    expect((await view.tile({ x0: 0, y0: 0, x1: 4, y1: 4 }, 1)).kind).toBe('exact');
    expect(plane.rowsRead.length).toBe(12);
    expect((await steps(view))[0]?.grid.frame.step).toBe(2);
  });

  it('is exact at step 1', async () => {
    const plane = placePlane(20, 10, { local: true });
    const view = new PlaneView(plane);
    const all = await steps(view);
    expect(all.map(({ grid }) => grid.kind)).toEqual(['exact']);
    expect([...(all[0]?.grid.values ?? [])]).toEqual([...plane.values]);
  });

  it('shows sampled rows of a large plane first, and answers tiles while it averages', async () => {
    const plane = placePlane(128, 128, { local: true, bytesPerRow: 4 * MB });
    const view = new PlaneView(plane);
    const all = view.overview(SIZE, { now });
    const first = (await all.next()).value as OverviewStep;
    expect(first).toMatchObject({ done: 0, grid: { kind: 'sampled' } });
    expect(plane.rowsRead.length).toBe(1);

    const last = all.next();
    const box = { x0: 0, y0: 100, x1: 64, y1: 128 };
    const tile = await view.tile(box, 4);
    // The averaging has got to neither the tile nor its end.
    expect(plane.rowsRead.length).toBeLessThan(128);
    expect(tile).toEqual(await readTile(plane, box, 4));
    expect((await last).value).toMatchObject({ done: 1, grid: { kind: 'averaged' } });
  });

  it('averages once for overviews that run at the same time', async () => {
    const plane = placePlane(256, 256, { local: true });
    const view = new PlaneView(plane);
    const stop = new AbortController();
    const [one, two, three] = await Promise.all([
      steps(view, SIZE, stop.signal).catch((error: unknown) => error),
      steps(view, { width: 64, height: 64 }),
      steps(view, { width: 8, height: 8 }),
      Promise.resolve().then(() => stop.abort()),
    ]);
    expect(isCancelled(one)).toBe(true);
    expect([two, three].map((all) => all.at(-1)?.grid.frame.step)).toEqual([4, 32]);
    expect(plane.rowsRead.length).toBe(256);
    for (const { grid } of [two, three].flatMap((all) => all.slice(-1))) {
      expect(grid).toEqual(await readTile(plane, wholeOf(plane), grid.frame.step));
    }
  });

  it('stops the averaging when the overview is cancelled, and keeps nothing of it', async () => {
    const plane = placePlane(64, 640, { local: true, bytesPerRow: MB });
    const view = new PlaneView(plane);
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      for await (const step of view.overview(SIZE, { signal: stop.signal })) {
        expect(step.done).toBe(0);
        setTimeout(() => stop.abort(), 0);
      }
    };
    expect(isCancelled(await run().catch((error: unknown) => error))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const read = plane.rowsRead.length;
    expect(read).toBeLessThan(600);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(plane.rowsRead.length).toBe(read);
    // Even what had been averaged is read again.
    await view.tile({ x0: 0, y0: 0, x1: 64, y1: 4 }, 2);
    expect(plane.rowsRead.length).toBe(read + 4);
    // And another overview begins anew and is whole.
    const again = await steps(view);
    expect(again.at(-1)?.grid).toEqual(await readTile(plane, wholeOf(plane), 32));
  });

  it('stops the averaging when its reader leaves', async () => {
    const plane = placePlane(64, 640, { local: true, bytesPerRow: MB });
    const view = new PlaneView(plane);
    let time = 0;
    for await (const { done } of view.overview(SIZE, { now: () => (time += 300) })) {
      if (done > 0) {
        break;
      }
    }
    const read = plane.rowsRead.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(plane.rowsRead.length).toBeLessThan(read + 32);
  });

  it('shows what is there of a file that ends early, each time', async () => {
    const plane = placePlane(64, 64, { local: true, rowsPresent: 33 });
    const view = new PlaneView(plane);
    for (let time = 0; time < 2; time++) {
      await expect(steps(view)).rejects.toMatchObject({ code: 'truncated' });
      expect([...(view.values?.filled ?? [])]).toEqual([
        ...Array<number>(33).fill(1),
        ...Array<number>(31).fill(0),
      ]);
    }
    const tile = await view.tile({ x0: 0, y0: 24, x1: 64, y1: 48 }, 4);
    expect([...tile.filled]).toEqual([1, 1, 0, 0, 0, 0]);
  });
});

describe('PlaneView of a plane that is far away', () => {
  it('samples overview and tiles, and has no pyramid', async () => {
    const plane = placePlane(256, 256, { bytesPerRow: MB / 16 });
    const view = new PlaneView(plane);
    const all = await steps(view);
    expect(all.at(-1)?.grid.kind).toBe('sampled');
    expect(view.values).toBe(all.at(-1)?.grid);
    plane.rowsRead.length = 0;
    expect((await view.tile({ x0: 0, y0: 0, x1: 32, y1: 32 }, 4)).kind).toBe('sampled');
    expect(plane.rowsRead.length).toBe(8);
  });

  it('passes the budget on', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: MB });
    const view = new PlaneView(plane);
    for await (const step of view.overview({ width: 64, height: 64 }, { now, budget: 8 * MB })) {
      void step;
    }
    expect(plane.rowsRead.length).toBe(8);
  });

  it('refuses a tile outside the plane', async () => {
    const view = new PlaneView(placePlane(4, 4, { local: true }));
    const box = { x0: 0, y0: 0, x1: 5, y1: 4 };
    await expect(view.tile(box, 1)).rejects.toMatchObject({ code: 'protocol' });
  });
});
