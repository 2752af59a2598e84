import type { HttpClient, HttpRequest, HttpResponse } from '../../../../../src/core/bytes/http';
import { cancelled, throwIfAborted } from '../../../../../src/core/errors';
import { onAbort } from '../../../../../src/core/bytes/on-abort';

export interface Replied {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text as it stands. */
  readonly body: unknown;
}

/** The JSON of a Mashup request, or of a form that is none the empty object. */
export function mashupOf({ body }: HttpRequest): {
  readonly service?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly page?: number;
  readonly cacheBreaker?: string;
} {
  const text = new TextDecoder().decode(body);
  return text.startsWith('request=')
    ? (JSON.parse(decodeURIComponent(text.slice('request='.length))) as object)
    : {};
}

/**
 * Replays answers, each after the same time on the clock of the test, and remembers the requests: when each
 * was sent, and how many were under way at most.
 */
export class ReplayServer implements HttpClient {
  readonly requests: HttpRequest[] = [];
  /** Milliseconds on the clock of the test. */
  readonly sentAt: number[] = [];
  most = 0;
  private underWay = 0;

  constructor(
    private readonly reply: (request: HttpRequest, index: number) => Replied,
    private readonly delayMs = 0,
  ) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    throwIfAborted(request.signal);
    const index = this.requests.push(request) - 1;
    this.sentAt.push(Date.now());
    this.most = Math.max(this.most, ++this.underWay);
    try {
      await this.wait(request.signal);
      const { status = 200, headers = {}, body } = this.reply(request, index);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const chunks = async function* (): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(new TextEncoder().encode(text));
      };
      return { status, headers, body: chunks() };
    } finally {
      this.underWay--;
    }
  }

  private wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const forget = onAbort(signal, () => {
        clearTimeout(timer);
        reject(cancelled());
      });
      const timer = setTimeout(() => {
        forget();
        resolve();
      }, this.delayMs);
    });
  }
}
