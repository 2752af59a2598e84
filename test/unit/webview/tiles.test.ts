import { describe, expect, test } from 'vitest';
import {
  MOST_TILE_BYTES,
  TILE,
  needsTiles,
  tileStep,
  tilesInSight,
} from '../../../webview/image/tiles';
import type { Position, Size } from '../../../webview/image/view';
import { fitZoom, place, visibleBox } from '../../../webview/image/view';

const image = { width: 10240, height: 10000 };
const canvas = { width: 1000, height: 700 };

/** The tiles of a view of an upright image. */
function tilesAt(
  zoom: number,
  centre: Position,
  focus: Position = centre,
  size: Size = canvas,
  whole: Size = image,
): ReturnType<typeof tilesInSight> {
  const box = visibleBox(place({ zoom, centre }, size), size, whole);
  return box === undefined ? [] : tilesInSight({ box, zoom, focus }, whole);
}

/** The numbers of the columns or rows of tiles over the pixels `[from, to)`, at step 1. */
function numbersOver(from: number, to: number): number[] {
  const first = Math.floor(from / TILE);
  return Array.from({ length: Math.ceil(to / TILE) - first }, (_, i) => first + i);
}

describe('the step of tiles', () => {
  test('is the power of two whose grid pixels come nearest to device pixels', () => {
    expect([4, 1, 0.99, 0.71, 0.7, 0.5, 0.49, 0.25, 0.1, 0.01].map(tileStep)).toEqual([
      1, 1, 1, 1, 2, 2, 2, 4, 8, 128,
    ]);
    for (let zoom = 1; zoom > 0.001; zoom *= 0.93) {
      expect(tileStep(zoom) * zoom).toBeGreaterThanOrEqual(Math.SQRT1_2 - 1e-9);
      expect(tileStep(zoom) * zoom).toBeLessThanOrEqual(Math.SQRT2 + 1e-9);
    }
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

describe('tilesInSight', () => {
  test('cover what is seen and nothing else', () => {
    const tiles = tilesAt(1, [5000, 5000]);
    const [columns, rows] = [numbersOver(4500, 5500), numbersOver(4650, 5350)];
    expect(tiles.map(({ key }) => key).sort()).toEqual(
      columns.flatMap((x) => rows.map((y) => `1/${x}/${y}`)).sort(),
    );
  });

  test('of a 5K screen fit into the room for tiles, so that none is dropped while it is seen', () => {
    const whole = { width: 40_000, height: 40_000 };
    const fiveK = { width: 5120, height: 2880 };
    const seen = (zoom: number, size: Size, at = 20_100): string[] =>
      tilesAt(zoom, [at, at], [at, at], size, whole).map(({ key }) => key);
    // Just above the zoom from which the step is 2, wherever it lies among the tiles.
    const most = Array.from(
      { length: TILE },
      (_, i) => seen(Math.SQRT1_2 * (1 + 1e-9), fiveK, 20_000 + i).length,
    );
    expect(Math.max(...most)).toBe(897);
    for (let zoom = 1; zoom > 0.2; zoom *= 0.97) {
      expect(seen(zoom, fiveK).length).toBeLessThanOrEqual(897);
    }
    expect(897 * TILE * TILE * 4).toBeLessThanOrEqual(MOST_TILE_BYTES);
    expect(MOST_TILE_BYTES).toBeLessThanOrEqual(128 * 2 ** 20);
    // Beyond that, the middle comes and the borders stay coarse.
    const eightK = seen(0.708, { width: 7680, height: 4320 });
    expect(eightK.length * TILE * TILE * 4).toBe(MOST_TILE_BYTES);
    expect(eightK).toEqual(expect.arrayContaining(seen(0.708, fiveK).slice(0, 680)));
  });

  test('come nearest to the focus first', () => {
    const tiles = tilesAt(1, [5000, 5000], [4520, 5340]);
    const [columns, rows] = [numbersOver(4500, 5500), numbersOver(4650, 5350)];
    expect(tiles[0]?.key).toBe(`1/${columns[0]}/${rows.at(-1)}`);
    expect(tiles.at(-1)?.key).toBe(`1/${columns.at(-1)}/${rows[0]}`);
  });

  test('are cut at the edges of the image', () => {
    const tiles = tilesAt(0.25, [10239, 9999]);
    const [column, row] = [Math.floor(10239 / (4 * TILE)), Math.floor(9999 / (4 * TILE))];
    const [x0, y0] = [column * 4 * TILE, row * 4 * TILE];
    const last = { step: 4, key: `4/${column}/${row}`, x0, y0, x1: 10240, y1: 10000 };
    expect(tiles[0]).toEqual(last);
    expect(tiles.every(({ x1, y1 }) => x1 <= 10240 && y1 <= 10000)).toBe(true);
  });

  test('stay within the bound of a request', () => {
    for (const zoom of [0.05, 0.3, 0.7, 1, 9]) {
      for (const { x0, x1, y0, y1, step } of tilesAt(zoom, [5000, 5000], [0, 0])) {
        expect(Math.ceil((x1 - x0) / step)).toBeLessThanOrEqual(TILE);
        expect(Math.ceil((y1 - y0) / step)).toBeLessThanOrEqual(TILE);
      }
    }
  });
});
