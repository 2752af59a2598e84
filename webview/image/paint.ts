import { extentOf } from './extent';
import type { Grid } from './grid';
import type { Rgb, Scene } from './scene';
import type { Stretch } from './stretch';
import { NAN_COLOUR, greyOf } from './stretch';
import type { Size } from './view';

/** Red, green, blue as `ImageData` holds them on a little-endian machine. */
export function packed([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Paints one grid; rows of `pixels` run from the top of the canvas down. */
export function paint(
  pixels: Uint32Array,
  canvas: Size,
  grid: Grid,
  scene: Pick<Scene, 'placement' | 'image'>,
  stretch: Stretch,
): void {
  const extent = extentOf(grid, scene.placement, scene.image, canvas);
  if (extent === undefined) {
    return;
  }
  const { left, bottom, right, top, originX, originY, cell } = extent;
  const texel = (position: number, origin: number, size: number): number =>
    Math.min(Math.max(Math.floor((position + 0.5 - origin) / cell), 0), size - 1);
  const columns = Uint32Array.from({ length: right - left }, (_, i) =>
    texel(left + i, originX, grid.width),
  );
  const nan = packed(NAN_COLOUR);
  for (let y = bottom; y < top; y++) {
    const from = texel(y, originY, grid.height) * grid.width;
    let to = (canvas.height - 1 - y) * canvas.width + left;
    for (const column of columns) {
      const value = grid.values[from + column] ?? Number.NaN;
      const grey = greyOf(value, stretch);
      pixels[to++] = Number.isNaN(value) ? nan : packed([grey, grey, grey]);
    }
  }
}
