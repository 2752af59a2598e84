import { type Statement, statementsOf } from '../../core/adql/statements';
import { tokenize } from '../../core/adql/tokenize';
import { SkybucketError } from '../../core/errors';

/** What a document says of the rows a query may bring: `-- maxrec: 100000` above it. */
export interface RowLimitLine {
  readonly words: string;
  /** Offsets of these words. */
  readonly from: number;
  readonly to: number;
  /** Undefined where the words are no number of rows. */
  readonly rows: number | undefined;
}

const LINE = /^(--\s*maxrec\s*:[ \t]*)(.*?)\s*$/i;
/** `100000`, `100,000`, `100_000`; no service keeps more rows than nine digits can count. */
const COUNT = /^[1-9]\d{0,2}(?:[,_ ]?\d{3}){0,2}$|^[1-9]\d{0,8}$/;

/** All such lines of a document. */
export function rowLimitLines(text: string): RowLimitLine[] {
  return tokenize(text).flatMap(({ kind, from, to }) => {
    const [, head, words] = (kind === 'comment' && LINE.exec(text.slice(from, to))) || [];
    if (head === undefined || words === undefined) {
      return [];
    }
    const start = from + head.length;
    const rows = COUNT.test(words) ? Number(words.replace(/[,_ ]/g, '')) : undefined;
    return [{ words, rows, from: start, to: start + words.length }];
  });
}

/**
 * MAXREC of a query: the last line in front of its end holds, for all queries until the next one.
 *
 * @param end offset behind the query
 * @returns undefined where the document says nothing: then the service gives as many rows as it does by itself
 * @throws SkybucketError `format` for words that are no number of rows
 */
export function rowLimitOf(text: string, end: number): number | undefined {
  const line = rowLimitLines(text).findLast(({ from }) => from <= end);
  if (line !== undefined && line.rows === undefined) {
    throw new SkybucketError('format', notRows(line), {
      hint: 'Write a whole number above the query, as in “-- maxrec: 100000”, or take the line out.',
    });
  }
  return line?.rows;
}

/** What to write where, so that a query asks for so many rows, and those before it for as many as they did. */
export function namingRowLimit(
  text: string,
  { from, to }: Pick<Statement, 'from' | 'to'>,
  rows: number,
): { readonly from: number; readonly to: number; readonly insert: string } {
  const before = statementsOf(text).findLast((each) => each.to < from)?.to ?? 0;
  const line = rowLimitLines(text).findLast((each) => each.from >= before && each.from <= to);
  return line === undefined
    ? { from, to: from, insert: `-- maxrec: ${rows}\n` }
    : { from: line.from, to: line.to, insert: String(rows) };
}

/** One sentence. */
export function notRows({ words }: Pick<RowLimitLine, 'words'>): string {
  return words === ''
    ? 'The comment maxrec has no number of rows.'
    : `“${words}” is no number of rows.`;
}
