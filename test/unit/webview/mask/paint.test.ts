import { describe, expect, test } from 'vitest';
import { STRETCH_PARAMETERS } from '../../../../src/protocol/display';
import { colourTable } from '../../../../webview/image/colour-maps';
import { curveOf } from '../../../../webview/image/curve';
import type { Grid } from '../../../../webview/image/grid';
import type { Orientation } from '../../../../webview/image/orientation';
import { unturn, UPRIGHT } from '../../../../webview/image/orientation';
import { paint } from '../../../../webview/image/paint';
import type { Scene } from '../../../../webview/image/scene';
import { maskAlphas, maskLevels } from '../../../../webview/mask/mask-levels';

const CANVAS = { width: 23, height: 17 };
const IMAGE = { width: 9, height: 6 };
const TINT = [250, 20, 90] as const;

const grid = (x0: number, y0: number, width: number, step: number, values: number[]): Grid => ({
  x0,
  y0,
  width,
  height: values.length / width,
  step,
  kind: 'averaged',
  values: new Float32Array(values),
});

const PICTURE = grid(
  0,
  0,
  9,
  1,
  Array.from({ length: 54 }, (_, i) => (i === 20 ? Number.NaN : i * 4)),
);
/** Shares over the whole image, and finer flags over part of it. */
const MASKS = [
  grid(0, 0, 5, 2, [0, 0.25, 1, 0.001, 0.5, 1, 1, 1, 1, 1, 0, 0, Number.NaN, 0.75, 0]),
  grid(2, 2, 2, 1, [0, 1, 1, Number.NaN]),
];

const sceneOf = (part: Partial<Scene>): Scene => ({
  placement: { zoom: 2, left: 3, bottom: 1 },
  image: IMAGE,
  orientation: UPRIGHT,
  limits: { low: 0, high: 255 },
  curve: curveOf('linear', STRETCH_PARAMETERS, undefined),
  colours: colourTable('grey', { inverted: false, contrast: 1, bias: 0.5 }),
  blank: [44, 58, 84],
  grids: [PICTURE],
  background: [1, 2, 3],
  ...part,
});

function painted(scene: Scene): Uint8Array {
  const pixels = new Uint32Array(CANVAS.width * CANVAS.height);
  paint(pixels, CANVAS, scene);
  return new Uint8Array(pixels.buffer);
}

/** The share that the finest grid over an image pixel has, said plainly. */
function shareAt(x: number, y: number): number {
  const over = MASKS.findLast(
    ({ x0, y0, width, height, step }) =>
      x >= x0 && y >= y0 && x < x0 + width * step && y < y0 + height * step,
  );
  const { x0, y0, step, width, values } = over as Grid;
  return values[Math.floor((y - y0) / step) * width + Math.floor((x - x0) / step)] ?? Number.NaN;
}

const ALL: Orientation[] = ([0, 1, 2, 3] as const).flatMap((turns) =>
  [false, true].map((flipped) => ({ turns, flipped })),
);

describe('a mask over a picture', () => {
  test.each(ALL)('mixes its colour by the share of flagged pixels, %j', (orientation) => {
    const scene = sceneOf({ orientation });
    const without = painted(scene);
    const shown = painted({ ...scene, mask: { grids: MASKS, colour: TINT, opacity: 0.6 } });
    let marked = 0;
    for (let row = 0; row < CANVAS.height; row++) {
      for (let column = 0; column < CANVAS.width; column++) {
        const turned = [(column - 2.5) / 2, (CANVAS.height - row - 1.5) / 2].map(Math.floor);
        const [x, y] = unturn(turned as [number, number], IMAGE, orientation);
        const inside = x >= 0 && y >= 0 && x < IMAGE.width && y < IMAGE.height;
        const share = inside ? shareAt(x, y) : 0;
        // At least 55 % of the opacity, in sixteenths.
        const part = share > 0 ? 0.6 * (0.55 + (0.45 * Math.ceil(share * 16)) / 16) : 0;
        marked += Number(part > 0);
        const at = 4 * (row * CANVAS.width + column);
        for (const [i, tint] of TINT.entries()) {
          const want = (without[at + i] ?? 0) * (1 - part) + tint * part;
          expect(Math.abs((shown[at + i] ?? 0) - want)).toBeLessThanOrEqual(1);
          expect(part === 0 && shown[at + i] !== without[at + i]).toBe(false);
        }
        expect(shown[at + 3]).toBe(255);
      }
    }
    expect(marked).toBeGreaterThan(50);
  });

  test('is not there without a picture under it', () => {
    const mask = { grids: MASKS, colour: TINT, opacity: 1 };
    const scene = sceneOf({ grids: [] });
    expect(painted({ ...scene, mask })).toEqual(painted(scene));
  });
});

describe('levels', () => {
  test('are 0 only where nothing is flagged or known', () => {
    const values = [0, NaN, 1e-9, 1 / 16, 0.0626, 0.5, 1, 1.5, -1];
    expect([...maskLevels(grid(0, 0, 9, 1, values))]).toEqual([0, 0, 1, 1, 2, 8, 16, 16, 0]);
  });

  test('are seen, the more the more is flagged', () => {
    const alphas = [...maskAlphas(0.7)];
    expect(alphas[0]).toBe(0);
    expect(alphas[1]).toBeGreaterThan(95);
    expect(alphas.at(-1)).toBe(Math.round(0.7 * 255));
    expect(alphas).toEqual([...alphas].sort((a, b) => a - b));
    expect(maskAlphas(1).at(-1)).toBe(255);
  });
});
