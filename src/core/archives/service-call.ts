import { charsetOf } from './answer-body';
import { discard, readAtMost } from '../bytes/body';
import type { HttpClient, HttpResponse } from '../bytes/http';
import type { Meter } from '../bytes/meter';
import { onAbort } from '../bytes/on-abort';
import {
  DEFAULT_RETRY,
  retryAfterMs,
  type RetryPolicy,
  TryLater,
  withRetries,
} from '../bytes/retry';
import { SkybucketError, throwIfAborted } from '../errors';
import { parseServiceJson } from './service-json';
import { lateError, serviceError, unreachedError, webPageError } from './service-error';
import { ServicePlace } from './service-place';
import { isWebPage } from './service-words';
import { ACCEPT_ENCODING, unpackedBody } from './unpacked-body';

/** One question to a service of an archive. */
export interface ServiceCall {
  readonly method: 'GET' | 'POST';
  /** Absolute http(s) address. */
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A form or JSON; its type stands in the headers. */
  readonly body?: string | undefined;
  /** Who is asked, for sentences: `MAST`, `IRSA`. */
  readonly who: string;
}

export interface ServiceTools {
  readonly http: HttpClient;
  readonly meter?: Meter | undefined;
  readonly retry?: RetryPolicy | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly address: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Statuses that `read` takes besides 200, e.g. 303 of UWS, 400 with a VOTable that says why. */
  readonly also?: readonly number[] | undefined;
  /** Of the whole call, its retries included. Left out: the silence that is borne, and no other bound. */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest silence to bear, for a service that has to search before it answers. After that it is not asked
   * again. Left out: `timeoutMs`, else what the client bears.
   */
  readonly quietMs?: number | undefined;
  /** Told of body bytes as they come, packed where the service packs them. */
  readonly onBytes?: ((count: number) => void) | undefined;
  /** True for a call that changes something on the service: it is sent once, whatever comes of it. */
  readonly once?: boolean | undefined;
}

/** How long a service may keep quiet over a query, with which it is done only when it has all rows together. */
export const QUERY_QUIET_MS = 600_000;

const MOST_MOVES = 5;
/** What of a refusal is read; more is not needed to understand it. */
const REFUSAL_LENGTH = 64 * 1024;

/**
 * Asks a service and reads its answer. What may pass is tried again (no connection, a broken answer, status
 * 5xx, 429 with the wait it asks for), so `read` may be called more than once and starts afresh each time.
 * Redirects are followed as {@link ServicePlace} says; every exchange is counted.
 *
 * @param read reads the answer, or as much of it as it wants; a `retryable` error of its own leads to another
 *   exchange.
 * @throws SkybucketError `network`, `timeout`, `server`, `access-denied`, `not-found`, `bad-address`,
 *   `cancelled`, in one sentence that names who was asked; and what `read` throws.
 */
export async function callService<T>(
  tools: ServiceTools,
  call: ServiceCall,
  read: (answer: ServiceAnswer) => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  const { signal, timeoutMs } = options;
  throwIfAborted(signal);
  const controller = new AbortController();
  const forget = onAbort(signal, () => controller.abort());
  let late = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          controller.abort();
        }, timeoutMs);
  try {
    return await serve(tools, call, read, { ...options, signal: controller.signal });
  } catch (error) {
    throwIfAborted(signal);
    throw late && timeoutMs !== undefined ? lateError(call.who, timeoutMs) : error;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function serve<T>(
  tools: ServiceTools,
  call: ServiceCall,
  read: (answer: ServiceAnswer) => Promise<T>,
  options: CallOptions,
): Promise<T> {
  const { signal, quietMs } = options;
  const retry = tools.retry ?? DEFAULT_RETRY;
  const ask = tools.meter?.ask();
  const follow = async (): Promise<T> => {
    const place = new ServicePlace(call);
    for (let moves = 0; moves <= MOST_MOVES; moves++) {
      const end = ask && tools.meter?.begin(ask);
      let answered = false;
      try {
        const served = await exchange(tools, place, call, read, options, () => (answered = true));
        if (served !== 'moved') {
          return served.value;
        }
      } finally {
        end?.(answered);
      }
    }
    throw new SkybucketError('server', `${call.who} redirects more than ${MOST_MOVES} times.`, {
      hint: 'Check the address of the service.',
    });
  };
  const attempt = async (): Promise<
    { readonly value: T } | { readonly failure: SkybucketError }
  > => {
    const started = Date.now();
    try {
      return { value: await follow() };
    } catch (error) {
      const silent = error instanceof SkybucketError && error.code === 'timeout';
      if (!silent || quietMs === undefined || Date.now() - started < quietMs / 2) {
        throw error;
      }
      // Who kept quiet for so long would only have the same to do twice.
      return { failure: error };
    }
  };
  const policy = options.once === true ? { ...retry, retries: 0 } : retry;
  return withRetries(policy, signal, attempt).then((outcome) => {
    if ('failure' in outcome) {
      throw outcome.failure;
    }
    return outcome.value;
  });
}

async function exchange<T>(
  { http, meter }: ServiceTools,
  place: ServicePlace,
  { who }: ServiceCall,
  read: (answer: ServiceAnswer) => Promise<T>,
  { signal, also = [], timeoutMs, quietMs = timeoutMs, onBytes }: CallOptions,
  onAnswered: () => void,
): Promise<{ readonly value: T } | 'moved'> {
  const request = place.request();
  const headers = { ...request.headers, 'accept-encoding': ACCEPT_ENCODING };
  let response: HttpResponse;
  try {
    response = await http.send({ ...request, headers, signal, quietMs });
  } catch (error) {
    throw fromClient(who, error);
  }
  onAnswered();
  const { status } = response;
  const arriving = counted(response.body, who, (count) => {
    meter?.received(count);
    onBytes?.(count);
  });
  try {
    const body = unpackedBody(arriving, response.headers['content-encoding'], who);
    if (status === 200 || also.includes(status)) {
      const answer = { status, headers: response.headers, address: place.address, body };
      return { value: await read(answer) };
    }
    if (place.move(response)) {
      return 'moved';
    }
    const text = new TextDecoder().decode(await readAtMost(body, REFUSAL_LENGTH));
    const later = response.headers['retry-after'];
    const error = serviceError(who, status, text, retryAfterMs(later));
    throw error.retryable ? new TryLater(error, later) : error;
  } finally {
    await discard(response.body);
  }
}

/** The body, with its bytes counted and its errors named after who sent it. */
async function* counted(
  body: HttpResponse['body'],
  who: string,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      onBytes(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw fromClient(who, error);
  }
}

function fromClient(who: string, error: unknown): unknown {
  const ours = error instanceof SkybucketError && error.code !== 'cancelled';
  return ours ? unreachedError(who, error) : error;
}

/**
 * The answer as text, in the character set its content type names, else UTF-8.
 *
 * @throws SkybucketError `too-large` beyond `mostBytes`.
 */
export async function readText(answer: ServiceAnswer, mostBytes: number): Promise<string> {
  const bytes = await readAtMost(answer.body, mostBytes + 1);
  if (bytes.length > mostBytes) {
    const host = /^https?:\/\/([^/?]*)/.exec(answer.address)?.[1] ?? 'the service';
    const most = Number((mostBytes / 1e6).toPrecision(2));
    throw new SkybucketError('too-large', `The answer of ${host} is larger than ${most} MB.`, {
      hint: 'Ask for less at once.',
    });
  }
  return decode(bytes, answer.headers['content-type']);
}

/**
 * The answer as JSON, whatever its content type says. Integers too long for a number are `bigint`; `NaN` and
 * the infinities, which some services write, are null.
 *
 * @throws SkybucketError `server` (retryable) for a web page, half an answer, or none; `too-large`.
 */
export async function readJson(
  answer: ServiceAnswer,
  mostBytes: number,
  who: string,
): Promise<unknown> {
  const text = await readText(answer, mostBytes);
  if (isWebPage(text)) {
    throw webPageError(who, text);
  }
  return parseServiceJson(text, who);
}

function decode(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = charsetOf(contentType);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A character set nobody knows is most likely a mistyped UTF-8.
    return new TextDecoder().decode(bytes);
  }
}
