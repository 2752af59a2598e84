import { discard, readAtMost } from './body';
import type { HttpClient, HttpRequest, HttpResponse } from './http';
import type { Ask, Meter } from './meter';
import type { HttpTarget } from './target';

/** One question about an object, where its content does not matter. */
export interface Question {
  readonly http: HttpClient;
  readonly target: HttpTarget;
  readonly method: 'GET' | 'HEAD';
  /** Beside those of the target. */
  readonly headers?: HttpRequest['headers'] | undefined;
  readonly signal: AbortSignal | undefined;
  readonly meter: Meter | undefined;
  readonly ask: Ask | undefined;
}

export interface Answer {
  readonly response: HttpResponse;
  /** Of the body, the first 64 KiB; nothing of the answer to a HEAD. */
  readonly body: Uint8Array;
  /** The headers that were sent, the very object that `authorize` gave, as `refused` wants it. */
  readonly sent: HttpRequest['headers'];
  /** Whether `authorize` added what gives the right to ask. */
  readonly signed: boolean;
}

/** What is read of an answer: more is not needed to understand a refusal. */
const LONGEST_BODY = 64 * 1024;
const NOTHING = new Uint8Array();

/**
 * Sends one authorized and counted request, and reads its answer. Nothing is followed or tried again here, and every
 * status is an answer.
 *
 * @throws SkybucketError `network`, `timeout`, `cancelled`, or what `authorize` says
 */
export async function exchangeOnce({
  http,
  target,
  method,
  headers,
  signal,
  meter,
  ask,
}: Question): Promise<Answer> {
  const bare = target.request(method);
  const request = { ...bare, method, headers: { ...bare.headers, ...headers } };
  const sent = target.authorize ? await target.authorize(request, signal) : request.headers;
  const end = ask && meter?.begin(ask);
  let answered = false;
  try {
    const response = await http.send({ ...request, headers: sent, signal });
    answered = true;
    const body =
      method === 'HEAD'
        ? await discard(response.body).then(() => NOTHING)
        : await readAtMost(response.body, LONGEST_BODY, (count) => meter?.received(count));
    return { response, body, sent, signed: sent !== request.headers };
  } finally {
    end?.(answered);
  }
}
