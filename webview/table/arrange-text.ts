import { countOf, formatBytes, formatCount } from '../../src/protocol/figures';
import type { TableCost } from '../../src/protocol/table';
import type { ActivityContent } from './activity-content';
import type { Arranged, Arrangement } from './arrangement';

/** `1.2 GB (340 requests)` */
export function costText({ bytes, requests }: TableCost): string {
  return requests > 0
    ? `${formatBytes(bytes)} (${countOf(requests, 'request')})`
    : formatBytes(bytes);
}

/** What sorting and filtering is doing, asks, or failed at, with the buttons that go with it. */
export function arrangeActivity(arrangement: Arrangement): ActivityContent | undefined {
  const { state, wanted } = arrangement;
  const cancel = { label: 'Cancel', onClick: () => arrangement.cancel() };
  const what = capital(nameOf(wanted));
  switch (state.is) {
    case 'settled':
    case 'looking':
    case 'wrong':
      return undefined;
    case 'asking': {
      const read = { label: 'Read', primary: true, onClick: () => arrangement.read() };
      return { text: `${what} reads ${costText(state.cost)}.`, actions: [read, cancel] };
    }
    case 'reading': {
      const { done, rows } = state.progress;
      const found = wanted.filter === '' ? '' : ` ${countOf(rows, 'row')} so far.`;
      return { text: `${what}…${found}`, done, actions: [cancel] };
    }
    case 'failed': {
      const { message, hint, retryable } = state.trouble;
      const retry = { label: 'Retry', onClick: () => arrangement.read() };
      const dismiss = { ...cancel, label: 'Dismiss' };
      return {
        text: `${what} failed. ${[message, hint].filter(Boolean).join(' ')}`,
        trouble: true,
        actions: retryable ? [retry, dismiss] : [dismiss],
      };
    }
  }
}

/** `12,345 of 10,000,000 rows` */
export function rowsText(rows: number, all: number, filtered: boolean): string {
  return filtered ? `${formatCount(rows)} of ${countOf(all, 'row')}` : countOf(all, 'row');
}

function nameOf({ filter, sort }: Arranged): string {
  if (filter === '') {
    return 'sorting';
  }
  return sort.length === 0 ? 'filtering' : 'filtering and sorting';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
