import { applyCurve } from '../../../webview/image/curve';
import { COLOURS } from '../../../webview/image/levels';
import { unturn } from '../../../webview/image/orientation';
import type { Scene } from '../../../webview/image/scene';
import type { Size } from '../../../webview/image/view';

type Colour = readonly (number | undefined)[];

/** The level of a value before it is cut to a whole number, one formula after the other. */
function levelOf(value: number, { limits, curve }: Scene): number {
  const t = (value - limits.low) / (limits.high - limits.low);
  return applyCurve(Math.min(Math.max(t, 0), 1), curve) * (COLOURS - 1);
}

/**
 * The colours a device pixel may have, said plainly: that of its level, and that of the next one where
 * rounding may decide. The canvas position counts from the top left corner.
 */
export function allowedColours(
  scene: Scene,
  canvas: Size,
  column: number,
  row: number,
): readonly Colour[] {
  const { placement, image, orientation, grids } = scene;
  const [x, y] = unturn(
    [
      Math.floor((column + 0.5 - placement.left) / placement.zoom),
      Math.floor((canvas.height - row - 0.5 - placement.bottom) / placement.zoom),
    ],
    image,
    orientation,
  );
  const grid = grids.findLast(
    ({ x0, y0, width, height, step }) =>
      x >= x0 && y >= y0 && x < x0 + width * step && y < y0 + height * step,
  );
  if (grid === undefined || x < 0 || y < 0 || x >= image.width || y >= image.height) {
    return [scene.background];
  }
  const i = Math.floor((x - grid.x0) / grid.step);
  const j = Math.floor((y - grid.y0) / grid.step);
  const value = grid.values[j * grid.width + i] ?? Number.NaN;
  if (Number.isNaN(value)) {
    return [scene.blank];
  }
  const exact = levelOf(value, scene) + 0.5;
  const levels = new Set(
    [exact - 0.01, exact + 0.01].map((at) => Math.min(Math.floor(at), COLOURS - 1)),
  );
  return [...levels].map((level) => [...scene.colours.subarray(4 * level, 4 * level + 3)]);
}

/** Compares a canvas, red, green, blue, alpha of each pixel from the top left, with what it must show. */
export function differences(
  pixels: Uint8Array | Uint8ClampedArray,
  canvas: Size,
  scene: Scene,
): string[] {
  const found: string[] = [];
  for (let row = 0; row < canvas.height; row++) {
    for (let column = 0; column < canvas.width; column++) {
      const at = 4 * (row * canvas.width + column);
      const got = [...pixels.subarray(at, at + 3)];
      const allowed = allowedColours(scene, canvas, column, row);
      if (!allowed.some((colour) => colour.every((part, c) => part === got[c]))) {
        found.push(`(${column}, ${row}) is ${got.join()}, must be ${allowed.join(' or ')}`);
      }
    }
  }
  return found;
}
