import { describe, expect, test } from 'vitest';
import { extentOf } from '../../../webview/image/extent';
import type { Grid } from '../../../webview/image/grid';
import { gridOf } from '../../../webview/image/grid';
import { paint } from '../../../webview/image/paint';
import { NAN_COLOUR, stretchOf } from '../../../webview/image/stretch';

const grid = (width: number, height: number, values: number[], step = 1): Grid => ({
  width,
  height,
  x0: 0,
  y0: 0,
  step,
  kind: 'exact',
  values: new Float32Array(values),
});

/** Red of each pixel, rows from the top; NaN pixels give the red of their colour. */
function painted(
  picture: Grid,
  canvas: { width: number; height: number },
  placement: { zoom: number; left: number; bottom: number },
  image: { width: number; height: number } = picture,
): number[][] {
  const pixels = new Uint32Array(canvas.width * canvas.height);
  paint(pixels, canvas, picture, { placement, image }, stretchOf({ low: 0, high: 255 }));
  return Array.from({ length: canvas.height }, (_, y) =>
    [...pixels.subarray(y * canvas.width, (y + 1) * canvas.width)].map((pixel) => pixel & 255),
  );
}

describe('paint', () => {
  test('puts row 0 at the bottom', () => {
    expect(
      painted(grid(2, 2, [1, 2, 3, 4]), { width: 2, height: 2 }, { zoom: 1, left: 0, bottom: 0 }),
    ).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  test('shows each pixel as a block when zoomed in, from the whole corner on', () => {
    expect(
      painted(grid(2, 1, [7, 9]), { width: 6, height: 3 }, { zoom: 2, left: 1, bottom: 1 }),
    ).toEqual([
      [0, 7, 7, 9, 9, 0],
      [0, 7, 7, 9, 9, 0],
      [0, 0, 0, 0, 0, 0],
    ]);
  });

  test('marks missing pixels with a colour that is no grey', () => {
    const [red, green, blue] = NAN_COLOUR;
    expect(new Set([red, green, blue]).size).toBe(3);
    expect(
      painted(
        grid(2, 1, [Number.NaN, 9]),
        { width: 2, height: 1 },
        { zoom: 1, left: 0, bottom: 0 },
      ),
    ).toEqual([[red, 9]]);
  });

  test('cuts the last cell of a grid at the edge of the image', () => {
    const coarse = grid(2, 1, [7, 9], 4);
    const image = { width: 5, height: 1 };
    expect(
      painted(coarse, { width: 8, height: 1 }, { zoom: 1, left: 0, bottom: 0 }, image),
    ).toEqual([[7, 7, 7, 7, 9, 0, 0, 0]]);
  });
});

describe('extentOf', () => {
  test('grids that touch share no device pixel and leave none out', () => {
    const canvas = { width: 1000, height: 1000 };
    const image = { width: 4096, height: 4096 };
    for (const zoom of [0.123, 0.5, 0.777, 1, 1.5]) {
      const placement = { zoom, left: -37, bottom: 11 };
      const one = { ...grid(256, 256, []), x0: 256 };
      const two = { ...grid(256, 256, []), x0: 512 };
      expect(extentOf(two, placement, image, canvas)?.left).toBe(
        extentOf(one, placement, image, canvas)?.right,
      );
    }
  });

  test('is nothing for a grid beside the canvas', () => {
    const canvas = { width: 10, height: 10 };
    const placement = { zoom: 1, left: 10, bottom: 0 };
    expect(extentOf(grid(4, 4, []), placement, { width: 4, height: 4 }, canvas)).toBeUndefined();
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
