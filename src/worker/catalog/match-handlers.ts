import { cellsAround, mocTextOf } from '../../core/catalogs/match/match-cells';
import { joinRows, joinedRows } from '../../core/catalogs/match/join-rows';
import { joinedColumns } from '../../core/catalogs/match/joined-columns';
import { matchSky } from '../../core/catalogs/match/match-sky';
import type { ResultRows } from '../../core/catalogs/query/read-group';
import type { CatalogRequest } from '../../core/catalogs/request/request';
import { cancelled, SkybucketError } from '../../core/errors';
import type { Directions } from '../../core/sky/frames';
import type { ElementArray } from '../../core/table/table';
import type { CatalogMatchRequest } from '../../protocol/catalog-match';
import { MOST_MATCH_RADIUS } from '../../protocol/catalog-match';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { OpenTables } from '../open-tables';
import type { MatchQuestions } from './match-methods';
import {
  columnNamed,
  directionsOfTable,
  directionsOfView,
  type PositionColumns,
} from './match-positions';
import type { MatchSession, PreparedQuery } from './match-session';

export interface MatchNeeds {
  /** The tables of the panel. */
  readonly tables: OpenTables;
  readonly session: MatchSession;
}

const ARCSECONDS = 3600;
/** Bytes of memory that a joined table may take. */
const MOST_MEMORY = 1024 * 1024 * 1024;

/** The other side of a match, planned. */
interface Prepared {
  readonly of: string;
  readonly query: PreparedQuery;
  readonly directions: Directions;
  readonly position: PositionColumns;
}

/** Answers what is asked about cross-matches. */
export function matchHandlers({ tables, session }: MatchNeeds): RpcHandlers<MatchQuestions> {
  /** What was planned last: it is mostly run next. */
  let kept: Prepared | undefined;

  const prepare = async (asked: CatalogMatchRequest, signal: AbortSignal): Promise<Prepared> => {
    const of = JSON.stringify([asked.hdu, asked.view, asked.position, asked.other, asked.radius]);
    if (kept?.of === of) {
      return kept;
    }
    await drop();
    const position = await otherPosition(session, asked, signal);
    const view = await tables.view(asked, { signal });
    const directions = await directionsOfView(view, asked.position, { signal });
    const cells = await cellsAround(directions, asked.radius / ARCSECONDS, signal);
    if (cells.bounds.length === 0) {
      throw new SkybucketError('not-found', 'No row of the table has a position.', {
        hint: 'Choose other columns of position.',
      });
    }
    const { dataset, columns, filter } = asked.other;
    const request: CatalogRequest = {
      ...{ dataset, filter, position },
      columns: [...new Set([...columns, position.ra, position.dec])],
      region: { kind: 'moc', text: mocTextOf(cells), name: 'around the rows' },
    };
    const query = await session.prepare(request, { signal });
    kept = { of, query, directions, position };
    return kept;
  };

  const drop = async (): Promise<void> => {
    const before = kept;
    kept = undefined;
    await before?.query.close();
  };

  return {
    lookAtOther: ({ dataset }, { signal }) => session.look(dataset, { signal }),

    planMatch: async (asked, { signal, progress }) => {
      checkMatch(asked);
      void progress({ words: 'Looking where the rows are…', done: 0 });
      return (await prepare(asked, signal)).query.plan;
    },

    matchCatalog: async (asked, { signal, progress }) => {
      checkMatch(asked);
      const tell = (words: string) => (done: number) => void progress({ words, done });
      tell('Looking where the rows are…')(0);
      const { query, directions, position } = await prepare(asked, signal);
      try {
        const right = await query.run({ signal, onProgress: tell('Reading the other side…') });
        if (right.state === 'stopped') {
          throw cancelled();
        }
        const others = await directionsOfTable(right, position, { signal });
        const pairs = await matchSky(directions, others, {
          ...{ radius: asked.radius / ARCSECONDS, which: asked.which, signal },
          onProgress: tell('Matching…'),
        });
        const view = await tables.view(asked, { signal });
        const { table } = view.store;
        const wanted = asked.other.columns.map((name) => columnNamed(right.columns, name));
        const columns = joinedColumns(table.columns, wanted);
        const joined = joinedRows(pairs, view.rows, asked.keepUnmatched);
        const sides = {
          left: { table, numbers: view.numbers },
          right: { table: right, numbers: undefined },
        };
        // All of it first: the file of a kept result is closed when another one takes its place.
        const found = await collected(joinRows(joined, sides, columns, { signal }), (rows) =>
          tell('Joining…')(rows / joined.left.length),
        );
        const result = session.begin(columns.map(({ column }) => column));
        right.warnings.forEach((problem) =>
          right.isComplete ? result.tell(problem) : result.lose(`The other side: ${problem}`),
        );
        found.forEach((rows) => result.add(rows));
        result.end(result.rows < joined.left.length ? 'full' : 'done');
        const matched = countMatched(pairs.left);
        return { ...session.ended(), rows: result.rows, matched, of: view.rows };
      } finally {
        await drop();
      }
    },
  };
}

/** Batches of rows, as many as memory has room for. */
async function collected(
  batches: AsyncIterable<ResultRows>,
  onRows: (rows: number) => void,
): Promise<ResultRows[]> {
  const found: ResultRows[] = [];
  let [rows, bytes] = [0, 0];
  for await (const batch of batches) {
    found.push(batch);
    rows += batch.rows;
    bytes += batch.columns.reduce((sum, { values }) => sum + bytesOfValues(values), 0);
    onRows(rows);
    if (bytes > MOST_MEMORY) {
      break;
    }
  }
  return found;
}

/** What they take, about: a text counts as 24 bytes beside its characters. */
function bytesOfValues(values: ElementArray): number {
  return 'byteLength' in values
    ? values.byteLength
    : values.reduce((sum, text) => sum + 24 + 2 * text.length, 0);
}

/** Columns of position of the other side: those chosen, else what is known of them. */
async function otherPosition(
  session: MatchSession,
  { other }: CatalogMatchRequest,
  signal: AbortSignal,
): Promise<PositionColumns> {
  if (other.position !== undefined) {
    return other.position;
  }
  const reply = await session.look(other.dataset, { signal });
  if (!('position' in reply) || reply.position === undefined) {
    throw new SkybucketError('unsupported', 'It is not known which columns are its positions.', {
      hint: 'Choose the columns of position of the other side.',
    });
  }
  return reply.position;
}

/** @throws SkybucketError `format` for a radius that is none. */
function checkMatch({ radius }: CatalogMatchRequest): void {
  if (!(radius > 0 && radius <= MOST_MATCH_RADIUS)) {
    throw new SkybucketError('format', `${radius} arcseconds is no radius of a cross-match.`, {
      hint: `Give one above 0 and up to ${MOST_MATCH_RADIUS} arcseconds.`,
    });
  }
}

/** Rows of the left side that have a match; ascending, those of one row together. */
function countMatched(left: Uint32Array): number {
  return left.reduce((count, row, i) => count + (row === left[i - 1] ? 0 : 1), 0);
}
