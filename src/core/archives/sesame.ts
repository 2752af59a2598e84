import { readAtMost } from '../bytes/body';
import type { HttpClient } from '../bytes/http';
import { HttpExchange } from '../bytes/http-exchange';
import { HttpsTarget } from '../bytes/https-target';
import { DEFAULT_RETRY } from '../bytes/retry';
import { isCancelled, SkybucketError } from '../errors';

/** Where the name of an object leads. */
export interface ResolvedName {
  /** As the one who says so writes it: `M 101`. */
  readonly name: string;
  /** `Sesame (SIMBAD)` */
  readonly by: string;
  /** Degrees, ICRS. */
  readonly longitude: number;
  readonly latitude: number;
}

export interface SesameOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the service and its mirrors, each asked where those before it give no answer. */
  readonly addresses?: readonly string[] | undefined;
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
export const LONGEST_NAME = 200;
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
  { signal, addresses = SESAME }: SesameOptions = {},
): Promise<ResolvedName> {
  const asked = name.trim().replace(/\s+/g, ' ');
  if (asked === '' || asked.length > LONGEST_NAME) {
    throw new SkybucketError('not-found', 'This is not the name of an object.', {
      hint: `A name has at most ${LONGEST_NAME} characters.`,
    });
  }
  let failure: unknown;
  for (const address of addresses) {
    try {
      return found(await answerOf(http, address, asked, signal), asked);
    } catch (error) {
      const final = error instanceof SkybucketError && error.code === 'not-found';
      if (final || isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      failure ??= error;
    }
  }
  const error = failure instanceof SkybucketError ? failure : undefined;
  throw new SkybucketError(
    error?.code ?? 'server',
    `“${asked}” could not be looked up: ${error?.message ?? 'there is no name service.'}`,
    { hint: 'Try again later, or give coordinates.', retryable: true, cause: failure },
  );
}

async function answerOf(
  http: HttpClient,
  address: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const folder = address.endsWith('/') ? address : `${address}/`;
  const target = new HttpsTarget(`${folder}${DATABASES}?${encodeURIComponent(name)}`);
  const bytes = await new HttpExchange(http, missingIsServer(target), RETRY, undefined).serve({
    headers: () => ({}),
    accept: (response, onBytes) => readAtMost(response.body, MOST_BYTES, onBytes),
    signal,
    meter: undefined,
    ask: undefined,
  });
  return new TextDecoder().decode(bytes);
}

/** A service that is not there says nothing of the name. */
function missingIsServer(target: HttpsTarget): Pick<HttpsTarget, 'label' | 'request' | 'refused'> {
  return {
    label: target.label,
    request: () => target.request(),
    refused: (response) => {
      const verdict = target.refused(response);
      return verdict !== 'again' && verdict.code === 'not-found'
        ? new SkybucketError('server', `The name service is not at ${target.label}.`)
        : verdict;
    },
  };
}

const RESOLVERS: Readonly<Record<string, string>> = { S: 'SIMBAD', N: 'NED', V: 'VizieR' };

/**
 * The first position in an answer of Sesame in plain text: `%J 210.80 +54.34 = 14:03:12.58 +54:20:55.5`, in
 * the part of the database that knows it (`#=S=Simbad …`), its name there in `%I.0`.
 */
function found(text: string, asked: string): ResolvedName {
  let [resolver, name] = ['', asked];
  for (const line of text.split(/\r?\n/)) {
    const part = /^#=(\w)\w*=/.exec(line)?.[1];
    if (part !== undefined) {
      [resolver, name] = [RESOLVERS[part] ?? '', asked];
    }
    name = /^%I\.0\s+(\S.*)$/.exec(line)?.[1]?.trim().replace(/\s+/g, ' ') ?? name;
    const [, longitude, latitude] = /^%J\s+(\d[\d.]*)\s+([+-]?\d[\d.]*)(?:\s|$)/.exec(line) ?? [];
    if (longitude !== undefined) {
      const place = { longitude: Number(longitude), latitude: Number(latitude) };
      if (!(place.longitude <= 360 && Math.abs(place.latitude) <= 90)) {
        break;
      }
      const by = resolver === '' ? 'Sesame' : `Sesame (${resolver})`;
      return { name: name.slice(0, LONGEST_NAME), by, ...place };
    }
  }
  if (/^#(?:!|=)/m.test(text) && !/^%J\s/m.test(text)) {
    throw new SkybucketError(
      'not-found',
      `Nobody knows “${asked}”: SIMBAD, NED and VizieR were asked.`,
      {
        hint: 'Check the name, or give coordinates.',
      },
    );
  }
  throw new SkybucketError('server', 'The name service gave an answer that makes no sense.');
}
