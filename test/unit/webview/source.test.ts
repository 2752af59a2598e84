import { describe, expect, test } from 'vitest';
import type { GridReply, OverviewProgress } from '../../../src/protocol/methods';
import type { Grid } from '../../../webview/image/grid';
import type { Host } from '../../../webview/image/host';
import { PlaneSource } from '../../../webview/image/source';
import { place } from '../../../webview/image/view';

const ref = { hdu: 1, slice: [] };
const plane = { width: 2048, height: 2048, unit: undefined, axes: [] };
const canvas = { width: 512, height: 512 };
const middle = [1023.5, 1023.5] as const;
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
  grid: reply(0, 0, 2048, 2048, 4),
  minmax: { low: 0, high: 1 },
  zscale: { low: 0, high: 1 },
  done,
});

async function rig(): Promise<{ source: PlaneSource; asked: string[]; dropped: Grid[] }> {
  const asked: string[] = [];
  const dropped: Grid[] = [];
  const host = {
    on: () => () => undefined,
    request: async (
      method: string,
      params: Record<string, number>,
      { onProgress }: { onProgress?: (body: unknown) => void },
    ) => {
      if (method === 'overview') {
        asked.push(`overview ${params['width']} × ${params['height']}`);
        onProgress?.(overview(0.5));
        return overview(1);
      }
      const { x0 = 0, y0 = 0, x1 = 0, y1 = 0, step = 0 } = params;
      asked.push(`tile ${x0} ${y0} ${x1} ${y1} at ${step}`);
      return reply(x0, y0, x1, y1, step);
    },
  } as unknown as Host;
  const source = new PlaneSource(host, ref, plane, {
    onOverview: () => undefined,
    onTile: () => undefined,
    onError: (error) => {
      throw error;
    },
    onDrop: (grid) => dropped.push(grid),
  });
  await source.load(canvas);
  return { source, asked, dropped };
}

describe('PlaneSource', () => {
  test('asks once for the overview, drops the grids it replaces, and needs no tile at fit', async () => {
    const { source, asked, dropped } = await rig();
    const fit = place({ zoom: 0.25, centre: middle }, canvas);
    source.seek(canvas, fit, middle);
    await settle();
    expect(asked).toEqual(['overview 512 × 512']);
    expect(dropped).toHaveLength(1);
    expect(source.drawable(canvas, fit, middle)).toMatchObject({
      kind: 'sampled',
      step: 4,
      pending: false,
    });
  });

  test('draws the overview until the tiles of a closer view are there', async () => {
    const { source, asked } = await rig();
    const near = place({ zoom: 1, centre: [255.5, 255.5] }, canvas);
    expect(source.drawable(canvas, near, [0, 0])).toMatchObject({ kind: 'sampled', pending: true });
    source.seek(canvas, near, [0, 0]);
    await settle();
    expect(asked.slice(1)).toEqual([
      'tile 0 0 256 256 at 1',
      'tile 256 0 512 256 at 1',
      'tile 0 256 256 512 at 1',
      'tile 256 256 512 512 at 1',
    ]);
    const shown = source.drawable(canvas, near, [0, 0]);
    expect(shown).toMatchObject({ kind: 'exact', step: 1, pending: false });
    expect(shown?.grids.map(({ step }) => step)).toEqual([4, 1, 1, 1, 1]);
    source.seek(canvas, near, [0, 0]);
    await settle();
    expect(asked).toHaveLength(5);
  });

  test('fills the gaps with tiles of other steps meanwhile', async () => {
    const { source } = await rig();
    const near = place({ zoom: 0.5, centre: [511.5, 511.5] }, canvas);
    source.seek(canvas, near, [0, 0]);
    await settle();
    const nearer = place({ zoom: 1, centre: [255.5, 255.5] }, canvas);
    const shown = source.drawable(canvas, nearer, [0, 0]);
    expect(shown?.grids.map(({ step }) => step)).toEqual([4, 2]);
    expect(shown?.pending).toBe(true);
  });

  test('drops every grid when it is disposed of', async () => {
    const { source, dropped } = await rig();
    const near = place({ zoom: 1, centre: [255.5, 255.5] }, canvas);
    source.seek(canvas, near, [0, 0]);
    await settle();
    source.dispose();
    expect(dropped).toHaveLength(1 + 1 + 4);
    expect(source.drawable(canvas, near, [0, 0])).toBeUndefined();
  });
});
