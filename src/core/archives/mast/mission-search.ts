import { SkybucketError } from '../../errors';
import { isObject, listIn, numberIn, textIn, type JsonObject } from '../json-object';
import { callService, readJson, readText, type ServiceAnswer } from '../service-call';
import { webPageError } from '../service-error';
import { isWebPage, wordsOf } from '../service-words';
import { AnswerTable, type AnswerField } from './answer-table';
import { typeFor } from './columns';
import { TIME_LIMIT_MS } from './mashup';
import type { MissionColumn } from './mission-columns';
import { MISSION_LIMIT, missionBody, missionCall, type MissionQuery } from './mission-query';
import { collectPages, type MastPage, type MastResult, type SearchOptions } from './search';
import { MAST, MOST_BYTES, type MastTools } from './tools';

/** What an answer of the search of a mission holds. */
export interface MissionAnswer {
  readonly fields: readonly AnswerField[];
  readonly data: readonly JsonObject[];
  readonly total: number | undefined;
  /** What the service has to say about it. */
  readonly messages: readonly string[];
}

/** What astroquery takes for a missing number of these answers. */
const MISSING = -999;
const MOST_REFUSAL = 1024 * 1024;

/** How many data sets a search finds: the total of a search for one row. */
export async function countMission(
  tools: MastTools,
  query: MissionQuery,
  columns: readonly MissionColumn[],
  options: SearchOptions = {},
): Promise<number> {
  const { total } = await askMission(tools, { ...query, limit: 1, offset: 0 }, columns, options);
  if (total === undefined) {
    throw new SkybucketError('server', 'MAST did not say how many data sets there are.', {
      hint: 'Try again, or search without counting.',
      retryable: true,
    });
  }
  return total;
}

/**
 * The data sets of a search, page after page from the offset on; stopping the loop ends it.
 *
 * @throws SkybucketError what {@link callService} and {@link missionBody} throw.
 */
export async function* missionPages(
  tools: MastTools,
  query: MissionQuery,
  columns: readonly MissionColumn[],
  options: SearchOptions = {},
): AsyncGenerator<MastPage, void, void> {
  const { limit = MISSION_LIMIT, offset = 0 } = query;
  let rows: AnswerTable | undefined;
  for (let [page, pages] = [1, 1]; page <= pages; page++) {
    // A service may send fewer rows at a time than it is asked for.
    const from = offset + (rows?.rows ?? 0);
    const answer = await askMission(tools, { ...query, offset: from }, columns, options);
    const { fields, data, total } = answer;
    rows ??= new AnswerTable(aboutOf(fields, columns));
    rows.add(fields, data);
    const all = total === undefined ? undefined : Math.max(0, total - offset);
    const left = all === undefined || data.length === 0 ? 0 : Math.max(0, all - rows.rows);
    pages = page + Math.ceil(left / limit);
    yield { page, pages, table: rows.table(answer.messages), total: all };
  }
}

/** As `searchObservations`: what came before a failure is the result, and says that it is not all. */
export async function searchMission(
  tools: MastTools,
  query: MissionQuery,
  columns: readonly MissionColumn[],
  options: SearchOptions = {},
): Promise<MastResult> {
  return collectPages(missionPages(tools, query, columns, options), 'data sets', options);
}

async function askMission(
  tools: MastTools,
  query: MissionQuery,
  columns: readonly MissionColumn[],
  { signal, timeoutMs = TIME_LIMIT_MS, onProgress }: SearchOptions,
): Promise<MissionAnswer> {
  let bytes = 0;
  const json = await callService(
    tools,
    missionCall(tools, query.mission, 'search', missionBody(query, columns)),
    (answer) => (answer.status === 200 ? readJson(answer, MOST_BYTES, MAST) : refused(answer)),
    {
      // Here 500 does not pass: it is said of values that make no sense.
      ...{ signal, timeoutMs, also: [400, 500] },
      onBytes: (count) =>
        onProgress?.({ executing: false, fraction: undefined, bytes: (bytes += count) }),
    },
  );
  return readMission(json);
}

async function refused(answer: ServiceAnswer): Promise<never> {
  const text = await readText(answer, MOST_REFUSAL);
  if (isWebPage(text)) {
    throw webPageError(MAST, text, answer.status);
  }
  const words = wordsOf(text);
  const because = words === '' ? '' : `: ${words}`;
  throw new SkybucketError('server', `MAST refuses the search (${answer.status})${because}.`, {
    hint: 'Check the values that are asked for against what the columns hold.',
  });
}

/** @throws SkybucketError `server` for what is no answer. */
export function readMission(json: unknown): MissionAnswer {
  const info = isObject(json) ? listIn(json, 'info') : undefined;
  const results = isObject(json) ? listIn(json, 'results') : undefined;
  if (!isObject(json) || info === undefined || results === undefined) {
    throw new SkybucketError('server', 'MAST gave an answer that makes no sense.', {
      hint: 'Try again; if this stays so, the service is in trouble.',
      retryable: true,
    });
  }
  const fields = info.filter(isObject).map((field) => ({
    name: textIn(field, 'column_name') ?? textIn(field, 'name') ?? '',
    type: textIn(field, 'type') ?? textIn(field, 'db_type') ?? 'varchar',
  }));
  const data = results.flatMap((row) => {
    if (Array.isArray(row)) {
      const cells: readonly unknown[] = row;
      return [Object.fromEntries(fields.map(({ name }, index) => [name, cells[index]]))];
    }
    return isObject(row) ? [row] : [];
  });
  const messages = listIn(json, 'messages') ?? [];
  return {
    // Columns are announced that no row has.
    fields: fields.filter(
      ({ name }) => data.length === 0 || data.some((row) => Object.hasOwn(row, name)),
    ),
    ...{ data, total: numberIn(json, 'totalResults') },
    messages: messages.filter((message) => typeof message === 'string'),
  };
}

function aboutOf(
  fields: readonly AnswerField[],
  columns: readonly MissionColumn[],
): ConstructorParameters<typeof AnswerTable>[0] {
  const known = new Map(columns.map((column) => [column.name, column.description]));
  return new Map(
    fields.map(({ name, type }) => {
      const missing = typeFor(type) === 'float' ? MISSING : undefined;
      return [name, { unit: undefined, description: known.get(name), missing }];
    }),
  );
}
