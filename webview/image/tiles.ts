import type { Grid } from './grid';
import type { PixelBox, Sight, Size } from './view';

/**
 * Grid pixels along a side of a tile. Smaller ones cost more messages, larger ones more bytes beside the
 * view: with these, a view of 1000 × 800 pixels reads less than twice its own bytes wherever it lies.
 */
export const TILE = 192;

/**
 * How much larger than a device pixel a pixel of the overview must be before tiles are worth their
 * bytes. The step of an overview is the smallest power of two at which it fits the canvas, so that at
 * "fit" its pixels are less than 2 device pixels wide: what is first shown of a sampled image never asks
 * for more. Of an averaged one every byte was read, so what looks sharper costs no transfer.
 */
const COARSE = { exact: 2, sampled: 2, averaged: Math.SQRT2 } as const;

/** Bound on what one view may ask for: a 5K canvas at the least favourable zoom needs 897. */
const MOST_TILES = 910;

/**
 * What all tiles of one view take as float32: 128 MB. With less room than this, a view could drop its
 * own tiles and ask for them for ever.
 */
export const MOST_TILE_BYTES = MOST_TILES * TILE * TILE * 4;

/** A tile: the image pixels it covers (half-open, within the image) and its step. */
export interface Tile extends PixelBox {
  readonly step: number;
  readonly key: string;
}

/**
 * The step the screen shows: the power of two whose grid pixels come nearest to the size of a device
 * pixel (0.7 to 1.4 of them); 1 from 1:1 on. A finer one would read and keep pixels that are not seen.
 */
export function tileStep(zoom: number): number {
  return 2 ** Math.max(0, Math.round(-Math.log2(zoom)));
}

/** Whether the view needs tiles over an overview. */
export function needsTiles(zoom: number, { kind, step }: Pick<Grid, 'kind' | 'step'>): boolean {
  return step * zoom >= COARSE[kind] && tileStep(zoom) < step;
}

/** The tiles in sight, those nearest to the focus first. */
export function tilesInSight({ box, zoom, focus }: Sight, image: Size): Tile[] {
  const step = tileStep(zoom);
  const side = TILE * step;
  const tiles: { readonly tile: Tile; readonly distance: number }[] = [];
  for (let row = Math.floor(box.y0 / side); row * side < box.y1; row++) {
    for (let column = Math.floor(box.x0 / side); column * side < box.x1; column++) {
      const x0 = column * side;
      const y0 = row * side;
      const tile = {
        step,
        key: `${step}/${column}/${row}`,
        x0,
        y0,
        x1: Math.min(x0 + side, image.width),
        y1: Math.min(y0 + side, image.height),
      };
      const distance = Math.hypot(x0 + side / 2 - focus[0], y0 + side / 2 - focus[1]);
      tiles.push({ tile, distance });
    }
  }
  return tiles
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_TILES)
    .map(({ tile }) => tile);
}
