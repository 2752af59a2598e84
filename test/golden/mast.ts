import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isObject as isJson, type JsonObject as Json } from '../../src/core/archives/json-object';
import { AnswerTable } from '../../src/core/archives/mast/answer-table';
import { readColumns } from '../../src/core/archives/mast/columns';
import { missionsIn, readKnownValues } from '../../src/core/archives/mast/known-values';
import { type MashupAnswer, readMashup } from '../../src/core/archives/mast/mashup';
import { readMissionColumns } from '../../src/core/archives/mast/mission-columns';
import { readMission } from '../../src/core/archives/mast/mission-search';
import { readNames } from '../../src/core/archives/mast/names';
import { readPaths } from '../../src/core/archives/mast/path-lookup';
import { parseServiceJson } from '../../src/core/archives/service-json';
import { SkybucketError } from '../../src/core/errors';
import { rowsOf } from '../../src/core/votable/records';
import type { Comparison } from './comparison';
import { isObject, type JsonObject, listAt, numberAt, objectAt } from './json';

/** Compares what we read of an answer of MAST. */
export async function compareMast(
  comparison: Comparison,
  path: string,
  truth: JsonObject,
): Promise<void> {
  const name = basename(path);
  const json = parseServiceJson(await readFile(path, 'utf8'), 'MAST');
  compareKeys(comparison, json, truth);
  if (name === 'error.json') {
    compareError(comparison, json);
  } else if (name === 'columnsconfig.json') {
    const names = ['_selected_', ...readColumns(json).map((column) => column.name)];
    comparison.same('columns', names.sort().join(), listAt(truth, 'top_keys').join());
  } else if (name === 'mission_columns.json') {
    const { length } = readMissionColumns(json, 'hst');
    comparison.same('columns', `list of ${length}`, truth['top_keys']);
  } else if (name === 'mission_results.json') {
    const { data, total } = readMission(json);
    comparison.same('rows', data.length, total);
  } else if (name === 'mast_relative_path.json') {
    const uris = listAt(truth, 'top_keys').map(String);
    const kinds = readPaths(json, uris).map(({ kind }) => kind);
    comparison.same('paths', kinds.join(), 'none,path');
  } else if (name === 'missions.extjs') {
    const missions = isJson(json) ? missionsIn(readKnownValues(json)) : [];
    comparison.same('missions', missions.join(), listAt(truth, 'missions').join());
  } else if (name === 'resolver.json') {
    compareNames(comparison, json, truth);
  } else if (truth['rows'] !== undefined) {
    await compareAnswer(comparison, json, truth);
  }
}

function compareKeys(comparison: Comparison, json: unknown, truth: JsonObject): void {
  const keys = isJson(json)
    ? Object.keys(json).sort().join()
    : `list of ${Array.isArray(json) ? json.length : '?'}`;
  const theirs = truth['top_keys'];
  comparison.same('top_keys', keys, Array.isArray(theirs) ? theirs.join() : theirs);
}

function compareError(comparison: Comparison, json: unknown): void {
  const words = isJson(json) ? String(json['msg']).replace(/^Error: /, '') : '';
  try {
    readMashup(json);
    comparison.differ('status', 'read', 'refused');
  } catch (error) {
    const said = error instanceof SkybucketError ? error.message : '';
    comparison.same('msg', said, `MAST says: ${words}.`);
  }
}

function compareNames(comparison: Comparison, json: unknown, truth: JsonObject): void {
  const resolved = listAt(truth, 'resolved').map((place) => (Array.isArray(place) ? place : []));
  const names = [...new Set(resolved.map(([name]) => String(name)))];
  const ours = names.flatMap((name) =>
    readNames(json, name).map(({ by, longitude, latitude }) => [name, by, longitude, latitude]),
  );
  const theirs = resolved.map(([name, by, ra, dec]) => [name, `MAST (${String(by)})`, ra, dec]);
  comparison.same('resolved', JSON.stringify(ours), JSON.stringify(theirs));
}

async function compareAnswer(
  comparison: Comparison,
  json: unknown,
  truth: JsonObject,
): Promise<void> {
  const answer = readMashup(json);
  if (answer === 'executing') {
    comparison.same('status', 'EXECUTING', truth['status']);
    return;
  }
  comparison.same('status', 'COMPLETE', truth['status']);
  comparison.same('rows', answer.data.length, truth['rows']);
  const fields = answer.fields.map(({ name, type }) => [name, type]);
  comparison.same('fields', JSON.stringify(fields), JSON.stringify(truth['fields']));
  const paging = objectAt(truth, 'paging');
  if (paging !== undefined) {
    comparison.same('paging.page', answer.paging?.page, numberAt(paging, 'page'));
    comparison.same('paging.pages', answer.paging?.pages, numberAt(paging, 'pagesFiltered'));
    comparison.same('paging.rows', answer.paging?.rows, numberAt(paging, 'rowsFiltered'));
  }
  await compareCells(comparison, answer, truth);
}

/** The first row, and how many cells of each column are null, which the table takes for missing. */
async function compareCells(
  comparison: Comparison,
  { fields, data }: MashupAnswer,
  truth: JsonObject,
): Promise<void> {
  const rows = new AnswerTable();
  rows.add(fields, data);
  const missing = new Map<string, number>();
  let first: Readonly<Record<string, unknown>> | undefined;
  for await (const record of rowsOf(rows.table())) {
    first ??= record;
    for (const [name, value] of Object.entries(record)) {
      missing.set(name, (missing.get(name) ?? 0) + Number(value === null));
    }
  }
  const nulls = truth['nulls'];
  for (const [name, count] of Object.entries(isObject(nulls) ? nulls : {})) {
    // The mark of the portal's own table is no column of ours.
    if (name !== '_selected_') {
      const empty = data.filter((row: Json) => row[name] === '').length;
      comparison.same(`nulls.${name}`, (missing.get(name) ?? 0) - empty, count);
    }
  }
  for (const [name, value] of Object.entries(objectAt(truth, 'first') ?? {})) {
    // Identifiers are text here, and numbers in the answer.
    comparison.same(`first.${name}`, String(first?.[name]), String(value));
  }
}
