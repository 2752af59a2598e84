import type { Grid } from '../image/grid';
import { lookupOf } from '../image/lookup';
import type { Layout, Sampling } from '../image/sampling';
import type { Size } from '../image/view';
import type { MaskScene } from './mask-levels';
import { blended, maskAlphas, maskLevels } from './mask-levels';

/** Paints a mask over a picture; rows of `pixels`, packed as `ImageData` has them, run from the top down. */
export function paintMask(
  pixels: Uint32Array,
  canvas: Size,
  mask: MaskScene,
  layout: Layout,
  sampling: Sampling,
): void {
  const levels = new Uint8Array(canvas.width * canvas.height);
  for (const grid of mask.grids) {
    place(levels, grid, canvas, layout, sampling);
  }
  const alphas = maskAlphas(mask.opacity);
  const parts = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] ?? 0;
    if (level > 0) {
      const alpha = alphas[level] ?? 0;
      for (let part = 0; part < 3; part++) {
        const at = 4 * i + part;
        parts[at] = blended(parts[at] ?? 0, mask.colour[part] ?? 0, alpha);
      }
    }
  }
}

/** Puts the levels of a grid where they are seen. */
function place(
  levels: Uint8Array,
  grid: Grid,
  canvas: Size,
  layout: Layout,
  sampling: Sampling,
): void {
  const lookup = lookupOf(grid, layout, canvas, sampling);
  if (lookup === undefined) {
    return;
  }
  const { left, bottom, across, up } = lookup;
  const ofGrid = maskLevels(grid);
  for (let row = 0; row < up.length; row++) {
    const from = up[row] ?? 0;
    const to = (canvas.height - 1 - bottom - row) * canvas.width + left;
    for (let i = 0; i < across.length; i++) {
      levels[to + i] = ofGrid[from + (across[i] ?? 0)] ?? 0;
    }
  }
}
