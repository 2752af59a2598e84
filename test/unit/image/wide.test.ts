import { describe, expect, it, vi } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { frameOf, sampleAt } from '../../../src/core/image/grid';
import { averagedRows } from '../../../src/core/image/grid-rows';
import { overview } from '../../../src/core/image/overview';
import type { PlaneRow } from '../../../src/core/image/plane';
import { PYRAMID_BYTES } from '../../../src/core/image/pyramid';
import { PyramidBuild } from '../../../src/core/image/pyramid-build';
import { readTile } from '../../../src/core/image/tile';
import { placePlane } from './memory-plane';
import { VastPlane } from './vast-plane';

/** Bytes, of which the file has eight rows. */
class ShortPlane extends VastPlane {
  override readonly bytesPerRow = this.width;

  override async *rows(ys: readonly number[], x0: number, x1: number): AsyncGenerator<PlaneRow> {
    const present = ys.filter((y) => y < 8);
    yield* super.rows(present, x0, x1);
    if (present.length < ys.length) {
      throw new SkybucketError('truncated', 'The file ends early.');
    }
  }
}

describe('very wide planes', () => {
  it('have tiles of single pixels where one row would be more than a tile is worth', async () => {
    const step = 2 ** 16;
    const plane = new VastPlane(1e9, 1000);
    const tile = await readTile(plane, { x0: 0, y0: 0, x1: 192 * step, y1: 1000 }, step);
    expect(tile.kind).toBe('sampled');
    expect([tile.frame.width, tile.frame.height]).toEqual([192, 1]);
    expect([plane.requests, plane.bytes]).toEqual([96, 96 * 4]);
    // Of a block cut by the edge the last row.
    expect(tile.values.every((value) => value === 999)).toBe(true);
  });

  it('give each grid pixel that is not read the value of the nearest that is', async () => {
    const plane = placePlane(4096, 8, { bytesPerRow: 2 ** 26 });
    const tile = await readTile(plane, { x0: 0, y0: 0, x1: 4096, y1: 8 }, 4);
    expect(plane.pixelsRead.size).toBe(128);
    expect([...tile.filled]).toEqual([1, 0]);
    const at = [0, 4, 5, 8, 1023, 1024];
    expect(at.map((i) => tile.values[i])).toEqual([2002, 2002, 2034, 2034, 6066, 2002]);
  });

  it('are sampled in the middle of blocks of any size', async () => {
    for (const step of [2 ** 31, 2 ** 32, 2 ** 40]) {
      expect(sampleAt(0, 2 ** 50, step, 1)).toBe(1.5 * step);
    }
    const plane = new VastPlane(2 ** 41, 4);
    for await (const { grid } of overview(plane, { width: 1024, height: 4 })) {
      expect(grid.frame.step).toBe(2 ** 31);
    }
  });

  it('lose no row that is there where the file ends', async () => {
    const width = 2 ** 20 + 2;
    const plane = new ShortPlane(width, 12);
    const frame = frameOf({ x0: 0, y0: 0, x1: width, y1: 12 }, 2);
    const js: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { j } of averagedRows(plane, frame, {})) {
        js.push(j);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'truncated' });
    expect(js.sort()).toEqual([0, 1, 2, 3]);
  });

  it('are not asked for column by column where the file has none of their rows', async () => {
    let asked = 0;
    class EmptyPlane extends VastPlane {
      override async *rows(): AsyncGenerator<PlaneRow> {
        asked += 1;
        throw new SkybucketError('truncated', 'The file ends early.');
      }
    }
    const width = 2 ** 36;
    const frame = frameOf({ x0: 0, y0: 0, x1: width, y1: 2 }, 2 ** 26);
    const read = async (): Promise<void> => {
      for await (const row of averagedRows(new EmptyPlane(width, 2), frame, {})) {
        expect(row).toBeUndefined();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'truncated' });
    expect(asked).toBe(1);
  });
});

describe('very tall planes', () => {
  it('are looked at again only when there is a row of the level that is wanted', async () => {
    const plane = placePlane(2, 4096, { local: true });
    const build = new PyramidBuild(plane, PYRAMID_BYTES, () => undefined);
    const looks = vi.spyOn(build.pyramid, 'filled');
    let rows = 0;
    for await (const { values } of build.rows(512, {})) {
      rows += values.length;
    }
    expect(rows).toBe(8);
    expect(looks.mock.calls.length).toBeLessThan(12);
  });
});
