import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/core/bytes/http';
import { cancelled } from '../../../src/core/errors';
import { DEFAULT_RETRY, type RetryPolicy } from '../../../src/core/bytes/retry';

export interface PlayedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface SentRequest {
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(value: unknown, status = 200): PlayedAnswer {
  return { status, text: JSON.stringify(value) };
}

/** A client whose server gives answers from a list, one after the other, and keeps what it was asked. */
export class PlayedServer implements HttpClient {
  readonly requests: SentRequest[] = [];
  /** Without waiting between tries. */
  readonly retry: RetryPolicy = { ...DEFAULT_RETRY, firstPauseMs: 0, longestPauseMs: 0 };
  /** Told of each request, counted from 1, before its answer. */
  onRequest: (count: number) => unknown = () => undefined;

  constructor(private readonly answers: readonly PlayedAnswer[]) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    const { method, protocol, hostname, port, path, headers, body } = request;
    const address = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    this.requests.push({ method, address, headers, body: new TextDecoder().decode(body) });
    const answer = this.answers[this.requests.length - 1];
    this.onRequest(this.requests.length);
    await Promise.resolve();
    if (request.signal?.aborted) {
      throw cancelled();
    }
    if (answer === undefined) {
      throw new Error(`Nobody expected ${method} ${address}`);
    }
    return { status: answer.status, headers: answer.headers ?? {}, body: bytesOf(answer.text) };
  }

  /** When what is on its way has been sent. */
  async idle(): Promise<void> {
    for (let before = -1; before !== this.requests.length;) {
      before = this.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
