import type { PlaneReply } from '../../src/protocol/methods';
import { formatNumber } from '../image/format';
import type { PixelBox, Position } from '../image/view';

/** Least and most pixels on a side of the table. */
const LEAST = 5;
const MOST = 11;
/** Room for the headings of the rows and for one cell, in CSS pixels. */
const HEADING = 44;
const CELL = 54;
/** Beside the text of a cell, and the width of one of its characters. */
const CELL_PADDING = 6;
const CHARACTER = 6.7;

/** How many pixels the table shows on a side in a panel of a width: an odd number. */
export function sideFor(width: number): number {
  const fitting = Math.floor((width - HEADING) / CELL);
  const odd = fitting % 2 === 1 ? fitting : fitting - 1;
  return Math.min(Math.max(odd, LEAST), MOST);
}

/** Characters a cell of such a table has room for. */
export function charactersFor(width: number, side: number): number {
  return Math.max(4, Math.floor(((width - HEADING) / side - CELL_PADDING) / CHARACTER));
}

/** Exact values of a box: row by row from the lowest. */
export interface PixelGrid {
  /** The pixel in the middle; the box is cut off at the border of the image. */
  readonly centre: Position;
  readonly side: number;
  readonly box: PixelBox;
  readonly texts: readonly string[];
}

/** The pixels around one, as far as the image has them. */
export function boxAround(centre: Position, side: number, plane: PlaneReply): PixelBox {
  const reach = (side - 1) / 2;
  const [x, y] = centre;
  return {
    x0: Math.max(0, x - reach),
    y0: Math.max(0, y - reach),
    x1: Math.min(plane.width, x + reach + 1),
    y1: Math.min(plane.height, y + reach + 1),
  };
}

/** The columns and the rows the table has, 0-based; rows from the highest, as on the screen. */
export function axesOf({ centre, side }: Pick<PixelGrid, 'centre' | 'side'>): {
  columns: number[];
  rows: number[];
} {
  const from = -(side - 1) / 2;
  const offsets = Array.from({ length: side }, (_, i) => from + i);
  return {
    columns: offsets.map((offset) => centre[0] + offset),
    rows: offsets.map((offset) => centre[1] - offset),
  };
}

/** The value of a pixel, or undefined outside the image. */
export function textAt({ box, texts }: PixelGrid, x: number, y: number): string | undefined {
  const inside = x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1;
  return inside ? texts[(y - box.y0) * (box.x1 - box.x0) + x - box.x0] : undefined;
}

/** A value rounded to the characters a cell has room for; words stay as they are. */
export function shortValue(text: string, most: number): string {
  const value = Number(text);
  if (text.length <= most || text.trim() === '' || !Number.isFinite(value)) {
    return text;
  }
  for (let digits = most; digits > 1; digits--) {
    const rounded = formatNumber(value, digits);
    if (rounded.length <= most) {
      return rounded;
    }
  }
  return formatNumber(value, 1);
}

/** Tab-separated text as the table is on screen: a row of x, then a row for each y, values in full. */
export function gridTable(grid: PixelGrid, origin: 0 | 1): string {
  const axes = axesOf(grid);
  const columns = axes.columns.filter((x) => x >= grid.box.x0 && x < grid.box.x1);
  const rows = axes.rows.filter((y) => y >= grid.box.y0 && y < grid.box.y1);
  return [
    ['y \\ x', ...columns.map((x) => x + origin)],
    ...rows.map((y) => [y + origin, ...columns.map((x) => textAt(grid, x, y) ?? '')]),
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');
}
