import { formatCount } from '../../src/protocol/figures';
import type { Limits } from '../../src/protocol/methods';

/** `37 %`, `6.3 %`, `0.82 %`, `1,600 %`. */
export function formatZoom(zoom: number): string {
  const percent = zoom * 100;
  const text =
    percent >= 9.95
      ? formatCount(Math.round(percent))
      : percent.toFixed(percent >= 0.995 ? 1 : 2).replace(/\.0$/, '');
  return `${text} %`;
}

/** Both limits with as many digits as tell a thousandth of their range. */
export function formatLimits({ low, high }: Limits): { low: string; high: string } {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const range = Math.abs(high - low);
  const spare = range > 0 && largest > 0 ? Math.floor(Math.log10(largest / range)) : 0;
  const digits = Math.min(17, Math.max(4, 4 + spare));
  return { low: formatNumber(low, digits), high: formatNumber(high, digits) };
}

/** The number with the given significant digits, without the zeros that say nothing. */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const magnitude = Math.abs(value);
  const plain = magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7);
  const rounded = Number(value.toPrecision(digits));
  return plain ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** The finite number a user typed, or undefined. A typographic minus counts as one. */
export function parseNumber(text: string): number | undefined {
  const plain = text.trim().replace('\u2212', '-');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** What is shown: `exact`, `averaged 1:4`, `sampled 1:11`. */
export function formatKind(kind: string, step: number): string {
  return step === 1 ? kind : `${kind} 1:${Number(step.toFixed(2))}`;
}
