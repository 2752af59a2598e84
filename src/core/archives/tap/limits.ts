import type { TapCapabilities } from './capabilities';

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
