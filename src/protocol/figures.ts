/** How sizes and costs are written, alike on both sides of the protocol. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `84.3 MB`: decimal units, three digits at most. */
export function formatBytes(bytes: number): string {
  const { text, unit } = inUnits(bytes);
  return `${text} ${unit}`;
}

/** `8.4 of 200 MB`, `30 kB of 200 MB`: the first unit is said where it is another one. */
export function formatShare(bytes: number, total: number): string {
  const { text, unit } = inUnits(bytes);
  const whole = inUnits(total);
  const part = unit === whole.unit ? text : `${text} ${unit}`;
  return `${part} of ${whole.text} ${whole.unit}`;
}

function inUnits(bytes: number): { text: string; unit: string } {
  let power = 0;
  // 999.5 would be written as 1000.
  while (power < UNITS.length - 1 && bytes / 1000 ** power >= 999.5) {
    power += 1;
  }
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 99.95 ? 0 : 1;
  return { text: value.toFixed(digits).replace(/\.0$/, ''), unit: UNITS[power] ?? 'B' };
}

/** `12,345`: grouped alike everywhere, as the sizes are written. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 request`, `12 requests`. */
export function countOf(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

export interface Cost {
  readonly bytes: number;
  readonly requests: number;
  readonly milliseconds: number;
}

/** `8.4 of 200 MB · 12 requests · 1.4 s` */
export function formatCost(cost: Cost, size: number | undefined): string {
  const { bytes, requests, milliseconds } = cost;
  const read = size === undefined || size < bytes ? formatBytes(bytes) : formatShare(bytes, size);
  const seconds = (milliseconds / 1000).toFixed(milliseconds < 99_950 ? 1 : 0);
  return `${read} · ${countOf(requests, 'request')} · ${seconds} s`;
}
