import { readDatasetRef, readRequest } from '../../core/catalogs/request/read-request';
import { SkybucketError } from '../../core/errors';
import type { CatalogColumn, CatalogReply, CatalogResult } from '../../protocol/catalog';

/** A result that is kept, as the list of them has it. */
export interface KeptRecord {
  readonly result: CatalogResult;
  /** Name of the Parquet file beside the record. */
  readonly file: string;
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS: readonly unknown[] = ['hive', 'hats', 'pixel-files', 'files', 'table'];
const STATES: readonly unknown[] = ['done', 'stopped', 'full', 'failed'];
const MOST_WARNINGS = 200;
const MOST_COLUMNS = 20_000;
const MOST_TEXT = 100_000;
/** Of a polygon or a coverage map it is long. */
const MOST_SQL = 50e6;

/**
 * The record of a result, as if anybody had written it.
 *
 * @param id what its folder is called
 * @throws SkybucketError `format`
 */
export function readRecord(text: string, id: string): KeptRecord {
  const value = fieldsOf(parsed(text));
  const { title, state, complete, warnings, file, engine, sql } = value;
  if (!STATES.includes(state) || typeof complete !== 'boolean') {
    throw wrong('how it ended');
  }
  const name = textOf(file, 'its file');
  if (!/^[^/\\]+\.parquet$/.test(name) || name.startsWith('.')) {
    throw wrong('its file');
  }
  const result: CatalogResult = {
    ...{ id, title: textOf(title, 'its title'), complete },
    request: readRequest(value['request']),
    state: state as CatalogResult['state'],
    warnings: listOf(warnings)
      .slice(0, MOST_WARNINGS)
      .map((warning) => textOf(warning, 'a warning')),
    rows: countOf(value['rows'], 'its rows'),
    bytes: countOf(value['bytes'], 'its bytes'),
    requests: countOf(value['requests'], 'its requests'),
    milliseconds: countOf(value['milliseconds'], 'its time'),
    at: countOf(value['at'], 'its date'),
    engine: textOf(engine, 'its engine'),
    sql: textOf(sql, 'its SQL', MOST_SQL),
  };
  return { result, file: name };
}

/**
 * What was known of a data set when a result was kept.
 *
 * @throws SkybucketError `format`
 */
export function readCatalog(text: string): CatalogReply {
  const value = fieldsOf(parsed(text));
  const { label, about, kind, columns, position, defaultColumns, rows, warnings } = value;
  if (!KINDS.includes(kind) || listOf(columns).length > MOST_COLUMNS) {
    throw wrong('its data set');
  }
  const at = position === undefined || position === null ? undefined : fieldsOf(position);
  return {
    dataset: readDatasetRef(value['dataset']),
    label: textOf(label, 'its data set'),
    about: textOf(about, 'its data set'),
    kind: kind as CatalogReply['kind'],
    columns: listOf(columns).map(columnOf),
    position: at && {
      ra: textOf(at['ra'], 'a column of position'),
      dec: textOf(at['dec'], 'a column of position'),
    },
    defaultColumns: listOf(defaultColumns).map((name) => textOf(name, 'a column')),
    rows: rows === undefined || rows === null ? undefined : countOf(rows, 'its rows'),
    warnings: listOf(warnings)
      .slice(0, MOST_WARNINGS)
      .map((warning) => textOf(warning, 'a warning')),
  };
}

function columnOf(value: unknown): CatalogColumn {
  const { name, type, unit, description, list, numeric, inFolders } = fieldsOf(value);
  return {
    name: textOf(name, 'a column'),
    type: textOf(type, 'a column'),
    unit: textOf(unit, 'a column'),
    description: textOf(description, 'a column'),
    list: list === true,
    numeric: numeric === true,
    inFolders: inFolders === true,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SkybucketError('format', 'The record of a result is damaged.', {
      ...{ hint: 'Delete the result, and run the query again.', cause },
    });
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong('its form');
  }
  return value as Fields;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw wrong('a list');
  }
  return value;
}

function textOf(value: unknown, what: string, most = MOST_TEXT): string {
  if (typeof value !== 'string' || value.length > most) {
    throw wrong(what);
  }
  return value;
}

function countOf(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw wrong(what);
  }
  return value;
}

function wrong(what: string): SkybucketError {
  return new SkybucketError('format', `The record of a result has a wrong part: ${what}.`, {
    hint: 'Delete the result, and run the query again.',
  });
}
