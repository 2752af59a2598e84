import { isCancelled, SkybucketError, sentence } from '../../errors';
import type { Table } from '../../table/table';
import { numberIn } from '../json-object';
import { AnswerTable } from './answer-table';
import type { MastColumn } from './columns';
import { askMashup, newCacheBreaker, type MashupAnswer, type MashupOptions } from './mashup';
import { countRequest, searchRequest, type MastQuery } from './query';
import type { MastTools } from './tools';

/** A page of the observations of a search, with all that came before it. */
export interface MastPage {
  readonly page: number;
  readonly pages: number;
  /** All rows so far, this page's too. A page more does not change it. */
  readonly table: Table;
  /** Rows that match, as MAST says; undefined where it does not. */
  readonly total: number | undefined;
}

/** What a search has brought. */
export interface MastResult {
  readonly table: Table;
  /** Rows that match, as MAST says. */
  readonly total: number | undefined;
  /** Why not all of them are here, one sentence; undefined where they are. */
  readonly partial: string | undefined;
}

export interface SearchOptions extends MashupOptions {
  /** Told of each page as it comes. */
  readonly onPage?: ((page: MastPage) => void) | undefined;
  /** No further page is asked for once so many rows are here; {@link MOST_ROWS}. */
  readonly mostRows?: number | undefined;
}

/** More in one table would take more memory than an editor has to give. */
export const MOST_ROWS = 500_000;

/** How many observations a search finds. */
export async function countObservations(
  tools: MastTools,
  query: MastQuery,
  columns: readonly MastColumn[],
  options: MashupOptions = {},
): Promise<number> {
  return readCount(await askMashup(tools, countRequest(query, columns), options));
}

/** @throws SkybucketError `server` for an answer that is no count. */
export function readCount({ fields, data }: MashupAnswer): number {
  const [row] = data;
  const name = fields[0]?.name;
  const count = row !== undefined && name !== undefined ? numberIn(row, name) : undefined;
  if (count === undefined) {
    throw new SkybucketError('server', 'MAST did not say how many observations there are.', {
      hint: 'Try again, or search without counting.',
      retryable: true,
    });
  }
  return count;
}

/**
 * The observations of a search, page after page; stopping the loop ends it.
 *
 * @throws SkybucketError what {@link askMashup} and {@link searchRequest} throw.
 */
export async function* searchPages(
  tools: MastTools,
  query: MastQuery,
  columns: readonly MastColumn[],
  options: MashupOptions = {},
): AsyncGenerator<MastPage, void, void> {
  const rows = new AnswerTable(new Map(columns.map((column) => [column.name, column])));
  const cacheBreaker = newCacheBreaker(tools);
  for (let [page, pages] = [1, 1]; page <= pages; page++) {
    const answer = await askMashup(
      tools,
      searchRequest(query, columns, page),
      options,
      cacheBreaker,
    );
    rows.add(answer.fields, answer.data);
    const { paging } = answer;
    const total = paging?.rows;
    const known = total !== undefined && !Number.isNaN(total) ? total : undefined;
    // A page without rows is the last, whatever is promised.
    pages = answer.data.length === 0 ? page : (paging?.pages ?? 1);
    yield { page, pages: Math.max(page, pages), table: rows.table(), total: known };
  }
}

/**
 * All observations of a search. Where it fails or is cancelled after the first page, what has come is the
 * result, and says that it is not all.
 *
 * @throws SkybucketError what {@link searchPages} throws before the first page.
 */
export async function searchObservations(
  tools: MastTools,
  query: MastQuery,
  columns: readonly MastColumn[],
  options: SearchOptions = {},
): Promise<MastResult> {
  return collectPages(searchPages(tools, query, columns, options), 'observations', options);
}

/**
 * All pages of a search as one result. Where they end early after the first, it says so.
 *
 * @param what is on the pages, for a sentence.
 */
export async function collectPages(
  pages: AsyncIterable<MastPage>,
  what: string,
  { onPage, mostRows = MOST_ROWS }: Pick<SearchOptions, 'onPage' | 'mostRows'>,
): Promise<MastResult> {
  let last: MastPage | undefined;
  let why: string | undefined;
  try {
    for await (const page of pages) {
      last = page;
      onPage?.(page);
      if (page.table.rows >= mostRows && page.page < page.pages) {
        why = 'more are not fetched at once. Narrow the search.';
        break;
      }
    }
  } catch (error) {
    if (last === undefined || !(error instanceof SkybucketError)) {
      throw error;
    }
    why = isCancelled(error) ? 'the search was cancelled.' : sentence(error);
  }
  const { table, total } = last as MastPage;
  const all = why === undefined && (total === undefined || table.rows >= total);
  const of = total === undefined ? 'the' : count(total);
  return {
    ...{ table, total },
    partial: all
      ? undefined
      : `Only ${count(table.rows)} of ${of} ${what} came: ${why ?? 'MAST sent no more.'}`,
  };
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}
