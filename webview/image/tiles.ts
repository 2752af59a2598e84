import type { Grid } from './grid';
import type { PixelBox, Placement, Position, Size } from './view';
import { visibleBox } from './view';

/** Grid pixels along a side of a tile. */
export const TILE = 256;

/**
 * How much larger than a device pixel a pixel of the overview must be before tiles are worth their
 * bytes. The step of an overview is the smallest power of two at which it fits the canvas, so that at
 * "fit" its pixels are less than 2 device pixels wide: what is first shown of a sampled image never asks
 * for more. Of an averaged one every byte was read, so what looks sharper costs no transfer.
 */
const COARSE = { exact: 2, sampled: 2, averaged: Math.SQRT2 } as const;

/** Bound on what one view may ask for: a 5K canvas at the least favourable zoom needs about 1,000. */
const MOST_TILES = 1024;

/**
 * What all tiles of one view take as float32. With less room than this, a view could drop its own tiles
 * and ask for them for ever.
 */
export const MOST_TILE_BYTES = MOST_TILES * TILE * TILE * 4;

/** A tile: the image pixels it covers (half-open, within the image) and its step. */
export interface Tile extends PixelBox {
  readonly step: number;
  readonly key: string;
}

/** The largest power of two at which no grid pixel is larger than a device pixel; 1 from 1:1 on. */
export function tileStep(zoom: number): number {
  return zoom >= 1 ? 1 : 2 ** Math.floor(Math.log2(1 / zoom));
}

/** Whether the view needs tiles over an overview. */
export function needsTiles(zoom: number, { kind, step }: Pick<Grid, 'kind' | 'step'>): boolean {
  return step * zoom >= COARSE[kind] && tileStep(zoom) < step;
}

/** The tiles in view, those nearest to the focus (an image position) first. */
export function tilesInView(
  image: Size,
  canvas: Size,
  placement: Placement,
  focus: Position,
): Tile[] {
  const box = visibleBox(placement, canvas, image);
  if (box === undefined) {
    return [];
  }
  const step = tileStep(placement.zoom);
  const side = TILE * step;
  const tiles: (Tile & { distance: number })[] = [];
  for (let row = Math.floor(box.y0 / side); row * side < box.y1; row++) {
    for (let column = Math.floor(box.x0 / side); column * side < box.x1; column++) {
      const x0 = column * side;
      const y0 = row * side;
      tiles.push({
        step,
        key: `${step}/${column}/${row}`,
        x0,
        y0,
        x1: Math.min(x0 + side, image.width),
        y1: Math.min(y0 + side, image.height),
        distance: Math.hypot(x0 + side / 2 - focus[0], y0 + side / 2 - focus[1]),
      });
    }
  }
  return tiles
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_TILES)
    .map(({ step, key, x0, y0, x1, y1 }) => ({ step, key, x0, y0, x1, y1 }));
}
