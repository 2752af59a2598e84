import type { Limits, TransferFigures } from '../../src/protocol/methods';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

function unitIndex(bytes: number): number {
  // 999.5 rounds to "1000": it belongs to the next unit.
  return Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes * 1.0005 || 1) / 3)));
}

function inUnit(bytes: number, unit: number): string {
  const value = bytes / 1000 ** unit;
  return unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}

/** Bytes in decimal units: `84 MB`, `8.4 MB`, `512 B`. */
export function formatBytes(bytes: number): string {
  const unit = unitIndex(bytes);
  return `${inUnit(bytes, unit)} ${UNITS[unit]}`;
}

/** `8.4 of 200 MB`, or `8.4 MB` where the size is not known. */
export function formatShare(bytes: number, size: number | undefined): string {
  if (size === undefined) {
    return formatBytes(bytes);
  }
  const unit = unitIndex(bytes);
  return unit === unitIndex(size)
    ? `${inUnit(bytes, unit)} of ${formatBytes(size)}`
    : `${formatBytes(bytes)} of ${formatBytes(size)}`;
}

/** `8.4 of 200 MB · 12 requests · 1.4 s`. */
export function formatTransfer(figures: TransferFigures): string {
  const requests = `${figures.requests} ${figures.requests === 1 ? 'request' : 'requests'}`;
  const seconds = figures.milliseconds / 1000;
  return [
    formatShare(figures.bytes, figures.size),
    requests,
    `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`,
  ].join(' · ');
}

/** A count with thin groups: `5,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

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
