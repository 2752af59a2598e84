import { countOf, formatBytes, formatCount } from '../../src/protocol/figures';
import type { OverlayColumns, OverlaySource } from './overlay-source';
import type { OverlayStatus } from './table-overlay';

/** `catalogue.fits · SOURCES`, `SOURCES`; of a result of a catalogue its title. */
export function sourceName({
  title,
  name,
  result,
}: Pick<OverlaySource, 'title' | 'name' | 'result'>): string {
  return title === '' ? name : result === undefined ? `${title} · ${name}` : title;
}

/** What is to be said of a table under its name. */
export function statusWords(
  status: OverlayStatus,
  columns: OverlayColumns | undefined,
  thinning: number,
): string {
  switch (status.kind) {
    case 'waiting':
      return '';
    case 'looking':
      return 'Looking at its columns …';
    case 'asking':
      return columns?.longitude === undefined || columns.latitude === undefined
        ? 'Choose the columns of longitude and latitude.'
        : status.bytes > 0
          ? `Reading its positions takes ${formatBytes(status.bytes)}.`
          : 'Its positions have not been read.';
    case 'loading':
      return `Reading: ${Math.floor(100 * status.done)} %`;
    case 'ready': {
      const rows = countOf(status.rows, 'row');
      const on =
        status.onImage === status.rows ? rows : `${formatCount(status.onImage)} of ${rows}`;
      return `${on} on the image${thinning > 1 ? `, 1 of ${thinning} shown` : ''}`;
    }
    case 'failed':
      return [status.trouble.message, status.trouble.hint].filter(Boolean).join(' ');
    case 'away':
      return 'The file is not open.';
  }
}
