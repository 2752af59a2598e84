/** Which rows of a long list exist in the page: those in sight and a few around them. */
export interface RowWindow {
  /** Half-open range of rows. */
  readonly from: number;
  readonly to: number;
}

export interface ListGeometry {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
}

export function rowWindow(
  { rows, rowHeight, viewHeight }: ListGeometry,
  scrollTop: number,
  overscan = 12,
): RowWindow {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const last = Math.ceil((scrollTop + viewHeight) / rowHeight) + overscan;
  const from = Math.min(Math.max(0, first), rows);
  return { from, to: Math.max(from, Math.min(rows, last)) };
}

/** The scroll position at which a row is seen, moving as little as possible. */
export function scrollToRow(
  { rowHeight, viewHeight }: ListGeometry,
  scrollTop: number,
  row: number,
): number {
  const top = row * rowHeight;
  if (top < scrollTop) {
    return top;
  }
  return Math.max(scrollTop, top + rowHeight - viewHeight);
}

/** Where a navigation key leads from a row (−1 for none), or undefined for any other key. */
export function rowAfterKey(
  { rows, rowHeight, viewHeight }: ListGeometry,
  row: number,
  key: string,
): number | undefined {
  const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
  const moves: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  };
  const to = moves[key];
  return to === undefined || rows === 0 ? undefined : Math.min(Math.max(to, 0), rows - 1);
}
