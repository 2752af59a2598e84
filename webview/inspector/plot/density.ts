import type { Axis } from '../axis';
import { toShare } from '../axis';
import type { PixelSheet } from './pixel-layer';
import { pixelOf } from './pixel-layer';
import type { Density } from './scatter-data';

/** The cell along one axis of a grid over a range that each pixel lies in; −1 outside. */
function cellsAlong(
  axis: Axis,
  pixels: number,
  upward: boolean,
  low: number,
  high: number,
  cells: number,
): Int32Array {
  const edges = Array.from({ length: cells + 1 }, (_, i) => low + (i / cells) * (high - low));
  const along = new Int32Array(pixels).fill(-1);
  for (let cell = 0; cell < cells; cell++) {
    const shares = [edges[cell] ?? low, edges[cell + 1] ?? high].map((value) => {
      // What lies at or below zero is beyond the end of a logarithmic axis.
      const share = axis.log && value <= 0 ? (axis.inverted ? 2 : -1) : toShare(axis, value);
      return pixels * (upward ? 1 - share : share);
    });
    const from = Math.max(0, Math.floor(Math.min(...shares)));
    const to = Math.min(pixels, Math.max(Math.ceil(Math.max(...shares)), from + 1));
    along.fill(cell, from, to);
  }
  return along;
}

/**
 * Writes the density as the pixels of a sheet: cells without points are transparent, the others go
 * through the colours (red, green, blue each) by the logarithm of their counts.
 */
export function drawDensity(
  { width, height, pixels }: Pick<PixelSheet, 'width' | 'height' | 'pixels'>,
  density: Density,
  axes: { readonly x: Axis; readonly y: Axis },
  colours: Uint8Array,
): void {
  const columns = cellsAlong(axes.x, width, false, density.x.low, density.x.high, density.width);
  const rows = cellsAlong(axes.y, height, true, density.y.low, density.y.high, density.height);
  const words = wordsOf(density, colours);
  for (let y = 0; y < height; y++) {
    const row = rows[y] ?? -1;
    const start = y * width;
    if (y > 0 && row === rows[y - 1]) {
      pixels.copyWithin(start, start - width, start);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const column = columns[x] ?? -1;
      pixels[start + x] = row < 0 || column < 0 ? 0 : (words[row * density.width + column] ?? 0);
    }
  }
}

/** The pixel that stands for each cell. */
function wordsOf({ counts, most }: Density, colours: Uint8Array): Uint32Array {
  const scale = (colours.length / 3 - 1) / Math.log1p(Math.max(1, most));
  return counts.map((count) => {
    const at = 3 * Math.round(Math.log1p(count) * scale);
    return count === 0
      ? 0
      : pixelOf(colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0, 255);
  });
}

/** How many points are in the cell of a position, or undefined outside. */
export function densityAt(density: Density, x: number, y: number): number | undefined {
  const column = cellOf(x, density.x.low, density.x.high, density.width);
  const row = cellOf(y, density.y.low, density.y.high, density.height);
  return column === undefined || row === undefined
    ? undefined
    : density.counts[row * density.width + column];
}

function cellOf(value: number, low: number, high: number, cells: number): number | undefined {
  return value >= low && value <= high
    ? Math.min(Math.floor(((value - low) / (high - low)) * cells), cells - 1)
    : undefined;
}
