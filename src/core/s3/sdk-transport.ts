import { readAtMost } from '../bytes/body';
import type { HttpClient, HttpRequest, HttpResponse } from '../bytes/http';
import type { Ask, Meter } from '../bytes/meter';
import { SkybucketError } from '../errors';
import { readErrorBody } from './error-body';
import { percentEncode } from './percent';

/** A request as the SDK hands it to what sends it. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** Encoded already. */
  readonly path: string;
  /** Not encoded yet. */
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
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

export type Headers = Readonly<Record<string, string>>;

/** How requests go out, beyond what the SDK writes. */
export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  readonly onSent?: ((sent: number) => void) | undefined;
  /** As in {@link HttpRequest.quietMs}. */
  readonly quietMs?: number | undefined;
  /** True where a larger body is to wait until the server has looked at the head of the request. */
  readonly askFirst?: boolean | undefined;
  /** Headers in place of those with the same name; undefined leaves one out. */
  readonly headers?:
    ((body: Uint8Array) => Promise<Readonly<Record<string, string | undefined>>>) | undefined;
  /** Gives the headers to send in place of those of the request, which is otherwise as it goes out. */
  readonly sign?: ((request: HttpRequest) => Promise<Headers>) | undefined;
}

/** 1,000 keys of 1,024 bytes, each byte encoded as three, twice over for what stands around them. */
const LONGEST_ANSWER = 8 * 1024 * 1024;
/** What is read of a refusal. */
const LONGEST_REFUSAL = 64 * 1024;
/** A smaller body is sent at once: to send it twice costs less than to wait. */
const LARGE_BODY = 64 * 1024;

/** An answer other than a success, with the beginning of its body. */
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
    private readonly options: SendOptions,
    private readonly ask: Ask | undefined,
  ) {}

  async handle(request: SdkRequest): Promise<SdkResponse> {
    const sent = await this.compose(request);
    const end = this.ask && this.options.meter?.begin(this.ask);
    let answered = false;
    try {
      const response = await this.http.send(sent);
      const { status, headers } = response;
      answered = true;
      if (status < 200 || status >= 300) {
        throw new Refusal(status, headers, await this.collect(response, LONGEST_REFUSAL));
      }
      const body = await this.collect(response, LONGEST_ANSWER);
      if (body.length === LONGEST_ANSWER) {
        throw new SkybucketError('too-large', 'The server sent more than its answer can be.');
      }
      // What takes long is begun with 200, for the connection's sake, and may fail after that.
      const failure = readErrorBody(body);
      if (failure !== undefined) {
        throw new Refusal(isForNow(failure.code) ? 500 : 400, headers, body);
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

  private async compose(request: SdkRequest): Promise<HttpRequest> {
    const { signal, onSent, quietMs, askFirst = false, sign } = this.options;
    const body = bodyOf(request.body);
    const query = queryString(request.query);
    const headers = meaningful({
      ...request.headers,
      ...(body === undefined ? {} : await this.options.headers?.(body)),
    });
    const plain: HttpRequest = {
      method: request.method as HttpRequest['method'],
      protocol: request.protocol === 'http:' ? 'http:' : 'https:',
      hostname: request.hostname,
      port: request.port,
      path: query === '' ? request.path : `${request.path}?${query}`,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(onSent === undefined ? {} : { onSent }),
      ...(quietMs === undefined ? {} : { quietMs }),
      signal,
    };
    const signed = sign === undefined ? headers : await sign(plain);
    return askFirst && body !== undefined && body.length > LARGE_BODY
      ? { ...plain, headers: { ...signed, expect: '100-continue' } }
      : { ...plain, headers: signed };
  }

  private collect(response: HttpResponse, limit: number): Promise<Uint8Array> {
    return readAtMost(response.body, limit, (count) => this.options.meter?.received(count));
  }
}

/** Codes of failures inside an answer of 200 that may pass. */
function isForNow(code: string): boolean {
  return /^(?:InternalError|SlowDown|ServiceUnavailable|RequestTimeout|OperationAborted)$/.test(
    code,
  );
}

function bodyOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null || body === '') {
    return undefined;
  }
  if (body instanceof Uint8Array) {
    return body;
  }
  if (typeof body === 'string') {
    return new TextEncoder().encode(body);
  }
  throw new SkybucketError('protocol', 'The body of a request is neither bytes nor text.');
}

function queryString(query: SdkRequest['query']): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      [value ?? ''].flat().map((one) => `${percentEncode(name)}=${percentEncode(one)}`),
    )
    .join('&');
}

/** Leaves out what describes the SDK and this machine; the server needs none of it. */
function meaningful(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const noise =
    /^(?:host|expect|user-agent|x-amz-user-agent|amz-sdk-.*|x-amzn-trace-id|traceparent|tracestate|baggage)$/i;
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !noise.test(entry[0]),
    ),
  );
}
