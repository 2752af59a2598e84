import { formatNumber } from '../image/format';
import type { Profile } from './subject';

/** What the samples of a profile are, for example `every 8th pixel (sampled)`. */
export function samplesText({ kind, step }: Pick<Profile, 'kind' | 'step'>): string {
  const size = Number(step.toFixed(2));
  if (kind === 'averaged') {
    return `averages of ${size} × ${size} pixels`;
  }
  if (size === 1) {
    return kind === 'exact' ? 'every pixel' : 'every pixel (sampled)';
  }
  return Number.isInteger(size)
    ? `every ${ordinal(size)} pixel (sampled)`
    : `1 of ${size} pixels (sampled)`;
}

/** `2nd`, `8th`, `11th`, `21st`. */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** The sample nearest to an image position, or undefined where there is none. Binary search. */
export function nearestSample(positions: Float64Array, position: number): number | undefined {
  let low = 0;
  let high = positions.length - 1;
  if (high < 0) {
    return undefined;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= position) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const after = (positions[high] ?? 0) - position;
  return after < position - (positions[low] ?? 0) ? high : low;
}

/** `x 1020: 2.0134 MJy/sr`. Averages may lie between two pixels, at x 12.5. */
export function readingText(
  axis: 'x' | 'y',
  position: number,
  value: number | undefined,
  unit: string | undefined,
): string {
  const known = value !== undefined && !Number.isNaN(value);
  const text = known ? formatNumber(value, 7) : 'no value';
  return `${axis} ${Number(position.toFixed(2))}: ${text}${known && unit !== undefined ? ` ${unit}` : ''}`;
}
