import { readAtMost } from '../bytes/body';
import type { HttpClient, HttpResponse } from '../bytes/http';
import type { Ask, Meter } from '../bytes/meter';
import { SkybucketError } from '../errors';
import { percentEncode } from './percent';

/** A request as the SDK hands it to what sends it. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** Encoded already. */
  readonly path: string;
  /** Not encoded yet. */
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
}

interface SdkResponse {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: Uint8Array;
  };
}

/** 1,000 keys of 1,024 bytes, each byte encoded as three, twice over for what stands around them. */
const LONGEST_ANSWER = 8 * 1024 * 1024;
/** What is read of a refusal. */
const LONGEST_REFUSAL = 64 * 1024;

/** An answer other than 200, with the beginning of its body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly headers: HttpResponse['headers'],
    readonly body: Uint8Array,
  ) {
    super(`Refused with status ${status}`);
  }
}

/** Sends one request of the SDK through our own door to the network. */
export class SdkTransport {
  constructor(
    private readonly http: HttpClient,
    private readonly options: {
      readonly signal?: AbortSignal | undefined;
      readonly meter?: Meter | undefined;
    },
    private readonly ask: Ask | undefined,
  ) {}

  async handle(request: SdkRequest): Promise<SdkResponse> {
    const end = this.ask && this.options.meter?.begin(this.ask);
    let answered = false;
    try {
      const response = await this.http.send({
        method: 'GET',
        protocol: request.protocol === 'http:' ? 'http:' : 'https:',
        hostname: request.hostname,
        port: request.port,
        path: `${request.path}?${queryString(request.query)}`,
        headers: meaningful(request.headers),
        signal: this.options.signal,
      });
      const { status, headers } = response;
      answered = true;
      if (status !== 200) {
        throw new Refusal(status, headers, await this.collect(response, LONGEST_REFUSAL));
      }
      const body = await this.collect(response, LONGEST_ANSWER);
      if (body.length === LONGEST_ANSWER) {
        throw new SkybucketError(
          'too-large',
          'The server sent more than a page of a listing can be.',
        );
      }
      return { response: { statusCode: status, headers: { ...headers }, body } };
    } finally {
      end?.(answered);
    }
  }

  /** Nothing of the handler can be configured: everything is given to the constructor. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  private collect(response: HttpResponse, limit: number): Promise<Uint8Array> {
    return readAtMost(response.body, limit, (count) => this.options.meter?.received(count));
  }
}

function queryString(query: SdkRequest['query']): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      [value ?? ''].flat().map((one) => `${percentEncode(name)}=${percentEncode(one)}`),
    )
    .join('&');
}

/** Leaves out what describes the SDK and this machine; the server needs none of it. */
function meaningful(headers: SdkRequest['headers']): Record<string, string> {
  const noise =
    /^(?:host|user-agent|x-amz-user-agent|amz-sdk-.*|x-amzn-trace-id|traceparent|tracestate|baggage)$/i;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !noise.test(name)));
}
