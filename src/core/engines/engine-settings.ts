import { parseWebAddress } from '../bytes/web-address';
import { SkybucketError, sentence } from '../errors';
import { tableName } from './sql/words';

/** Engines as the setting `skybucket.engines` has them. Passwords and keys are not among it. */

interface CommonSettings {
  readonly id: string;
  readonly label: string;
  /** Tables in SQL by the data sets that they hold (`s3://…`, without `/` at the end). */
  readonly tables: ReadonlyMap<string, string>;
  readonly mostRows: number;
}

export interface TrinoSettings extends CommonSettings {
  readonly kind: 'trino';
  readonly address: string;
  readonly user: string;
  readonly auth: 'none' | 'password' | 'token';
  /** Where names of tables are looked up; empty for nowhere. */
  readonly catalog: string;
  readonly schema: string;
}

export interface AthenaSettings extends CommonSettings {
  readonly kind: 'athena';
  readonly region: string;
  readonly workgroup: string;
  /** A folder on S3 for results; empty where the workgroup has one. */
  readonly output: string;
  /** An address other than Amazon's own; empty for that. */
  readonly endpoint: string;
  readonly catalog: string;
  readonly database: string;
}

export type EngineSettings = TrinoSettings | AthenaSettings;

export interface ReadEngines {
  readonly engines: readonly EngineSettings[];
  /** One sentence for each that cannot be used. */
  readonly problems: readonly string[];
}

const MOST_ROWS = 1_000_000;
const LIMIT_ROWS = 20_000_000;

/** Reads a settings value, which may be anything. Never throws. */
export function readEngines(value: unknown): ReadEngines {
  if (value === undefined || value === null) {
    return { engines: [], problems: [] };
  }
  if (!Array.isArray(value)) {
    return { engines: [], problems: ['skybucket.engines is not a list.'] };
  }
  const engines: EngineSettings[] = [];
  const problems: string[] = [];
  value.forEach((item: unknown, index) => {
    try {
      const engine = engineOf(item);
      if (engines.some(({ id }) => id === engine.id)) {
        throw new SkybucketError('format', `There are two with the id “${engine.id}”.`);
      }
      engines.push(engine);
    } catch (error) {
      problems.push(`Engine ${index + 1} of skybucket.engines cannot be used: ${sentence(error)}`);
    }
  });
  return { engines, problems };
}

function engineOf(item: unknown): EngineSettings {
  if (typeof item !== 'object' || item === null) {
    throw new SkybucketError('format', 'It is no object.');
  }
  const given = item as Readonly<Record<string, unknown>>;
  const text = (name: string, otherwise = ''): string => textOf(given, name, otherwise);
  const id = text('id');
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) {
    throw new SkybucketError('format', 'Its id has other characters than a to z, 0 to 9 and “-”.');
  }
  const mostRows = given['mostRows'] ?? MOST_ROWS;
  if (
    typeof mostRows !== 'number' ||
    !Number.isInteger(mostRows) ||
    mostRows < 1 ||
    mostRows > LIMIT_ROWS
  ) {
    throw new SkybucketError('format', `mostRows is no whole number from 1 to ${LIMIT_ROWS}.`);
  }
  const common = { id, label: text('label', id), tables: tablesOf(given['tables']), mostRows };
  const kind = text('kind');
  switch (kind) {
    case 'trino':
      return {
        ...{ ...common, kind, address: trinoAddress(text('address'), text('auth', 'none')) },
        ...{ user: text('user'), auth: authOf(text('auth', 'none')) },
        ...{ catalog: text('catalog'), schema: text('schema') },
      };
    case 'athena':
      return {
        ...{ ...common, kind, region: regionOf(text('region')) },
        ...{ workgroup: text('workgroup'), output: outputOf(text('output')) },
        endpoint: text('endpoint') === '' ? '' : trinoAddress(text('endpoint'), 'keys'),
        ...{ catalog: text('catalog'), database: text('database') },
      };
    default:
      throw new SkybucketError('format', 'Its kind is neither “trino” nor “athena”.');
  }
}

function textOf(given: Readonly<Record<string, unknown>>, name: string, otherwise: string): string {
  const value = given[name] ?? otherwise;
  if (typeof value !== 'string' || value.length > 2000) {
    throw new SkybucketError('format', `Its ${name} is no text.`);
  }
  return value.trim() === '' ? otherwise : value.trim();
}

/** Passwords and keys are sent by https, or to this very machine. */
function trinoAddress(text: string, auth: string): string {
  const { protocol, hostname, authorization } = parseWebAddress(text);
  if (Object.keys(authorization).length > 0) {
    throw new SkybucketError('format', 'Its address has a password in it.', {
      hint: 'Set it with the command “Set Password or Keys of SQL Engine”.',
    });
  }
  const here = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (protocol === 'http:' && auth !== 'none' && !here) {
    throw new SkybucketError('bad-address', 'Its password would be sent by plain http.', {
      hint: 'Name an address that begins with https://.',
    });
  }
  return text;
}

function authOf(text: string): TrinoSettings['auth'] {
  if (text !== 'none' && text !== 'password' && text !== 'token') {
    throw new SkybucketError('format', 'Its auth is neither “none”, “password” nor “token”.');
  }
  return text;
}

function regionOf(text: string): string {
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(text)) {
    throw new SkybucketError('format', 'Its region is none of Amazon’s, such as us-west-2.');
  }
  return text;
}

function outputOf(text: string): string {
  if (text !== '' && !/^s3:\/\/[^/]+/.test(text)) {
    throw new SkybucketError('format', 'Its output is no folder on S3 (s3://…).');
  }
  return text;
}

function tablesOf(value: unknown): ReadonlyMap<string, string> {
  if (value === undefined || value === null) {
    return new Map();
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new SkybucketError('format', 'Its tables are no object of data sets and names.');
  }
  return new Map(
    Object.entries(value).map(([dataset, table]) => {
      if (typeof table !== 'string') {
        throw new SkybucketError('format', `The table of ${dataset} is no text.`);
      }
      return [datasetKey(dataset), tableName(table)];
    }),
  );
}

/** A data set as it is looked up among the tables. */
export function datasetKey(text: string): string {
  return text.trim().replace(/\/+$/, '');
}
