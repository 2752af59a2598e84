import { describe, expect, test } from 'vitest';
import { COLOUR_MAPS, STRETCH_PARAMETERS, STRETCHES } from '../../../src/protocol/display';
import { colourTable } from '../../../webview/image/colour-maps';
import { curveOf } from '../../../webview/image/curve';
import { extentOf } from '../../../webview/image/extent';
import type { Grid } from '../../../webview/image/grid';
import { gridOf } from '../../../webview/image/grid';
import type { Orientation } from '../../../webview/image/orientation';
import { UPRIGHT, turn, turnedSize } from '../../../webview/image/orientation';
import { paint } from '../../../webview/image/paint';
import type { Scene } from '../../../webview/image/scene';
import type { Size } from '../../../webview/image/view';
import { differences } from './reference';

const ALL: Orientation[] = ([0, 1, 2, 3] as const).flatMap((turns) =>
  [false, true].map((flipped) => ({ turns, flipped })),
);

const grid = (width: number, height: number, values: number[], step = 1, x0 = 0, y0 = 0): Grid => ({
  width,
  height,
  x0,
  y0,
  step,
  kind: 'exact',
  values: new Float32Array(values),
});

const PLAIN = { inverted: false, contrast: 1, bias: 0.5 };

const sceneOf = (grids: Grid[], image: Size, part: Partial<Scene> = {}): Scene => ({
  placement: { zoom: 1, left: 0, bottom: 0 },
  image,
  orientation: UPRIGHT,
  limits: { low: 0, high: 255 },
  curve: curveOf('linear', STRETCH_PARAMETERS, undefined),
  colours: colourTable('grey', PLAIN),
  blank: [44, 58, 84],
  grids,
  background: [1, 2, 3],
  ...part,
});

function painted(scene: Scene, canvas: Size): Uint8Array {
  const pixels = new Uint32Array(canvas.width * canvas.height);
  paint(pixels, canvas, scene);
  return new Uint8Array(pixels.buffer);
}

/** Red of each pixel, rows from the top. */
function reds(scene: Scene, canvas: Size): number[][] {
  const bytes = painted(scene, canvas);
  return Array.from({ length: canvas.height }, (_, row) =>
    Array.from({ length: canvas.width }, (_, x) => bytes[4 * (row * canvas.width + x)] ?? -1),
  );
}

/** Values that tell every pixel from its neighbours, with missing and infinite ones. */
function busy(width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, i) =>
    i % 11 === 5 ? Number.NaN : i % 13 === 7 ? Infinity : i % 17 === 3 ? -Infinity : (i * 73) % 256,
  );
}

describe('paint', () => {
  test('puts row 0 at the bottom', () => {
    const image = { width: 2, height: 2 };
    expect(reds(sceneOf([grid(2, 2, [1, 2, 3, 4])], image), image)).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  test('shows each pixel as a block when zoomed in, from the whole corner on', () => {
    const scene = sceneOf(
      [grid(2, 1, [7, 9])],
      { width: 2, height: 1 },
      { placement: { zoom: 2, left: 1, bottom: 1 } },
    );
    expect(reds(scene, { width: 6, height: 4 })).toEqual([
      [1, 1, 1, 1, 1, 1],
      [1, 7, 7, 9, 9, 1],
      [1, 7, 7, 9, 9, 1],
      [1, 1, 1, 1, 1, 1],
    ]);
  });

  test('gives missing pixels their colour, infinite ones the ends', () => {
    const image = { width: 3, height: 1 };
    const values = [Number.NaN, -Infinity, Infinity];
    const bytes = painted(sceneOf([grid(3, 1, values)], image), image);
    expect([...bytes]).toEqual([44, 58, 84, 255, 0, 0, 0, 255, 255, 255, 255, 255]);
  });

  test('cuts the last cell of a grid at the edge of the image', () => {
    const scene = sceneOf([grid(2, 1, [7, 9], 4)], { width: 5, height: 1 });
    expect(reds(scene, { width: 8, height: 1 })).toEqual([[7, 7, 7, 7, 9, 1, 1, 1]]);
  });

  test('a cell cut by the edge stays with its pixels when the picture is mirrored', () => {
    const scene = sceneOf(
      [grid(2, 1, [7, 9], 4)],
      { width: 5, height: 1 },
      { orientation: { turns: 0, flipped: true } },
    );
    expect(reds(scene, { width: 8, height: 1 })).toEqual([[9, 7, 7, 7, 7, 1, 1, 1]]);
  });

  test('a quarter turn is counter-clockwise', () => {
    const scene = sceneOf(
      [grid(3, 1, [7, 8, 9])],
      { width: 3, height: 1 },
      { orientation: { turns: 1, flipped: false } },
    );
    expect(reds(scene, { width: 1, height: 3 })).toEqual([[9], [8], [7]]);
  });

  test.each(ALL)('a star is on the device pixels its turned position says: %o', (orientation) => {
    const image = { width: 7, height: 5 };
    const star = [5, 1] as const;
    const values = Array.from({ length: 35 }, (_, i) => (i === 5 + 7 * 1 ? 255 : 0));
    const placement = { zoom: 3, left: 2, bottom: -1 };
    const canvas = { width: 26, height: 24 };
    const [x, y] = turn(star, image, orientation);
    const seen = reds(sceneOf([grid(7, 5, values)], image, { orientation, placement }), canvas);
    const lit = seen.flatMap((line, row) =>
      line.flatMap((red, column) => (red === 255 ? [[column, canvas.height - 1 - row]] : [])),
    );
    const want = [0, 1, 2].flatMap((j) => [0, 1, 2].map((i) => [2 + 3 * x + i, -1 + 3 * y + j]));
    expect(lit.sort()).toEqual(want.sort());
  });
});

describe('paint, pixel by pixel', () => {
  const canvas = { width: 61, height: 47 };
  const image = { width: 53, height: 38 };
  /** A coarse grid of which the last cells reach over both edges, and tiles over a part of it. */
  const grids = [
    grid(14, 10, busy(14, 10), 4),
    grid(8, 8, busy(8, 8), 2, 16, 8),
    grid(8, 8, busy(8, 8), 2, 32, 8),
    grid(11, 7, busy(11, 7), 2, 32, 24),
  ];
  const placements = [
    { zoom: 1, left: 3, bottom: 2 },
    { zoom: 0.3, left: 5, bottom: 7 },
    { zoom: 0.77, left: -6, bottom: 4 },
    { zoom: 47 / 53, left: 0, bottom: 0 },
    { zoom: 2, left: -31, bottom: -17 },
    { zoom: 1.3, left: -9, bottom: -3 },
    { zoom: 17, left: -400, bottom: -300 },
    { zoom: 128, left: -128 * 20, bottom: -128 * 30 },
  ];

  describe.each(ALL)('%o', (orientation) => {
    test.each(placements)('%o', (placement) => {
      const scene = sceneOf(grids, image, { orientation, placement });
      expect(differences(painted(scene, canvas), canvas, scene)).toEqual([]);
    });
  });

  const parts = STRETCHES.flatMap((stretch, i) =>
    COLOUR_MAPS.map(
      (map, j) =>
        [stretch, map, { inverted: (i + j) % 2 > 0, contrast: 1 + j / 2, bias: 0.4 }] as const,
    ),
  );
  const quantiles = Float32Array.from({ length: 101 }, (_, i) => (i / 100) ** 2 * 255);

  test.each(parts)('%s in %s, %o', (stretch, map, options) => {
    const limits = { low: 20, high: 200 };
    const scene = sceneOf(grids, image, {
      limits,
      curve: curveOf(stretch, STRETCH_PARAMETERS, { quantiles, limits }),
      colours: colourTable(map, options),
      blank: [200, 0, 100],
    });
    expect(differences(painted(scene, canvas), canvas, scene)).toEqual([]);
  });
});

describe('extentOf', () => {
  const image = { width: 4096, height: 3000 };
  const canvas = { width: 1000, height: 900 };

  test.each(ALL)('tiles share no device pixel and leave none out: %o', (orientation) => {
    const turned = turnedSize(image, orientation);
    for (const zoom of [0.123, 0.2, 0.3, 0.5, 0.777, 1, 1.5]) {
      const placement = { zoom, left: -37, bottom: 11 };
      const covered = new Uint8Array(canvas.width * canvas.height);
      for (let y0 = 0; y0 < image.height; y0 += 1024) {
        for (let x0 = 0; x0 < image.width; x0 += 1024) {
          const tile = { x0, y0, width: 256, height: 256, step: 4 };
          const extent = extentOf(tile, { placement, image, orientation }, canvas);
          for (let y = extent?.bottom ?? 0; y < (extent?.top ?? 0); y++) {
            for (let x = extent?.left ?? 0; x < (extent?.right ?? 0); x++) {
              covered[y * canvas.width + x]! += 1;
            }
          }
        }
      }
      const within = covered.every((count, i) => {
        const x = Math.floor(((i % canvas.width) + 0.5 - placement.left) / zoom);
        const y = Math.floor((Math.floor(i / canvas.width) + 0.5 - placement.bottom) / zoom);
        const inside = x >= 0 && y >= 0 && x < turned.width && y < turned.height;
        return count === Number(inside);
      });
      expect(within, `zoom ${zoom}`).toBe(true);
    }
  });

  const layout = { placement: { zoom: 1, left: 10, bottom: 0 }, image, orientation: UPRIGHT };

  test('is nothing for a grid beside the canvas', () => {
    expect(extentOf(grid(4, 4, []), layout, { width: 10, height: 10 })).toBeUndefined();
  });

  test('is nothing for a grid without pixels', () => {
    expect(extentOf(grid(0, 4, []), layout, canvas)).toBeUndefined();
  });
});

describe('gridOf', () => {
  const reply = { x0: 0, y0: 0, step: 1, kind: 'exact', filled: new Uint8Array(1) } as const;

  test('reads values at any alignment', () => {
    const bytes = new Uint8Array(9);
    bytes.set(new Uint8Array(new Float32Array([1.5, -2]).buffer), 1);
    const made = gridOf({ ...reply, width: 2, height: 1, values: bytes.subarray(1) });
    expect([...made.values]).toEqual([1.5, -2]);
  });

  test('refuses a grid whose bytes do not match its size', () => {
    expect(() => gridOf({ ...reply, width: 3, height: 1, values: new Uint8Array(8) })).toThrow(
      'A grid of 3 × 1 came with 8 bytes.',
    );
  });
});
