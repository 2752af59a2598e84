import type { HttpClient } from '../bytes/http';
import { DEFAULT_RETRY } from '../bytes/retry';
import { isCancelled, SkybucketError } from '../errors';
import { callService, readText } from './service-call';
import { LONGEST_NAME, readSesame, SESAME_NAME, type ResolvedName } from './sesame-answer';

export interface SesameOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the service and its mirrors, each asked where those before it give no answer. */
  readonly addresses?: readonly string[] | undefined;
  /** How long each may take, its retry included; 20 s. */
  readonly timeoutMs?: number | undefined;
}

/** Sesame of the CDS, and the VizieR mirror at Harvard. */
export const SESAME: readonly string[] = [
  'https://cds.unistra.fr/cgi-bin/nph-sesame/',
  'http://vizier.cfa.harvard.edu/viz-bin/nph-sesame/',
];

/** SIMBAD, then NED, then VizieR. */
const DATABASES = 'SNV';
/** An answer has some hundred bytes. */
const MOST_BYTES = 64 * 1024;
/** Nobody waits longer for where to go. */
const LONGEST_MS = 20_000;
const RETRY = { ...DEFAULT_RETRY, retries: 1 };

/**
 * Asks Sesame where an object is.
 *
 * @throws SkybucketError `not-found` for a name nobody knows; `network`, `timeout` or `server` where no
 *   service answers as it should; `cancelled`.
 */
export async function resolveName(
  http: HttpClient,
  name: string,
  { signal, addresses = SESAME, timeoutMs = LONGEST_MS }: SesameOptions = {},
): Promise<ResolvedName> {
  const asked = name.trim().replace(/\s+/g, ' ');
  if (asked === '' || asked.length > LONGEST_NAME) {
    throw new SkybucketError('not-found', 'This is not the name of an object.', {
      hint: `A name has at most ${LONGEST_NAME} characters.`,
    });
  }
  let failure: SkybucketError | undefined;
  for (const address of addresses) {
    const answer = await answerOf(http, address, asked, { signal, timeoutMs }).catch(ownError);
    const found = typeof answer === 'string' ? read(answer, asked) : answer;
    if (!(found instanceof SkybucketError)) {
      return found;
    }
    failure ??= found;
  }
  throw new SkybucketError(
    failure?.code ?? 'server',
    `“${asked}” could not be looked up: ${failure?.message ?? 'there is no name service.'}`,
    { hint: 'Try again later, or give coordinates.', retryable: true, cause: failure },
  );
}

/** @throws SkybucketError `not-found`, which no mirror knows better. */
function read(answer: string, asked: string): ResolvedName | SkybucketError {
  try {
    return readSesame(answer, asked);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'not-found') {
      throw error;
    }
    return ownError(error);
  }
}

/** @throws what is no failure of the service: a bug, or that it was cancelled. */
function ownError(error: unknown): SkybucketError {
  if (isCancelled(error) || !(error instanceof SkybucketError)) {
    throw error;
  }
  return error;
}

async function answerOf(
  http: HttpClient,
  address: string,
  name: string,
  options: Pick<SesameOptions, 'signal' | 'timeoutMs'>,
): Promise<string> {
  const folder = address.endsWith('/') ? address : `${address}/`;
  try {
    return await callService(
      { http, retry: RETRY },
      {
        ...{ method: 'GET', who: SESAME_NAME },
        address: `${folder}${DATABASES}?${encodeURIComponent(name)}`,
      },
      (answer) => readText(answer, MOST_BYTES),
      options,
    );
  } catch (error) {
    // A service that is not there says nothing of the name.
    throw error instanceof SkybucketError && error.code === 'not-found'
      ? new SkybucketError('server', `${SESAME_NAME} is not at ${folder}.`, { cause: error })
      : error;
  }
}
