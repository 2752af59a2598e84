import { paintMask } from '../mask/mask-paint';
import type { Grid } from './grid';
import type { Levels } from './levels';
import { levelAt, levelsOf } from './levels';
import { lookupOf } from './lookup';
import type { Sampling } from './sampling';
import { samplingOf } from './sampling';
import type { Rgb, Scene } from './scene';
import type { Stretch } from './stretch';
import { positionOf, stretchOf } from './stretch';
import type { Size } from './view';

/** How values become pixels. */
interface Palette {
  readonly stretch: Stretch;
  readonly levels: Levels;
  readonly colours: Uint32Array;
  readonly blank: number;
}

/** Red, green, blue as `ImageData` holds them. */
export function packed([red, green, blue]: Rgb): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0;
}

/** Paints a scene; rows of `pixels` run from the top of the canvas down. */
export function paint(pixels: Uint32Array, canvas: Size, scene: Scene): void {
  pixels.fill(packed(scene.background));
  const sampling = samplingOf(scene, canvas);
  const palette = {
    stretch: stretchOf(scene.limits),
    levels: levelsOf(scene.curve),
    colours: new Uint32Array(scene.colours.slice().buffer),
    blank: packed(scene.blank),
  };
  for (const grid of scene.grids) {
    paintGrid(pixels, canvas, grid, scene, sampling, palette);
  }
  if (scene.mask !== undefined && scene.grids.length > 0) {
    paintMask(pixels, canvas, scene.mask, scene, sampling);
  }
}

/** Device columns of a turned picture painted together. */
const TURNED_STRIP = 32;

function paintGrid(
  pixels: Uint32Array,
  canvas: Size,
  grid: Grid,
  scene: Scene,
  sampling: Sampling,
  { stretch, levels, colours, blank }: Palette,
): void {
  const lookup = lookupOf(grid, scene, canvas, sampling);
  if (lookup === undefined) {
    return;
  }
  const { left, bottom, across, up } = lookup;
  const { values } = grid;
  // Rows of a turned picture are columns in memory, of which the cache holds only so many at a time.
  const strip = sampling.swapped ? TURNED_STRIP : across.length;
  for (let start = 0; start < across.length; start += strip) {
    const end = Math.min(start + strip, across.length);
    for (let row = 0; row < up.length; row++) {
      const from = up[row] ?? 0;
      const to = (canvas.height - 1 - bottom - row) * canvas.width + left;
      if (row > 0 && from === up[row - 1]) {
        const above = to + canvas.width;
        pixels.copyWithin(to + start, above + start, above + end);
        continue;
      }
      for (let i = start; i < end; i++) {
        const t = positionOf(values[from + (across[i] ?? 0)] ?? Number.NaN, stretch);
        pixels[to + i] = Number.isNaN(t) ? blank : (colours[levelAt(t, levels)] ?? 0);
      }
    }
  }
}
