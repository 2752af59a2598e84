import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestBucket, type BucketOptions } from './bucket';
import { Dispatch } from './dispatch';
import { S3Error } from './errors';
import { amazonLimits, type Limits } from './limits';
import { bytesBody, type ObjectBody } from './objects';
import { xmlType, type S3Answer } from './operations/exchange';
import type { RecordedRequest } from './recorded';
import { sendBody } from './send';
import { TestUsers, type TestUser } from './users';

export type { RecordedRequest };

export interface S3ServerOptions {
  /** On 127.0.0.1; left out, any free one. */
  readonly port?: number;
  /** Region of the main endpoint and of buckets that name none. */
  readonly region?: string;
  /** Further regions, each with a port of its own; see `S3TestServer.endpoints`. */
  readonly regionEndpoints?: readonly string[];
  /**
   * Who is known: signatures are verified then. Left out: no signature is looked at, and whoever signs may do what
   * everybody may.
   */
  readonly users?: TestUsers | readonly TestUser[];
  /** Where it can do less than Amazon S3. */
  readonly limits?: Partial<Limits>;
  /** Refuses requests with credentials and makes `close()` throw if there was one. */
  readonly unsignedOnly?: boolean;
}

export interface S3TestServer {
  /** `http://127.0.0.1:port`, path style. */
  readonly endpoint: string;
  readonly port: number;
  /** Endpoint of each region, the main one included. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly requests: readonly RecordedRequest[];
  resetRequests(): void;
  /** @throws Error where there is none of that name */
  bucket(name: string): TestBucket;
  createBucket(name: string, options?: BucketOptions): TestBucket;
  /** Resolves when no request is under way. */
  settled(): Promise<void>;
  /**
   * Ends every connection.
   *
   * @throws Error if `unsignedOnly` was broken
   */
  close(): Promise<void>;
}

/** Starts a server that answers as AWS S3 does. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3TestServer> {
  const server = new EmbeddedS3(options);
  await server.listen(options);
  return server;
}

class EmbeddedS3 implements S3TestServer {
  requests: RecordedRequest[] = [];
  readonly endpoints: Record<string, string> = {};
  private readonly buckets = new Map<string, TestBucket>();
  private readonly servers: Server[] = [];
  private readonly violations: string[] = [];
  private readonly region: string;
  private readonly dispatch: Dispatch;
  private readonly underWay = new Set<Promise<void>>();
  private count = 0;

  constructor(options: S3ServerOptions) {
    this.region = options.region ?? 'us-east-1';
    const { users, limits, unsignedOnly = false } = options;
    this.dispatch = new Dispatch({
      region: this.region,
      endpoints: this.endpoints,
      buckets: this.buckets,
      users: users === undefined || users instanceof TestUsers ? users : new TestUsers(users),
      limits: { ...amazonLimits, ...limits },
      unsignedOnly,
      violations: this.violations,
    });
  }

  async listen({ port = 0, regionEndpoints = [] }: S3ServerOptions): Promise<void> {
    const others = regionEndpoints.filter((region) => region !== this.region);
    for (const region of [this.region, ...others]) {
      const take = (request: IncomingMessage, response: ServerResponse): void => {
        const work = this.handle(region, request, response);
        this.underWay.add(work);
        void work.finally(() => this.underWay.delete(work));
      };
      const server = createServer(take);
      // Who waits to be told to go on with the body is told when it is wanted, or refused before.
      server.on('checkContinue', take);
      // Longer than any test, so that no pooled connection is closed while a client takes it up.
      server.keepAliveTimeout = 600_000;
      server.listen(region === this.region ? port : 0, '127.0.0.1');
      await once(server, 'listening');
      this.servers.push(server);
      this.endpoints[region] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
  }

  get endpoint(): string {
    return this.endpoints[this.region] as string;
  }

  get port(): number {
    return Number(new URL(this.endpoint).port);
  }

  resetRequests(): void {
    this.requests = [];
  }

  createBucket(name: string, options: BucketOptions = {}): TestBucket {
    const bucket = new TestBucket(name, options);
    this.buckets.set(name, bucket);
    return bucket;
  }

  bucket(name: string): TestBucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) {
      throw new Error(`The embedded server has no bucket "${name}".`);
    }
    return bucket;
  }

  async settled(): Promise<void> {
    while (this.underWay.size > 0) {
      await Promise.all(this.underWay);
    }
  }

  async close(): Promise<void> {
    const closing = this.servers.map((server) => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed;
    });
    await Promise.all(closing);
    if (this.violations.length > 0) {
      throw new Error(`Requests that should be unsigned were not: ${this.violations.join('; ')}`);
    }
  }

  private async handle(
    endpointRegion: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const record: RecordedRequest = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      operation: undefined,
      status: 0,
      bytes: 0,
      received: 0,
      continued: false,
      user: undefined,
      aborted: false,
    };
    this.requests.push(record);
    const over = new Promise<void>((resolve) => {
      response.once('close', () => {
        record.aborted = !response.writableFinished;
        resolve();
      });
    });
    const requestId = String(++this.count).padStart(16, '0');
    let answer: S3Answer;
    try {
      answer = await this.dispatch.answer(endpointRegion, request, record, () => {
        if (request.headers.expect === '100-continue') {
          response.writeContinue();
        }
        record.continued = true;
      });
    } catch (error) {
      const refusal =
        error instanceof S3Error
          ? error
          : new S3Error(500, 'InternalError', `The embedded server failed: ${String(error)}`);
      answer = {
        status: refusal.status,
        headers: { ...xmlType, ...refusal.headers },
        body: refusal.document(requestId),
      };
    }
    await this.send(answer, request, response, record, requestId);
    await over;
  }

  private async send(
    { status, headers = {}, body }: S3Answer,
    request: IncomingMessage,
    response: ServerResponse,
    record: RecordedRequest,
    requestId: string,
  ): Promise<void> {
    record.status = status;
    const span = typeof body === 'string' ? wholeOf(body) : body;
    const own = { server: 'AmazonS3', 'x-amz-request-id': requestId, 'x-amz-id-2': 'embedded' };
    const framing =
      span === undefined || request.method === 'HEAD'
        ? {}
        : { 'content-length': String(span.length) };
    // Without its body the next request on this connection would be taken for it.
    const unread = request.headers.expect === '100-continue' && !record.continued;
    const closing = unread ? { connection: 'close' } : {};
    response.writeHead(status, { ...own, ...headers, ...framing, ...closing });
    try {
      if (span !== undefined && request.method !== 'HEAD') {
        await sendBody(response, span.source, span.start, span.length, (sent) => {
          record.bytes += sent;
        });
        // To end an answer whose client is gone would make it look finished.
        if (response.destroyed || record.bytes < span.length) {
          response.destroy();
          return;
        }
      }
      response.end();
    } catch (error) {
      response.destroy(error as Error);
    }
  }
}

function wholeOf(text: string): { source: ObjectBody; start: number; length: number } {
  const source = bytesBody(Buffer.from(text));
  return { source, start: 0, length: source.size };
}
