import { countOf, formatCount } from '../../../src/protocol/figures';
import type { SearchProgress, SearchRun } from '../../../src/protocol/search';

/** `83,412 rows`, `500 of 83,412 rows`; nothing is cut silently. */
export function rowsWords({ rows, total }: Pick<SearchRun, 'rows' | 'total'>): string {
  return total === undefined || total === rows
    ? countOf(rows, 'row')
    : `${formatCount(rows)} of ${countOf(total, 'row')}`;
}

/** What is going on, with how far it is. */
export function progressWords({ text, rows, total }: SearchProgress): string {
  return rows === 0 && total === undefined ? text : `${text} ${rowsWords({ rows, total })}`;
}

/** The share that is here; undefined where it is not known how many there will be. */
export function shareOf({ rows, total }: SearchProgress): number | undefined {
  return total === undefined || total === 0 ? undefined : Math.min(1, rows / total);
}

/** `Run today at 14:02`, `Run on 2026-11-20 at 09:15`; in the time of the user. */
export function ranWords({ at }: SearchRun, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const date = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return then.toDateString() === today.toDateString()
    ? `Run today at ${clock}`
    : `Run on ${date} at ${clock}`;
}
