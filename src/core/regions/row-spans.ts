/** Columns `[x0, x1)` of one row. */
export interface Span {
  readonly x0: number;
  readonly x1: number;
}

/** Some pixels of an image, row by row. */
export interface RowSpans {
  /** Only the rows `[y0, y1)` have any. */
  readonly y0: number;
  readonly y1: number;
  /** Those of one row, ascending, not empty. */
  spans(y: number): readonly Span[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The whole numbers from `low` to `high` that are rows of an image. */
export function rowsBetween(
  low: number,
  high: number,
  { height }: Size,
): { readonly y0: number; readonly y1: number } {
  const y0 = Math.max(0, Math.ceil(low));
  return { y0, y1: Math.max(y0, Math.min(height, Math.floor(high) + 1)) };
}

/** The part of `[x0, x1)` inside of an image, or none. */
export function clipped(x0: number, x1: number, { width }: Size): Span[] {
  const span = { x0: Math.max(0, x0), x1: Math.min(width, x1) };
  return span.x0 < span.x1 ? [span] : [];
}

/** Rows gone through in one step: each may cost as much as a polygon has corners. */
export const ROWS_AT_ONCE = 64;

/** How many pixels there are, in steps of a few milliseconds. */
export function* countPixels(rows: RowSpans): Generator<void, number, void> {
  let count = 0;
  for (let y = rows.y0; y < rows.y1; y++) {
    for (const { x0, x1 } of rows.spans(y)) {
      count += x1 - x0;
    }
    if (y % ROWS_AT_ONCE === 0) {
      yield;
    }
  }
  return count;
}
