import { unpackedBody, ACCEPT_ENCODING } from '../archives/unpacked-body';
import { serviceError, unreachedError } from '../archives/service-error';
import { parseServiceJson } from '../archives/service-json';
import { discard, readAtMost } from '../bytes/body';
import type { HttpClient, HttpRequest, HttpResponse } from '../bytes/http';
import type { Meter } from '../bytes/meter';
import {
  DEFAULT_RETRY,
  retryAfterMs,
  type RetryPolicy,
  TryLater,
  withRetries,
} from '../bytes/retry';
import type { WebAddress } from '../bytes/web-address';
import { SkybucketError } from '../errors';

export interface EngineTools {
  readonly http: HttpClient;
  readonly retry?: RetryPolicy | undefined;
}

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly address: Pick<WebAddress, 'protocol' | 'hostname' | 'port' | 'path'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** What the engine is called. */
  readonly who: string;
}

export interface EngineCallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** True for what may be begun once only: it is sent again where the engine says that it has no time, not otherwise. */
  readonly once?: boolean | undefined;
  /** Statuses beside 200 whose answer is read, too. */
  readonly also?: readonly number[] | undefined;
  /** Whether such an answer means that it is to be asked again later. */
  readonly isBusy?: ((value: unknown) => boolean) | undefined;
}

export interface EngineAnswer {
  readonly status: number;
  /** Of its JSON; undefined for no body. */
  readonly value: unknown;
}

/** A step of a query with the rows in it. Trino's have a few MB. */
const MOST_BYTES = 256 * 1024 * 1024;
const BUSY: readonly number[] = [429, 502, 503, 504];

/**
 * Sends a request to an engine and reads the JSON that it answers with. It goes to that very address: redirects are
 * not followed, since the user's password is in it.
 *
 * @throws SkybucketError `network`, `timeout`, `server`, `access-denied`, `not-found`, `too-large`, `cancelled`
 */
export function engineCall(
  { http, retry = DEFAULT_RETRY }: EngineTools,
  request: EngineRequest,
  { signal, meter, once = false, also = [], isBusy = () => false }: EngineCallOptions = {},
): Promise<EngineAnswer> {
  const ask = meter?.ask();
  return withRetries(retry, signal, async () => {
    const end = ask && meter?.begin(ask);
    let answered = false;
    try {
      const response = await send(http, request, signal);
      answered = true;
      const answer = await read(response, request.who, also, (count) => meter?.received(count));
      if (answer.status !== 200 && isBusy(answer.value)) {
        throw new SkybucketError('server', `${request.who} gets too many queries.`, {
          hint: 'Try again in a minute.',
          retryable: true,
        });
      }
      return answer;
    } catch (error) {
      throw once ? final(error) : error;
    } finally {
      end?.(answered);
    }
  });
}

async function send(
  http: HttpClient,
  { method, address, headers, body, who }: EngineRequest,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const { protocol, hostname, port, path } = address;
  const sent: HttpRequest = {
    ...{ method, protocol, hostname, port, path, body, signal },
    headers: { ...headers, 'accept-encoding': ACCEPT_ENCODING },
  };
  try {
    return await http.send(sent);
  } catch (error) {
    throw named(error, who);
  }
}

async function read(
  response: HttpResponse,
  who: string,
  also: readonly number[],
  onBytes: (count: number) => void,
): Promise<EngineAnswer> {
  const { status, headers } = response;
  try {
    const body = unpackedBody(response.body, headers['content-encoding'], who);
    const bytes = await readAtMost(body, MOST_BYTES + 1, onBytes);
    if (bytes.length > MOST_BYTES) {
      throw new SkybucketError('too-large', `An answer of ${who} is larger than 256 MB.`, {
        hint: 'Ask for fewer columns.',
      });
    }
    const text = new TextDecoder().decode(bytes);
    if (status === 200 || also.includes(status)) {
      return { status, value: text.trim() === '' ? undefined : parseServiceJson(text, who) };
    }
    throw refusal(who, status, text, headers['retry-after']);
  } catch (error) {
    throw named(error, who);
  } finally {
    await discard(response.body);
  }
}

function refusal(who: string, status: number, text: string, later: string | undefined): unknown {
  if (status >= 300 && status < 400) {
    return new SkybucketError(
      'server',
      `${who} sends the query to another address, which is not followed.`,
      {
        hint: 'Put the address it sends to into the setting skybucket.engines.',
      },
    );
  }
  if (status === 401) {
    return new SkybucketError(
      'access-denied',
      `${who} does not accept the user or the password (401).`,
      {
        hint: 'Set them with the command “Set Password or Keys of SQL Engine”.',
      },
    );
  }
  const error = serviceError(who, status, text, retryAfterMs(later));
  return BUSY.includes(status) ? new TryLater(error, later) : final(error);
}

/** As one that is not tried again. */
function final(error: unknown): unknown {
  return error instanceof SkybucketError && error.retryable
    ? new SkybucketError(error.code, error.message, { hint: error.hint, cause: error })
    : error;
}

function named(error: unknown, who: string): unknown {
  const network = error instanceof SkybucketError && ['network', 'timeout'].includes(error.code);
  return network ? unreachedError(who, error) : error;
}
