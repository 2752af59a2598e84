import type { TapCapabilities } from './capabilities';
import type { TapResult } from './result';

/** Why rows are missing, or may be, one sentence; undefined where all are here. */
export function whyFewer({ table, partial, atLimit }: TapResult): string | undefined {
  const limited = `These are the first ${count(table.rows)}, as asked for; there may be more.`;
  return partial ?? (atLimit ? limited : undefined);
}

/**
 * How to get the rows that are missing, one sentence.
 *
 * @param asked MAXREC as it was sent; 0 for none.
 * @param limits as the service has them; undefined while they are not known.
 */
export function moreRowsHint(
  who: string,
  asked: number,
  limits: TapCapabilities['rows'] | undefined,
): string {
  const { default: own, hard } = limits ?? {};
  if (hard !== undefined && asked >= hard) {
    return `${who} gives ${count(hard)} rows at most: narrow the query, or divide it.`;
  }
  const first = asked === 0 && own !== undefined ? `${count(own)} rows by itself` : undefined;
  const most = hard === undefined ? undefined : `${count(hard)} at most`;
  const known = [first, most].filter((part) => part !== undefined).join(' and ');
  return `Ask for more rows (MAXREC)${known === '' ? '' : `: ${who} gives ${known}`}, or narrow the query.`;
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}
