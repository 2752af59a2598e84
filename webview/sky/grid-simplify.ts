/**
 * Leaves out the points of a line that the others stand for: what is left is nowhere farther from the whole
 * line than the tolerance (Douglas and Peucker's way). Most lines over a small part of the sky are nearly
 * straight, and a few points of thousands are all that is to be drawn in each frame.
 *
 * @param positions `x, y` in turns; a pair with a NaN interrupts the line, and stays.
 */
export function simplified(positions: Float64Array, tolerance: number): Float64Array {
  const count = positions.length >> 1;
  const keeps = new Uint8Array(count);
  let start = 0;
  for (let at = 0; at <= count; at++) {
    if (at === count || isGap(positions, at)) {
      if (at > start) {
        keepFrom(positions, start, at - 1, tolerance, keeps);
      }
      if (at < count) {
        keeps[at] = 1;
      }
      start = at + 1;
    }
  }
  const kept: number[] = [];
  keeps.forEach((keep, at) => {
    // One gap says as much as several.
    if (keep === 1 && !(isGap(positions, at) && at > 0 && isGap(positions, at - 1))) {
      kept.push(positions[2 * at] as number, positions[2 * at + 1] as number);
    }
  });
  return Float64Array.from(kept);
}

function isGap(positions: Float64Array, at: number): boolean {
  return Number.isNaN(positions[2 * at]) || Number.isNaN(positions[2 * at + 1]);
}

/** Keeps the ends, and in turn whatever is farthest from the straight line between two that are kept. */
function keepFrom(
  positions: Float64Array,
  first: number,
  last: number,
  tolerance: number,
  keeps: Uint8Array,
): void {
  const parts: [number, number][] = [[first, last]];
  keeps[first] = keeps[last] = 1;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [from, to] = part;
    const farthest = farthestFrom(positions, from, to, tolerance);
    if (farthest !== undefined) {
      keeps[farthest] = 1;
      parts.push([from, farthest], [farthest, to]);
    }
  }
}

function farthestFrom(
  positions: Float64Array,
  from: number,
  to: number,
  tolerance: number,
): number | undefined {
  const [x0, y0] = [positions[2 * from] as number, positions[2 * from + 1] as number];
  const right = (positions[2 * to] as number) - x0;
  const up = (positions[2 * to + 1] as number) - y0;
  const length = right * right + up * up;
  let most = tolerance * tolerance;
  let farthest: number | undefined;
  for (let at = from + 1; at < to; at++) {
    const x = (positions[2 * at] as number) - x0;
    const y = (positions[2 * at + 1] as number) - y0;
    // The nearest point of the straight line, which does not go on beyond its ends.
    const share = length === 0 ? 0 : Math.min(Math.max((x * right + y * up) / length, 0), 1);
    const far = (x - share * right) ** 2 + (y - share * up) ** 2;
    if (far > most) {
      most = far;
      farthest = at;
    }
  }
  return farthest;
}
