import { extentOf } from './extent';
import type { Grid } from './grid';
import type { Layout, Sampling } from './sampling';
import type { Size } from './view';

/** Which pixel of a grid each device pixel over it shows. */
export interface Lookup {
  /** The first device column, and the first device row from the *bottom*. */
  readonly left: number;
  readonly bottom: number;
  /** The place of a value is what its device column and its device row add up to. */
  readonly across: Int32Array;
  readonly up: Int32Array;
}

/** Undefined where no device pixel shows the grid. */
export function lookupOf(
  grid: Grid,
  layout: Layout,
  canvas: Size,
  { columns, rows, swapped }: Sampling,
): Lookup | undefined {
  const extent = extentOf(grid, layout, canvas);
  if (extent === undefined) {
    return undefined;
  }
  const { left, bottom, right, top } = extent;
  const { width, step } = grid;
  // Whichever way up the picture is.
  const inX = (x: number): number => Math.floor((x - grid.x0) / step);
  const inY = (y: number): number => Math.floor((y - grid.y0) / step) * width;
  const [ofColumn, ofRow] = swapped ? [inY, inX] : [inX, inY];
  return {
    left,
    bottom,
    across: columns.slice(left, right).map(ofColumn),
    up: rows.slice(bottom, top).map(ofRow),
  };
}
