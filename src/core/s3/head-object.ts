import { parseLength } from '../bytes/content-length';
import { exchangeOnce, type Question } from '../bytes/exchange-once';
import type { HttpClient } from '../bytes/http';
import type { Ask, Meter } from '../bytes/meter';
import { DEFAULT_RETRY, type RetryPolicy, TryLater, withRetries } from '../bytes/retry';
import { SkybucketError } from '../errors';
import type { S3Access } from './access';
import type { Connection } from './connection';
import type { RegionMemory } from './regions';
import { S3Target } from './target';

export interface HeadTools {
  readonly http: HttpClient;
  readonly regions: RegionMemory;
  readonly retry?: RetryPolicy | undefined;
  /** Left out, requests go unsigned. */
  readonly access?: S3Access | undefined;
}

export interface HeadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** Of the meter, where the need was known before there was a connection for it. */
  readonly ask?: Ask | undefined;
}

/** From the first guess to the region of the bucket. */
const MOST_MOVES = 2;

/**
 * Asks a bucket whether it has an object, without its content.
 *
 * @returns its size, undefined where the server does not say; undefined where there is no such object
 * @throws SkybucketError `access-denied`, which S3 also says of what is missing in a bucket that may not be
 *   listed; `no-such-bucket`, `server`, `cancelled`, or what the transport says
 */
export async function headObject(
  { http, regions, retry = DEFAULT_RETRY, access }: HeadTools,
  connection: Connection,
  object: { readonly bucket: string; readonly key: string },
  { signal, meter, ask = meter?.ask() }: HeadOptions = {},
): Promise<{ readonly size: number | undefined } | undefined> {
  const target = new S3Target(connection, object, regions, access);
  const question = { http, target, signal, meter, ask };
  return withRetries(retry, signal, async () => {
    for (let moves = 0; moves <= MOST_MOVES; moves++) {
      const { response, body, sent, signed } = await exchangeOnce({ ...question, method: 'HEAD' });
      if (response.status === 200) {
        return { size: parseLength(response.headers['content-length']) };
      }
      if (response.status === 404) {
        return undefined;
      }
      const said = target.refused(response, body, sent);
      const verdict =
        signed && said !== 'again' && response.status === 400 ? await askForByte(question) : said;
      if (verdict !== 'again' && !(verdict instanceof SkybucketError)) {
        return verdict;
      }
      if (verdict !== 'again') {
        throw verdict.retryable ? new TryLater(verdict, response.headers['retry-after']) : verdict;
      }
    }
    throw new SkybucketError('server', `${target.label} is said to be in ever other regions.`);
  });
}

/**
 * Asks for the first byte, since the answer to a HEAD has no body to say why it is refused.
 *
 * @returns the size where the byte is there, else what is to be done about the refusal
 */
async function askForByte(
  question: Omit<Question, 'method' | 'headers'>,
): Promise<{ readonly size: number | undefined } | 'again' | SkybucketError> {
  const first = { method: 'GET', headers: { range: 'bytes=0-0' } } as const;
  const { response, body, sent } = await exchangeOnce({ ...question, ...first });
  const { 'content-range': range, 'content-length': length } = response.headers;
  switch (response.status) {
    case 200:
      return { size: parseLength(length) };
    // An empty object has no first byte: `bytes */0`.
    case 206:
    case 416:
      return { size: parseLength(range?.split('/')[1]) };
    default:
      return question.target.refused(response, body, sent);
  }
}
