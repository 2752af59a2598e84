import { describe, expect, test } from 'vitest';
import {
  MOST_TILE_BYTES,
  TILE,
  needsTiles,
  tileStep,
  tilesInView,
} from '../../../webview/image/tiles';
import { fitZoom, place } from '../../../webview/image/view';

const image = { width: 10240, height: 10000 };
const canvas = { width: 1000, height: 700 };

describe('the step of tiles', () => {
  test('is the largest power of two whose grid pixels are not larger than device pixels', () => {
    expect([4, 1, 0.99, 0.5, 0.49, 0.25, 0.1].map(tileStep)).toEqual([1, 1, 1, 2, 2, 4, 8]);
  });

  test('is never asked for at fit of a sampled image, whatever its size and that of the canvas', () => {
    for (let width = 10; width < 20_000; width = Math.ceil(width * 1.07)) {
      const size = { width, height: width };
      const zoom = fitZoom(size, canvas);
      let step = 1;
      while (Math.ceil(width / step) > canvas.height) {
        step *= 2;
      }
      expect(needsTiles(zoom, { kind: 'sampled', step })).toBe(false);
      expect(needsTiles(zoom * 2, { kind: 'sampled', step })).toBe(step > 1);
    }
  });

  test('is asked for where a picture whose bytes are all read would look coarse', () => {
    expect(needsTiles(0.48, { kind: 'averaged', step: 4 })).toBe(true);
    expect(needsTiles(0.34, { kind: 'averaged', step: 4 })).toBe(false);
    expect(needsTiles(3, { kind: 'exact', step: 1 })).toBe(false);
  });
});

describe('tilesInView', () => {
  const at = (zoom: number, centre: readonly [number, number]): ReturnType<typeof place> =>
    place({ zoom, centre }, canvas);

  test('cover what is seen and nothing else', () => {
    const tiles = tilesInView(image, canvas, at(1, [5000, 5000]), [5000, 5000]);
    // x from 4500 to 5500, y from 4650 to 5350: columns 17 to 21, rows 18 to 20.
    expect(tiles.map(({ key }) => key).sort()).toEqual(
      [17, 18, 19, 20, 21].flatMap((x) => [18, 19, 20].map((y) => `1/${x}/${y}`)).sort(),
    );
  });

  test('of the largest screens fit into the room for tiles, so that none is dropped while it is seen', () => {
    const seen = (width: number, height: number): string[] => {
      const size = { width, height };
      const placement = place({ zoom: 0.501, centre: [20_000, 20_000] }, size);
      const whole = { width: 40_000, height: 40_000 };
      return tilesInView(whole, size, placement, [20_000, 20_000]).map(({ key }) => key);
    };
    const fiveK = seen(5120, 2880);
    expect(fiveK.length).toBeGreaterThan(900);
    expect(fiveK.length * TILE * TILE * 4).toBeLessThanOrEqual(MOST_TILE_BYTES);
    // Beyond that, the middle comes and the borders stay coarse.
    const eightK = seen(7680, 4320);
    expect(eightK.length * TILE * TILE * 4).toBe(MOST_TILE_BYTES);
    expect(eightK).toEqual(expect.arrayContaining(fiveK.slice(0, 500)));
  });

  test('come nearest to the focus first', () => {
    const tiles = tilesInView(image, canvas, at(1, [5000, 5000]), [4520, 5340]);
    expect(tiles[0]?.key).toBe('1/17/20');
    expect(tiles.at(-1)?.key).toBe('1/21/18');
  });

  test('are cut at the edges of the image', () => {
    const tiles = tilesInView(image, canvas, at(0.25, [10239, 9999]), [10239, 9999]);
    expect(tiles[0]).toEqual({ step: 4, key: '4/9/9', x0: 9216, y0: 9216, x1: 10240, y1: 10000 });
    expect(tiles.every(({ x1, y1 }) => x1 <= 10240 && y1 <= 10000)).toBe(true);
  });

  test('stay within the bound of a request', () => {
    for (const zoom of [0.05, 0.3, 0.7, 1, 9]) {
      for (const { x0, x1, y0, y1, step } of tilesInView(
        image,
        canvas,
        at(zoom, [5000, 5000]),
        [0, 0],
      )) {
        expect(Math.ceil((x1 - x0) / step)).toBeLessThanOrEqual(256);
        expect(Math.ceil((y1 - y0) / step)).toBeLessThanOrEqual(256);
      }
    }
  });

  test('are none where the image is out of sight', () => {
    expect(tilesInView(image, canvas, { zoom: 1, left: 5000, bottom: 0 }, [0, 0])).toEqual([]);
  });
});
