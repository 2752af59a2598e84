/**
 * Draws a line through points in their order, in pixels. Of those that follow on each other within one
 * column of pixels only the first, the lowest, the highest and the last are drawn: it looks the same.
 */
export function tracePath(
  context: Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo'>,
  x: Float32Array,
  y: Float32Array,
  width: number,
): void {
  let at = 0;
  let isDown = false;
  while (at < x.length) {
    const column = Math.floor(x[at] ?? Number.NaN);
    if (Number.isNaN(column) || Number.isNaN(y[at])) {
      isDown = false;
      at++;
      continue;
    }
    let lowest = at;
    let highest = at;
    let last = at;
    for (let i = at + 1; i < x.length && Math.floor(x[i] ?? Number.NaN) === column; i++) {
      const height = y[i] ?? Number.NaN;
      if (Number.isNaN(height)) {
        break;
      }
      last = i;
      lowest = height < (y[lowest] ?? 0) ? i : lowest;
      highest = height > (y[highest] ?? 0) ? i : highest;
    }
    const seen = isSeen(x, at, last, width);
    for (const i of seen ? corners(at, lowest, highest, last) : []) {
      if (isDown) {
        context.lineTo(x[i] ?? 0, y[i] ?? 0);
      } else {
        context.moveTo(x[i] ?? 0, y[i] ?? 0);
        isDown = true;
      }
    }
    isDown &&= seen;
    at = last + 1;
  }
}

/** Whether the points, or the pieces that lead to them and away, can be in sight. */
function isSeen(x: Float32Array, first: number, last: number, width: number): boolean {
  const places = [x[first - 1], x[first], x[last + 1]].filter(
    (place): place is number => place !== undefined && !Number.isNaN(place),
  );
  return places.some((place) => place >= 0) && places.some((place) => place <= width);
}

/** In their order, each once. */
function corners(first: number, lowest: number, highest: number, last: number): number[] {
  const between = lowest < highest ? [lowest, highest] : [highest, lowest];
  return [...new Set([first, ...between, last])];
}
