import { readAtMost } from '../../core/bytes/body';
import type { HttpClient, HttpRequest } from '../../core/bytes/http';
import type { Meter } from '../../core/bytes/meter';
import { SkybucketError } from '../../core/errors';
import { percentEncode } from '../../core/s3/percent';

/** A request as the SDK hands it to what sends it. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: Uint8Array;
  };
}

/** No answer with credentials is anywhere near this. */
const LONGEST_ANSWER = 1024 * 1024;
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'HEAD', 'DELETE'];

/** Sends what the SDK asks of STS and SSO through our own door to the network: counted, by the proxy, cancelled. */
export class AwsTransport {
  /** What kept the last request from an answer. The SDK puts it into words of its own. */
  failure: SkybucketError | undefined;

  constructor(
    private readonly http: HttpClient,
    private readonly meter: Meter | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async handle(request: SdkRequest): Promise<SdkResponse> {
    this.failure = undefined;
    const ask = this.meter?.ask();
    const end = ask && this.meter?.begin(ask);
    let answered = false;
    try {
      const { status, headers, body } = await this.http.send(this.ours(request));
      answered = true;
      const bytes = await readAtMost(body, LONGEST_ANSWER, (count) => this.meter?.received(count));
      return { response: { statusCode: status, headers: { ...headers }, body: bytes } };
    } catch (error) {
      this.failure = error instanceof SkybucketError ? error : undefined;
      throw error;
    } finally {
      end?.(answered);
    }
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  private ours({
    method,
    protocol,
    hostname,
    port,
    path,
    query,
    headers,
    body,
  }: SdkRequest): HttpRequest {
    const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
      [value ?? ''].flat().map((one) => `${percentEncode(name)}=${percentEncode(one)}`),
    );
    if (!METHODS.includes(method)) {
      throw new SkybucketError('protocol', `Credentials are never asked for by ${method}.`);
    }
    return {
      method: method as HttpRequest['method'],
      protocol: protocol === 'http:' ? 'http:' : 'https:',
      hostname,
      port,
      path: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
      headers: Object.fromEntries(
        Object.entries(headers).filter(([name]) => !/^(?:host|user-agent)$/i.test(name)),
      ),
      body:
        typeof body === 'string'
          ? Buffer.from(body)
          : body instanceof Uint8Array
            ? body
            : undefined,
      signal: this.signal,
    };
  }
}
