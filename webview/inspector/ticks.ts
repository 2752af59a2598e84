import { formatNumber } from '../image/format';

/** The texts of evenly spaced ticks, with as many digits as tell them apart. */
export function tickTexts(ticks: readonly number[]): string[] {
  const [first = 0, second = first] = ticks;
  const step = Math.abs(second - first);
  const largest = Math.max(...ticks.map(Math.abs));
  const digits = step > 0 && largest > 0 ? Math.ceil(Math.log10(largest / step)) + 2 : 3;
  return ticks.map((tick) => formatNumber(tick, Math.min(Math.max(digits, 3), 15)));
}

/** `950`, `12k`, `3.4M`: counts on an axis. */
export function shortCount(count: number): string {
  const [size, letter] = count >= 1e9 ? [1e9, 'G'] : count >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
  return count < 1e3 ? String(count) : `${Number((count / size).toPrecision(3))}${letter}`;
}

/** Round numbers from 0 up to `most`, about `wanted` of them, never closer than 1. */
export function countTicks(most: number, wanted: number): number[] {
  const rough = Math.max(1, most / Math.max(1, wanted));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

/** Powers of ten from 1 up to `most`, at most `wanted` of them. */
export function powerTicks(most: number, wanted: number): number[] {
  const powers = Math.max(0, Math.floor(Math.log10(Math.max(1, most))));
  const every = Math.max(1, Math.ceil((powers + 1) / Math.max(1, wanted)));
  return Array.from({ length: Math.floor(powers / every) + 1 }, (_, i) => 10 ** (i * every));
}
