import type { HttpClient } from '../bytes/http';
import { DEFAULT_RETRY } from '../bytes/retry';
import { isCancelled, SkybucketError } from '../errors';
import { resolveMastName } from './mast/names';
import { resolveName } from './sesame';
import { LONGEST_NAME, type ResolvedName } from './sesame-answer';

export interface NameOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of Sesame and its mirrors; left out: the real ones. */
  readonly sesame?: readonly string[] | undefined;
  /** Of MAST's resolver; left out: the real one; empty: it is not asked. */
  readonly mast?: readonly string[] | undefined;
}

type Resolver = () => Promise<ResolvedName>;

/** Names of catalogues that MAST itself keeps; the others know only some of them. */
const OF_MAST = /^(?:TIC|KIC|EPIC) ?\d/i;
const RETRY = { ...DEFAULT_RETRY, retries: 1 };
/** Where Sesame has said something already, nobody waits long for more. */
const MAST_MS = 20_000;

/**
 * Asks where an object is: Sesame, and MAST's resolver where that does not know it or does not answer; MAST
 * first for the names of its own catalogues (`TIC 307210830`).
 *
 * @throws SkybucketError `not-found` for a name that nobody knows; what the first who should know it throws
 *   where it could not be asked and the other does not know the name; `cancelled`.
 */
export async function resolveAnyName(
  http: HttpClient,
  name: string,
  { signal, sesame, mast }: NameOptions = {},
): Promise<ResolvedName> {
  const asked = name.trim().replace(/\s+/g, ' ');
  const bySesame: Resolver = () => resolveName(http, asked, { signal, addresses: sesame });
  if (mast?.length === 0 || asked === '' || asked.length > LONGEST_NAME) {
    return bySesame();
  }
  const options = { signal, timeoutMs: MAST_MS, addresses: mast };
  const byMast: Resolver = () =>
    resolveMastName({ http, retry: RETRY }, inCapitals(asked), options);
  const [first, second] = OF_MAST.test(asked) ? [byMast, bySesame] : [bySesame, byMast];
  try {
    return await first();
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    return secondly(second, error, asked);
  }
}

async function secondly(
  ask: Resolver,
  before: SkybucketError,
  name: string,
): Promise<ResolvedName> {
  try {
    return await ask();
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    if (before.code !== 'not-found') {
      throw before;
    }
    if (error.code !== 'not-found') {
      throw new SkybucketError('not-found', before.message, {
        hint: `Check the name, or give coordinates. ${error.message}`,
        cause: error,
      });
    }
    throw new SkybucketError(
      'not-found',
      `Nobody knows “${name}”: SIMBAD, NED, VizieR and MAST were asked.`,
      { hint: 'Check the name, or give coordinates.' },
    );
  }
}

/** MAST knows the catalogues by their prefix as it is written in the literature. */
function inCapitals(name: string): string {
  return name.replace(OF_MAST, (start) =>
    start.replace(/^[a-z]+ ?/i, (prefix) => `${prefix.trim().toUpperCase()} `),
  );
}
