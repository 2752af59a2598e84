import { SkybucketError } from '../../errors';
import { callService, readJson, type CallOptions } from '../service-call';
import { flagIn, isObject, numberIn, textIn, type JsonObject } from '../json-object';
import { nearestName } from './nearest-name';
import { tokenHeaders } from './token';
import { MAST, MOST_BYTES, serverOf, SHORT_MS, type MastTools } from './tools';

/** `string`, `float`, `integer`, `boolean`, `byte`: astroquery's words for what a column holds. */
export type MastType = 'string' | 'float' | 'integer' | 'boolean' | 'byte';

/** A column of MAST's observations (or products) that can be asked for. */
export interface MastColumn {
  /** As it is asked for: `t_exptime`. */
  readonly name: string;
  /** For people: `Exposure Length`. */
  readonly label: string;
  readonly type: MastType;
  /** `range`: asked for by a least and a greatest value; `values`: by one or more values. */
  readonly asked: 'range' | 'values';
  /** `MJD`, `nm`, `deg` */
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** Examples, or the values there are, in MAST's words. */
  readonly example: string | undefined;
  /** Stands between the values of a cell that has several. */
  readonly separator: string | undefined;
  /** True where MAST itself shows it first. */
  readonly visible: boolean;
  /** Place in MAST's own order, where it has one. */
  readonly order: number | undefined;
  /** True where it is no longer filled; it can be asked for, and finds nothing. */
  readonly removed: boolean;
  /** What stands for a missing value. */
  readonly missing: string | number | undefined;
}

/** The configuration that holds for all searches of observations. */
export const OBSERVATION_COLUMNS = 'Mast.Caom.Cone';

/** @throws SkybucketError what {@link callService} throws; `server` for a configuration that does not exist. */
export async function askColumns(
  tools: MastTools,
  configuration = OBSERVATION_COLUMNS,
  options: CallOptions = {},
): Promise<readonly MastColumn[]> {
  const address = `${serverOf(tools)}/portal/Mashup/Mashup.asmx/columnsconfig`;
  const call = {
    ...{ method: 'POST' as const, address, who: MAST },
    body: `colConfigId=${encodeURIComponent(configuration)}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/plain',
      ...tokenHeaders(address, tools.token),
    },
  };
  const json = await callService(tools, call, (answer) => readJson(answer, MOST_BYTES, MAST), {
    timeoutMs: SHORT_MS,
    ...options,
  });
  return readColumns(json);
}

/**
 * The columns of a configuration, in its order, without `_selected_`.
 *
 * @throws SkybucketError `server` for an empty answer, which is MAST's word for an error.
 */
export function readColumns(config: unknown): readonly MastColumn[] {
  const columns = isObject(config)
    ? Object.entries(config).flatMap(([name, about]) =>
        isObject(about) && name !== '_selected_' ? [columnOf(name, about)] : [],
      )
    : [];
  if (columns.length === 0) {
    throw new SkybucketError('server', 'MAST did not say which columns can be searched.', {
      hint: 'Try again later.',
      retryable: true,
    });
  }
  return columns;
}

function columnOf(name: string, about: JsonObject): MastColumn {
  const datatype = textIn(about, 'vot.datatype');
  const type = textIn(about, 'type');
  const numeric = ['double', 'float', 'numeric'].includes(datatype ?? type ?? '');
  const missing = about['ignoreValue'];
  return {
    name,
    label: textIn(about, 'text') ?? name,
    type: typeFor(type ?? datatype ?? 'string') ?? 'string',
    asked: numeric || flagIn(about, 'treatNumeric') ? 'range' : 'values',
    unit: textIn(about, 'unit') ?? textIn(about, 'vot.unit'),
    description: textIn(about, 'vot.description'),
    example: textIn(about, 'example'),
    separator: textIn(about, 'separator'),
    visible: flagIn(about, 'visible'),
    order: numberIn(about, 'order'),
    removed: flagIn(about, 'remove'),
    missing: typeof missing === 'string' || typeof missing === 'number' ? missing : undefined,
  };
}

const TYPES: Readonly<Record<string, MastType>> = {
  char: 'string',
  string: 'string',
  datetime: 'string',
  date: 'string',
  double: 'float',
  float: 'float',
  decimal: 'float',
  numeric: 'float',
  real: 'float',
  int: 'integer',
  short: 'integer',
  long: 'integer',
  number: 'integer',
  integer: 'integer',
  bigint: 'integer',
  boolean: 'boolean',
  binary: 'boolean',
  unsignedbyte: 'byte',
};

/** Undefined for a word that astroquery does not know either. */
export function typeFor(word: string): MastType | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(TYPES, lower) ? TYPES[lower] : undefined;
}

/** Those to offer, those MAST orders first. */
export function queryableColumns(columns: readonly MastColumn[]): readonly MastColumn[] {
  const place = ({ order }: MastColumn): number => order ?? Infinity;
  return columns
    .filter(({ removed }) => !removed)
    .map((column, index) => ({ column, index }))
    .sort((a, b) => place(a.column) - place(b.column) || a.index - b.index || 0)
    .map(({ column }) => column);
}

/**
 * Whatever its case.
 *
 * @throws SkybucketError `not-found`, with the name that is most like it.
 */
export function columnNamed(columns: readonly MastColumn[], name: string): MastColumn {
  const lower = name.toLowerCase();
  const column = columns.find((one) => one.name.toLowerCase() === lower);
  if (column === undefined) {
    throw unknownColumn(
      MAST,
      name,
      columns.map((one) => one.name),
    );
  }
  return column;
}

export function unknownColumn(who: string, name: string, names: readonly string[]): SkybucketError {
  const near = nearestName(name, names);
  return new SkybucketError('not-found', `${who} has no column “${name}”.`, {
    hint: near === undefined ? 'Choose one of its columns.' : `Did you mean “${near}”?`,
  });
}
