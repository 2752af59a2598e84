import type { Exchange } from '../core/bytes/meter';
import { visibleName } from './views/display';

/** `GET https://host/path bytes=0-65535 206 64.0 KiB 41 ms`, always one line. */
export function logLine(exchange: Exchange): string {
  const { method, url, range, status, bytes, milliseconds } = exchange;
  const parts = [
    method,
    // Callers leave the query out already; a signature in a log would be worth checking twice.
    url.replace(/\?.*$/s, ''),
    ...(range === undefined ? [] : [range]),
    String(status),
    formatKiB(bytes),
    `${Math.round(milliseconds)} ms`,
  ];
  return parts.map((part) => visibleName(part)).join(' ');
}

/** Binary units: ranges are powers of two. */
function formatKiB(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KiB'] : [bytes / 1024 ** 2, 'MiB'];
  return `${value.toFixed(1)} ${unit}`;
}
