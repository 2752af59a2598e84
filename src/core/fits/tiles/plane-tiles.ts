import { planeNumber, sliceIndices } from '../slice';
import type { TileLayout } from './tile-layout';

/** Pixels of a row that are in one tile. */
export interface TilePart {
  readonly count: number;
  /** Where they go in the row asked for. */
  readonly at: number;
  /** Where those of image row `y` start in the tile. */
  readonly from: (y: number) => number;
}

/** Which tiles one plane of an image is in, and where in them. */
export class PlaneTiles {
  /** Number of the first tile. */
  private readonly first: number;
  /** Index within a tile on each axis above the second. */
  private readonly within: readonly number[];

  /** @throws SkybucketError `format` if the slice lies outside the image. */
  constructor(
    private readonly layout: TileLayout,
    slice: readonly number[],
  ) {
    const { axes, tile, counts } = layout;
    const indices = sliceIndices(axes, slice);
    const lengths = tile.slice(2);
    this.within = indices.map((index, i) => index % (lengths[i] as number));
    const tiles = indices.map((index, i) => Math.floor(index / (lengths[i] as number)));
    this.first = planeNumber(counts, tiles) * (counts[0] as number) * (counts[1] as number);
  }

  /** The tile in column `i` and row `j` of those of the plane. */
  at(i: number, j: number): number {
    return this.first + j * (this.layout.counts[0] as number) + i;
  }

  /** What tile (i, j) has of the pixels `[x0, x1)` of its rows. */
  part(i: number, j: number, x0: number, x1: number): TilePart {
    const [columns = 1, rows = 1] = this.layout.tile;
    const shape = tileShape(this.layout, this.at(i, j));
    const [width = 0, height = 0] = shape;
    const start = Math.max(x0, i * columns);
    const plane = planeNumber(shape, this.within);
    const first = plane * width * height + start - i * columns;
    return {
      count: Math.min(x1, i * columns + width) - start,
      at: start - x0,
      from: (y) => first + (y - j * rows) * width,
    };
  }
}

/** The lengths of the axes of a tile, those at the edges of the image cut. */
export function tileShape({ axes, tile, counts }: TileLayout, number: number): number[] {
  let rest = number;
  return axes.map((length, i) => {
    const count = counts[i] as number;
    const whole = tile[i] as number;
    const index = rest % count;
    rest = Math.floor(rest / count);
    return Math.min(whole, length - index * whole);
  });
}
