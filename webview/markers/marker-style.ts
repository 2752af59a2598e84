import type { MaskColour } from '../mask/mask-state';
import { MASK_COLOURS } from '../mask/mask-state';

export const SYMBOLS = ['circle', 'cross', 'square', 'plus', 'diamond'] as const;
export type MarkerSymbol = (typeof SYMBOLS)[number];

/** How the markers of a table look. */
export interface MarkerStyle {
  readonly symbol: MarkerSymbol;
  /** Across, in CSS pixels; of the brightest where sizes go by magnitude. */
  readonly size: number;
  readonly colour: MaskColour;
}

/** Of the lines of markers, in CSS pixels: a light line with a dark edge is seen on any picture. */
export const LINE = 1.5;
export const EDGE = 1;

export const LEAST_SIZE = 4;
export const MOST_SIZE = 40;

/** The faintest are this share of the size, but no smaller than can be told from a speck. */
const FAINT_SHARE = 0.25;

export const COLOURS = Object.keys(MASK_COLOURS) as readonly MaskColour[];

/** The style of the nth table: they are told apart from the start, and from regions, contours and the grid. */
export function styleOf(index: number): MarkerStyle {
  const order: readonly MaskColour[] = ['magenta', 'orange', 'cyan', 'green', 'red', 'yellow'];
  const symbol = SYMBOLS[Math.floor(index / order.length) % SYMBOLS.length] ?? 'circle';
  return { symbol, size: 12, colour: order[index % order.length] ?? 'green' };
}

/** Sizes of the faintest and of the brightest, in CSS pixels. */
export function sizesOf({ size }: MarkerStyle, byMagnitude: boolean): readonly [number, number] {
  return [byMagnitude ? Math.max(LEAST_SIZE - 1, size * FAINT_SHARE) : size, size];
}

/** What was kept, as far as it makes sense. */
export function parseStyle(kept: Record<string, unknown>, otherwise: MarkerStyle): MarkerStyle {
  const { symbol, size, colour } = kept;
  const isSize = typeof size === 'number' && size >= LEAST_SIZE && size <= MOST_SIZE;
  return {
    symbol: SYMBOLS.find((name) => name === symbol) ?? otherwise.symbol,
    size: isSize ? size : otherwise.size,
    colour: COLOURS.find((name) => name === colour) ?? otherwise.colour,
  };
}
