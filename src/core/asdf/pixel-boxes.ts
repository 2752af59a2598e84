import type { Box } from '../image/plane';
import { rowRuns } from '../row-runs';
import type { PixelLayout } from './pixel-layout';

/** Pixels of a column that are no further apart are read along with those between. */
const NEAR = 16 * 1024;

/** More spans than this are not worth their bookkeeping. */
const MOST_SPANS = 2 ** 16;

/**
 * The pixels `[x0, x1)` of the given rows as boxes, each for one span of about `length` bytes: runs of rows,
 * or runs of columns where pixels of a column lie side by side. Boxes of columns may have rows between that
 * nobody asked for.
 */
export function boxesOf(
  layout: PixelLayout,
  ys: readonly number[],
  x0: number,
  x1: number,
  byColumns: boolean,
  length: number,
): Box[] {
  if (x1 === x0 || ys.length === 0) {
    return [];
  }
  if (!byColumns) {
    const runs = rowRuns(ys, layout.rowsPerRun(x1 - x0, length));
    return runs.map(({ row, rows }) => ({ x0, x1, y0: row, y1: row + rows }));
  }
  const near = Math.max(1, Math.floor(NEAR / Math.max(1, Math.abs(layout.strideY))));
  const sorted = [...ys].sort((a, b) => a - b);
  let groups = groupsOf(sorted, near);
  if (groups.length * (x1 - x0) > MOST_SPANS) {
    groups = groupsOf(sorted, Infinity);
  }
  return groups.flatMap(({ y0, y1 }) => {
    const columns = layout.columnsPerRun(y1 - y0, length);
    return Array.from({ length: Math.ceil((x1 - x0) / columns) }, (_, k) => {
      const x = x0 + k * columns;
      return { x0: x, x1: Math.min(x1, x + columns), y0, y1 };
    });
  });
}

/** Rows in ascending order, those together that are no further apart than `near`. */
function groupsOf(ys: readonly number[], near: number): { y0: number; y1: number }[] {
  const groups: { y0: number; y1: number }[] = [];
  let last: { y0: number; y1: number } | undefined;
  for (const y of ys) {
    if (last && y - last.y1 < near) {
      last.y1 = Math.max(last.y1, y + 1);
    } else {
      groups.push((last = { y0: y, y1: y + 1 }));
    }
  }
  return groups;
}
