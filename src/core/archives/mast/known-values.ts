import { isObject, listIn, numberIn, objectIn, textIn, type JsonObject } from '../json-object';
import { askMashup, PAGE_SIZE, type MashupOptions } from './mashup';
import type { MastTools } from './tools';

/** A value that observations have, and how many have it. */
export interface KnownValue {
  readonly value: string;
  readonly count: number;
}

/** What the observations of all missions have in a column. */
export type KnownValues =
  /** The most frequent first. */
  | { readonly kind: 'values'; readonly values: readonly KnownValue[] }
  | { readonly kind: 'range'; readonly min: number; readonly max: number };

/** By the name of the column; those of which MAST tells nothing are not there. */
export type KnownValuesOfColumns = ReadonlyMap<string, KnownValues>;

/** @throws SkybucketError what {@link askMashup} throws. */
export async function askKnownValues(
  tools: MastTools,
  options: MashupOptions = {},
): Promise<KnownValuesOfColumns> {
  const answer = await askMashup(
    tools,
    {
      ...{ service: 'Mast.Caom.All', params: {}, format: 'extjs' },
      ...{ pagesize: PAGE_SIZE, page: 1 },
    },
    options,
  );
  return readKnownValues(answer.raw);
}

/** Reads the answer to `Mast.Caom.All`. */
export function readKnownValues(answer: JsonObject): KnownValuesOfColumns {
  const [table] = listIn(objectIn(answer, 'data') ?? {}, 'Tables') ?? [];
  const columns = isObject(table) ? (listIn(table, 'Columns') ?? []) : [];
  const known = new Map<string, KnownValues>();
  for (const column of columns) {
    const histogram = isObject(column)
      ? objectIn(objectIn(column, 'ExtendedProperties') ?? {}, 'histObj')
      : undefined;
    const name = isObject(column) ? textIn(column, 'text') : undefined;
    const values = histogram && valuesOf(histogram);
    if (name !== undefined && values !== undefined) {
      known.set(name, values);
    }
  }
  return known;
}

function valuesOf(histogram: JsonObject): KnownValues | undefined {
  const [min, max] = [numberIn(histogram, 'min'), numberIn(histogram, 'max')];
  if (min !== undefined && max !== undefined) {
    return { kind: 'range', min, max };
  }
  const values = Object.entries(histogram).flatMap(([value, about]) =>
    value === 'hist' || !isObject(about) ? [] : [{ value, count: numberIn(about, 'count') ?? 0 }],
  );
  return values.length === 0
    ? undefined
    : { kind: 'values', values: values.sort((a, b) => b.count - a.count) };
}

/** The missions there are, in the order of their names, as astroquery lists them. */
export function missionsIn(known: KnownValuesOfColumns): readonly string[] {
  const missions = known.get('obs_collection');
  return missions?.kind === 'values'
    ? missions.values.map(({ value }) => value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    : [];
}
