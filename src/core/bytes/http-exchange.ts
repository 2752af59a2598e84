import { SkybucketError, throwIfAborted } from '../errors';
import { readAtMost } from './body';
import type { HttpClient, HttpResponse } from './http';
import type { LinkEstimate } from './link';
import type { Ask, Meter } from './meter';
import { withRetries, type RetryPolicy, TryLater } from './retry';
import type { HttpTarget } from './target';

/** What of a refusal is read; more is not needed to understand it. */
const REFUSAL_LENGTH = 64 * 1024;
const MOST_MOVES = 5;

/** One need for bytes, served by one exchange or, after redirects and failures, several. */
export interface Need<T> {
  /** `range` and the conditional headers, as they are at the time of each exchange. */
  headers(): Readonly<Record<string, string>>;
  /**
   * Reads an answer of 200, 206, 412 or 416, telling the length of each chunk of its body. Throws the
   * error to report; a `retryable` one leads to another exchange.
   */
  accept(response: HttpResponse, onBytes: (count: number) => void): Promise<T>;
  readonly signal: AbortSignal | undefined;
  readonly meter: Meter | undefined;
  readonly ask: Ask | undefined;
}

/** Sends what a need takes: follows its target's redirects, tries again what may pass, counts it all. */
export class HttpExchange {
  constructor(
    private readonly client: HttpClient,
    private readonly target: HttpTarget,
    private readonly retry: RetryPolicy,
    private readonly link: LinkEstimate | undefined,
  ) {}

  serve<T>(need: Need<T>): Promise<T> {
    let moves = 0;
    return withRetries(this.retry, need.signal, async () => {
      for (; moves <= MOST_MOVES; moves++) {
        const served = await this.exchange(need);
        if (served !== 'again') {
          return served.value;
        }
      }
      throw new SkybucketError(
        'server',
        `${this.target.label} was redirected more than ${MOST_MOVES} times.`,
      );
    });
  }

  private async exchange<T>(need: Need<T>): Promise<{ readonly value: T } | 'again'> {
    const { signal, meter, ask } = need;
    const sent = this.target.request('GET');
    const bare = { ...sent.headers, ...need.headers(), 'accept-encoding': 'identity' };
    const headers = this.target.authorize
      ? await this.target.authorize({ ...sent, method: 'GET', headers: bare }, signal)
      : bare;
    const end = ask && meter?.begin(ask);
    const linkExchange = this.link?.begin();
    let answered = false;
    try {
      const response = await this.client.send({ ...sent, method: 'GET', headers, signal });
      answered = true;
      if ([200, 206, 412, 416].includes(response.status)) {
        const value = await need.accept(response, (count) => {
          meter?.received(count);
          linkExchange?.received(count);
        });
        return { value };
      }
      const body = await readAtMost(response.body, REFUSAL_LENGTH, (n) => meter?.received(n));
      return this.refused({ ...sent, headers }, response, body);
    } catch (error) {
      throwIfAborted(signal);
      throw error;
    } finally {
      linkExchange?.end();
      end?.(answered);
    }
  }

  private refused(
    sent: ReturnType<HttpTarget['request']>,
    response: HttpResponse,
    body: Uint8Array,
  ): 'again' {
    // Reads run side by side: where another one's refusal has moved the target already, this one
    // speaks of the old place and must not move it once more.
    if (!isSamePlace(sent, this.target.request('GET'))) {
      return 'again';
    }
    const verdict = this.target.refused(response, body, sent.headers);
    if (verdict === 'again') {
      return 'again';
    }
    throw verdict.retryable ? new TryLater(verdict, response.headers['retry-after']) : verdict;
  }
}

type Place = Pick<ReturnType<HttpTarget['request']>, 'protocol' | 'hostname' | 'port' | 'path'>;

function isSamePlace(a: Place, b: Place): boolean {
  return (
    a.protocol === b.protocol && a.hostname === b.hostname && a.port === b.port && a.path === b.path
  );
}
