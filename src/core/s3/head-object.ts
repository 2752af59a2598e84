import { discard, readAtMost } from '../bytes/body';
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
const NOTHING = new Uint8Array();
/** What is read of a refusal, in bytes. */
const LONGEST_REFUSAL = 64 * 1024;

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
  return withRetries(retry, signal, async () => {
    for (let moves = 0; moves <= MOST_MOVES; moves++) {
      const request = { ...target.request(), method: 'HEAD' as const };
      const headers = await target.authorize(request, signal);
      const end = ask && meter?.begin(ask);
      let answered = false;
      try {
        const response = await http.send({ ...request, headers, signal });
        answered = true;
        await discard(response.body);
        if (response.status === 200) {
          return { size: sizeOf(response.headers['content-length']) };
        }
        if (response.status === 404) {
          return undefined;
        }
        const said = target.refused(response, NOTHING, headers);
        const signed = headers !== request.headers;
        const verdict =
          signed && said !== 'again' && response.status === 400
            ? await askForByte(http, target, { signal, meter, ask })
            : said;
        if (verdict !== 'again' && !(verdict instanceof SkybucketError)) {
          return verdict;
        }
        if (verdict !== 'again') {
          throw verdict.retryable
            ? new TryLater(verdict, response.headers['retry-after'])
            : verdict;
        }
      } finally {
        end?.(answered);
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
  http: HttpClient,
  target: S3Target,
  { signal, meter, ask }: HeadOptions,
): Promise<{ readonly size: number | undefined } | 'again' | SkybucketError> {
  const asked = target.request();
  const request = {
    ...{ ...asked, method: 'GET' as const },
    headers: { ...asked.headers, range: 'bytes=0-0' },
  };
  const headers = await target.authorize(request, signal);
  const end = ask && meter?.begin(ask);
  let answered = false;
  try {
    const response = await http.send({ ...request, headers, signal });
    answered = true;
    const body = await readAtMost(response.body, LONGEST_REFUSAL, (n) => meter?.received(n));
    const { 'content-range': range, 'content-length': length } = response.headers;
    switch (response.status) {
      case 200:
        return { size: sizeOf(length) };
      // An empty object has no first byte: `bytes */0`.
      case 206:
      case 416:
        return { size: sizeOf(range?.split('/')[1]) };
      default:
        return target.refused(response, body, headers);
    }
  } finally {
    end?.(answered);
  }
}

function sizeOf(length: string | undefined): number | undefined {
  return length !== undefined && /^\d{1,16}$/.test(length) ? Number(length) : undefined;
}
