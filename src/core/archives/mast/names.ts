import { isCancelled, SkybucketError } from '../../errors';
import { isObject, listIn, numberIn, textIn, type JsonObject } from '../json-object';
import type { ResolvedName } from '../sesame-answer';
import { callService, readJson, type CallOptions } from '../service-call';
import { inBatches } from './batches';
import type { MastTools } from './tools';

/** MAST's name resolver ("SANTA"). It has been asked without encryption until now. */
export const MAST_RESOLVER: readonly string[] = [
  'https://mastresolver.stsci.edu/Santa-war/query',
  'http://mastresolver.stsci.edu/Santa-war/query',
];

/** Names in one request. */
export const NAMES_AT_ONCE = 30;

const WHO = 'The name resolver of MAST';
const MOST_BYTES = 4 * 1024 * 1024;

export interface MastNameOptions extends CallOptions {
  /** The one to ask; the first that knows the name, where it is left out. */
  readonly resolver?: 'NED' | 'SIMBAD' | undefined;
  /** True for what each resolver says. */
  readonly all?: boolean | undefined;
  /** Each is asked where those before it give no answer. */
  readonly addresses?: readonly string[] | undefined;
}

/** Names that begin so are of MAST's own catalogues. */
const CATALOGUES: Readonly<Record<string, string>> = {
  'TIC ': 'TIC',
  'KIC ': 'KEPLER',
  'EPIC ': 'K2',
};

/** The query part of the address that asks for names, as astroquery writes it. */
export function namesQuery(
  names: readonly string[],
  { resolver, all = false }: Pick<MastNameOptions, 'resolver' | 'all'> = {},
): string {
  const asked: [string, string][] = [
    ['outputFormat', 'json'],
    ['resolveAll', all ? 'True' : 'False'],
  ];
  if (resolver !== undefined && !all) {
    asked.push(['resolver', resolver]);
    // The position in MAST's own catalogue comes beside that of the resolver named.
    const own = Object.entries(CATALOGUES)
      .filter(([prefix]) => names.some((name) => name.startsWith(prefix)))
      .at(-1);
    if (own !== undefined) {
      asked.push(['resolver', own[1]]);
    }
  }
  names.forEach((name) => asked.push(['name', name]));
  return asked.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
}

/**
 * Asks MAST's resolver for names.
 *
 * @returns by name, what each resolver says of it, the first to believe first; names nobody knows are not
 *   there.
 * @throws SkybucketError what {@link callService} throws.
 */
export async function resolveNames(
  tools: MastTools,
  names: readonly string[],
  options: MastNameOptions = {},
): Promise<ReadonlyMap<string, readonly ResolvedName[]>> {
  const found = new Map<string, readonly ResolvedName[]>();
  for (const batch of inBatches(names, NAMES_AT_ONCE)) {
    const json = await askResolver(tools, namesQuery(batch, options), options);
    for (const name of batch) {
      const said = readNames(json, name).filter(
        ({ by }) =>
          options.all === true || options.resolver === undefined || by === byName(options.resolver),
      );
      if (said.length > 0) {
        found.set(name, options.all === true ? said : said.slice(0, 1));
      }
    }
  }
  return found;
}

/**
 * Where an object is, as MAST's resolver says.
 *
 * @throws SkybucketError `not-found` for a name it does not know.
 */
export async function resolveMastName(
  tools: MastTools,
  name: string,
  options: MastNameOptions = {},
): Promise<ResolvedName> {
  const asked = name.trim().replace(/\s+/g, ' ');
  const found = (await resolveNames(tools, [asked], options)).get(asked)?.[0];
  if (asked === '' || found === undefined) {
    throw new SkybucketError('not-found', `MAST does not know “${asked.slice(0, 100)}”.`, {
      hint: 'Check the name, or give coordinates.',
    });
  }
  return found;
}

/** What the resolvers say of a name, in the order of the answer. */
export function readNames(json: unknown, name: string): readonly ResolvedName[] {
  const wanted = name.toLowerCase();
  return placesIn(json)
    .filter((place) => textIn(place, 'searchString') === wanted)
    .map((place) => resolved(place, name));
}

function placesIn(json: unknown): readonly JsonObject[] {
  const list = isObject(json) ? (listIn(json, 'resolvedCoordinate') ?? []) : [];
  return list.filter(isObject).filter((place) => {
    const [ra, dec] = [numberIn(place, 'ra'), numberIn(place, 'decl')];
    return ra !== undefined && dec !== undefined && ra >= 0 && ra <= 360 && Math.abs(dec) <= 90;
  });
}

function resolved(place: JsonObject, asked: string): ResolvedName {
  return {
    name: (textIn(place, 'canonicalName') ?? asked).replace(/\s+/g, ' ').slice(0, 200),
    by: byName(textIn(place, 'resolver')),
    longitude: numberIn(place, 'ra') as number,
    latitude: numberIn(place, 'decl') as number,
  };
}

function byName(resolver: string | undefined): string {
  return resolver === undefined ? 'MAST' : `MAST (${resolver})`;
}

async function askResolver(
  tools: MastTools,
  query: string,
  { addresses = MAST_RESOLVER, ...options }: MastNameOptions,
): Promise<unknown> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await callService(
        tools,
        { method: 'GET', address: `${address}?${query}`, who: WHO },
        (answer) => readJson(answer, MOST_BYTES, WHO),
        options,
      );
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      failure ??= error;
    }
  }
  throw missingIsServer(failure);
}

/** A service that is not there says nothing of the names. */
function missingIsServer(failure: unknown): unknown {
  const missing = failure instanceof SkybucketError && failure.code === 'not-found';
  return missing
    ? new SkybucketError('server', `${WHO} is not where it was.`, {
        hint: 'Try again later.',
        retryable: true,
        cause: failure,
      })
    : failure;
}
