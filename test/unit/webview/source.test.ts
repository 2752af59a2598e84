import { describe, expect, test } from 'vitest';
import type { GridReply, OverviewProgress } from '../../../src/protocol/methods';
import type { Grid } from '../../../webview/image/grid';
import type { Host } from '../../../webview/image/host';
import { PlaneSource } from '../../../webview/image/source';
import { TILE } from '../../../webview/image/tiles';
import type { Position, Sight } from '../../../webview/image/view';
import { place, visibleBox } from '../../../webview/image/view';

const ref = { hdu: 1, slice: [] };
/** As many tiles as make its overview, of step 4, as large as the canvas. */
const side = 8 * TILE;
const plane = {
  width: side,
  height: side,
  unit: undefined,
  bytesPerRow: side * 4,
  local: false,
  axes: [],
  axisLines: [],
};
const canvas = { width: 2 * TILE, height: 2 * TILE };
const middle = [side / 2 - 0.5, side / 2 - 0.5] as const;
/** Where a view at 1:1 is of the first two tiles each way. */
const corner = [TILE - 0.5, TILE - 0.5] as const;

function sight(zoom: number, centre: Position, focus: Position = centre): Sight | undefined {
  const box = visibleBox(place({ zoom, centre }, canvas), canvas, plane);
  return box && { box, zoom, focus };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function reply(x0: number, y0: number, x1: number, y1: number, step: number): GridReply {
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  return {
    width,
    height,
    x0,
    y0,
    step,
    values: new Uint8Array(width * height * 4),
    filled: new Uint8Array(height),
    kind: step === 1 ? 'exact' : 'sampled',
  };
}

const overview = (done: number): OverviewProgress => ({
  grid: reply(0, 0, side, side, 4),
  values: 'sampled',
  minmax: { low: 0, high: 1 },
  zscale: { low: 0, high: 1 },
  quantiles: new Uint8Array(0),
  done,
});

interface Rig {
  readonly source: PlaneSource;
  readonly asked: string[];
  readonly cancelled: string[];
  readonly dropped: Grid[];
  readonly told: (readonly string[])[];
}

/** A source with its overview; `slow` tiles are never answered. */
async function rig(slow = false): Promise<Rig> {
  const asked: string[] = [];
  const cancelled: string[] = [];
  const dropped: Grid[] = [];
  const told: (readonly string[])[] = [];
  const host = {
    on: () => () => undefined,
    request: async (
      method: string,
      params: Record<string, number>,
      { onProgress, signal }: { onProgress?: (body: unknown) => void; signal: AbortSignal },
    ) => {
      if (method === 'overview') {
        asked.push(`overview ${params['width']} × ${params['height']}`);
        onProgress?.(overview(0.5));
        return overview(1);
      }
      const { x0 = 0, y0 = 0, x1 = 0, y1 = 0, step = 0 } = params;
      const name = `tile ${x0} ${y0} ${x1} ${y1} at ${step}`;
      asked.push(name);
      signal.addEventListener('abort', () => cancelled.push(name));
      if (slow) {
        await new Promise(() => undefined);
      }
      // With every tile of the lowest row one more is known to be broken.
      const problems = y0 === 0 ? asked.slice(1) : undefined;
      return { ...reply(x0, y0, x1, y1, step), problems };
    },
  } as unknown as Host;
  const source = new PlaneSource(host, ref, plane, {
    onOverview: () => undefined,
    onTile: () => undefined,
    onError: (error) => {
      throw error;
    },
    onProblems: (problems) => told.push(problems),
    onDrop: (grid) => dropped.push(grid),
  });
  await source.load(canvas);
  return { source, asked, cancelled, dropped, told };
}

describe('PlaneSource', () => {
  test('asks once for the overview, drops the grids it replaces, and needs no tile at fit', async () => {
    const { source, asked, dropped } = await rig();
    source.look(sight(0.25, middle));
    source.ask();
    await settle();
    expect(asked).toEqual([`overview ${canvas.width} × ${canvas.height}`]);
    expect(dropped).toHaveLength(1);
    expect(source.overview).toMatchObject({ kind: 'sampled', step: 4 });
    expect(source.drawable()).toMatchObject({ kind: 'sampled', step: 4, pending: false });
  });

  test('tells what is broken as more of it becomes known', async () => {
    const { source, told } = await rig();
    source.look(sight(1, corner, [0, 0]));
    source.ask();
    await settle();
    expect(told.map(({ length }) => length)).toEqual([1, 2]);
  });

  test('draws the overview until the tiles of a closer view are there', async () => {
    const { source, asked } = await rig();
    source.look(sight(1, corner, [0, 0]));
    expect(source.drawable()).toMatchObject({ kind: 'sampled', pending: true });
    source.ask();
    await settle();
    expect(asked.slice(1)).toEqual([
      `tile 0 0 ${TILE} ${TILE} at 1`,
      `tile ${TILE} 0 ${2 * TILE} ${TILE} at 1`,
      `tile 0 ${TILE} ${TILE} ${2 * TILE} at 1`,
      `tile ${TILE} ${TILE} ${2 * TILE} ${2 * TILE} at 1`,
    ]);
    const shown = source.drawable();
    expect(shown).toMatchObject({ kind: 'exact', step: 1, pending: false });
    expect(shown?.grids.map(({ step }) => step)).toEqual([4, 1, 1, 1, 1]);
    source.ask();
    await settle();
    expect(asked).toHaveLength(5);
  });

  test('fills the gaps with tiles of other steps meanwhile', async () => {
    const { source } = await rig();
    source.look(sight(0.5, [2 * TILE - 0.5, 2 * TILE - 0.5], [0, 0]));
    source.ask();
    await settle();
    source.look(sight(1, corner));
    const shown = source.drawable();
    expect(shown?.grids.map(({ step }) => step)).toEqual([4, 2]);
    expect(shown?.pending).toBe(true);
  });

  test('looking elsewhere cancels at once, and asks for nothing by itself', async () => {
    const { source, asked, cancelled } = await rig(true);
    source.look(sight(1, corner));
    source.ask();
    expect(asked).toHaveLength(5);
    source.look(sight(0.25, middle));
    expect(cancelled).toHaveLength(4);
    source.look(sight(1, [6 * TILE, 6 * TILE]));
    expect(asked).toHaveLength(5);
    expect(source.drawable()?.pending).toBe(true);
  });

  test('zooming in and out again asks for nothing new', async () => {
    const { source, asked } = await rig();
    const visit = async (zoom: number): Promise<void> => {
      source.look(sight(zoom, [700, 700]));
      source.ask();
      await settle();
    };
    for (const zoom of [0.25, 0.5, 1, 2, 4]) {
      await visit(zoom);
    }
    const once = asked.length;
    for (const zoom of [2, 1, 0.5, 0.25, 0.5, 1, 4]) {
      await visit(zoom);
    }
    expect(asked).toHaveLength(once);
  });

  test('has at hand what covers a box', async () => {
    const { source } = await rig();
    source.look(sight(1, corner));
    source.ask();
    await settle();
    const steps = (box: Sight['box']): number[] => source.gridsOver(box).map(({ step }) => step);
    expect(steps({ x0: 0, x1: TILE + 1, y0: 10, y1: 11 })).toEqual([4, 1, 1]);
    expect(steps({ x0: 2 * TILE, x1: 3 * TILE, y0: 10, y1: 11 })).toEqual([4]);
  });

  test('drops every grid when it is disposed of', async () => {
    const { source, dropped } = await rig();
    source.look(sight(1, corner));
    source.ask();
    await settle();
    source.dispose();
    expect(dropped).toHaveLength(1 + 1 + 4);
    expect(source.drawable()).toBeUndefined();
  });
});
