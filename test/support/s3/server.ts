import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAddress } from './address';
import { TestBucket, type BucketOptions } from './bucket';
import { accessDenied, noSuchBucket, S3Error } from './errors';
import { checkRegion, checkSignature, credentialsIn } from './guard';
import { xmlType, type S3Answer } from './operations/exchange';
import { bytesBody, type ObjectBody } from './objects';
import { routeFor } from './routes';
import { sendBody } from './send';

export interface S3ServerOptions {
  /** On 127.0.0.1; left out, any free one. */
  readonly port?: number;
  /** Region of the main endpoint and of buckets that name none. */
  readonly region?: string;
  /** Further regions, each with a port of its own; see `S3TestServer.endpoints`. */
  readonly regionEndpoints?: readonly string[];
  /** Refuses requests with credentials and makes `close()` throw if there was one. */
  readonly unsignedOnly?: boolean;
}

/** One request; the figures grow until it is over (see `S3TestServer.settled`). */
export interface RecordedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** S3's name of the operation; undefined where the request was refused before that was known. */
  operation: string | undefined;
  /** 0 until the answer has begun. */
  status: number;
  /** Body bytes handed to the network. */
  bytes: number;
  /** The client went away before the answer was complete. */
  aborted: boolean;
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

/** Starts a server that answers as AWS S3 does to unsigned requests. */
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
  private readonly unsignedOnly: boolean;
  private readonly underWay = new Set<Promise<void>>();
  private count = 0;

  constructor(options: S3ServerOptions) {
    this.region = options.region ?? 'us-east-1';
    this.unsignedOnly = options.unsignedOnly ?? false;
  }

  async listen({ port = 0, regionEndpoints = [] }: S3ServerOptions): Promise<void> {
    const others = regionEndpoints.filter((region) => region !== this.region);
    for (const region of [this.region, ...others]) {
      const server = createServer((request, response) => {
        const work = this.handle(region, request, response);
        this.underWay.add(work);
        void work.finally(() => this.underWay.delete(work));
      });
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
      answer = await this.answer(endpointRegion, request, record);
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

  private async answer(
    endpointRegion: string,
    request: IncomingMessage,
    record: RecordedRequest,
  ): Promise<S3Answer> {
    const address = parseAddress(request.headers.host, record.url);
    const credentials = credentialsIn(request.headers, address.query);
    if (this.unsignedOnly && credentials !== undefined) {
      this.violations.push(`${record.method} ${record.url} (${credentials})`);
      throw new S3Error(400, 'TestUnsignedOnly', 'This request must not carry credentials');
    }
    if (address.bucket === '') {
      throw accessDenied();
    }
    const bucket = this.buckets.get(address.bucket);
    if (bucket === undefined) {
      throw noSuchBucket(address.bucket);
    }
    const home = bucket.options.region ?? this.region;
    checkRegion(
      bucket,
      home,
      address.region ?? endpointRegion,
      address.domain === undefined
        ? new URL(this.endpoints[home] ?? this.endpoint).host
        : `${bucket.name}.s3-${home}.${address.domain}`,
    );
    checkSignature(bucket, credentials);
    const { name, operation } = routeFor(record.method, address.key, address.query);
    record.operation = name;
    const { key, query } = address;
    return operation({ request, bucket, key, query, region: home });
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
    response.writeHead(status, { ...own, ...headers, ...framing });
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
