import type { TapCapabilities } from '../../core/archives/tap/capabilities';
import { moreRowsHint } from '../../core/archives/tap/limits';

/** An answer of which rows are missing. */
export interface FewRows {
  readonly who: string;
  /** Why, one sentence. */
  readonly reason: string;
  /** Rows that came. */
  readonly rows: number;
  /** MAXREC as it was sent. */
  readonly asked: number | undefined;
  /** Of the service, as far as they are known. */
  readonly limits: TapCapabilities['rows'] | undefined;
}

const FIRST_STEP = 100_000;
/** More than nine digits are no limit any more. */
const MOST = 999_999_999;

/** Why rows are missing and how to get them, for the editor of the query. */
export function moreRowsWords(few: FewRows): string {
  const { reason, who, rows, asked = 0, limits } = few;
  const next = nextLimit(few);
  const hint = moreRowsHint(who, next === undefined ? Math.max(rows, asked) : asked, limits);
  return next === undefined
    ? `${reason} ${hint}`
    : `${reason} ${hint} “-- maxrec: ${next}” above the query asks for so many.`;
}

/** How many rows to ask for next; undefined where the service gives no more. */
export function nextLimit({ rows, asked = 0, limits }: FewRows): number | undefined {
  const most = Math.min(limits?.hard ?? MOST, MOST);
  const before = Math.max(asked, rows);
  if (before >= most) {
    return undefined;
  }
  return Math.min(most, asked > 0 ? 10 * asked : Math.max(FIRST_STEP, 10 * rows));
}
