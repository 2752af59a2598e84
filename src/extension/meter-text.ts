import type { MeterFigures } from '../core/bytes/meter';
import { formatBytes, formatCount, formatShare } from './views/display';

/** `8.4 of 200 MB · 12 requests · 1.4 s` */
export function meterText(figures: MeterFigures, size: number | undefined): string {
  const bytes =
    size === undefined || size < figures.bytes
      ? formatBytes(figures.bytes)
      : formatShare(figures.bytes, size);
  return `${bytes} · ${countOf(figures.requests, 'request')} · ${seconds(figures.milliseconds)}`;
}

export function countOf(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 99_950 ? 1 : 0)} s`;
}
