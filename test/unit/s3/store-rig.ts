import * as sdk from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/core/bytes/http';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import type { CredentialSource } from '../../../src/core/s3/credentials';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3ObjectStore, type S3StoreTools } from '../../../src/core/s3/store';
import { SmithySigner } from '../../../src/platform/node/aws-signer';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import {
  startS3Server,
  type RecordedRequest,
  type S3ServerOptions,
  type S3TestServer,
} from '../../support/s3/server';
import type { BucketOptions, TestBucket } from '../../support/s3/bucket';
import { AT_ONCE } from './fakes';

export const KEYS = { accessKeyId: 'AKIDWRITER', secretAccessKey: 'a secret of the writer' };

/** One user's keys for every connection. */
export const WRITER: CredentialSource = {
  get: () => Promise.resolve(KEYS),
  forget: () => undefined,
};

export interface StoreRig {
  readonly server: S3TestServer;
  readonly bucket: TestBucket;
  readonly connection: Connection;
  readonly store: S3ObjectStore;
  readonly http: NodeHttpClient;
  /** Names of the operations that were asked for, in order. */
  asked(): string[];
  /** Requests of an operation. */
  requests(operation: string): RecordedRequest[];
  /** Another store on the same server. */
  storeWith(tools: Partial<S3StoreTools>): S3ObjectStore;
  close(): Promise<void>;
}

/** A store with signed requests in front of an embedded server that verifies them. */
export async function openRig(
  options: S3ServerOptions & { readonly bucket?: BucketOptions } = {},
): Promise<StoreRig> {
  const server = await startS3Server({ users: [KEYS], ...options });
  const bucket = server.createBucket('bucket', options.bucket);
  const http = new NodeHttpClient();
  const storeWith = (tools: Partial<S3StoreTools>): S3ObjectStore => makeStore(http, tools);
  const named = (): readonly RecordedRequest[] => server.requests;
  return {
    server,
    bucket,
    http,
    connection: connectionTo(server.endpoint),
    store: storeWith({}),
    storeWith,
    asked: () => named().map(({ operation }) => operation ?? ''),
    requests: (operation) => named().filter((request) => request.operation === operation),
    close: async () => {
      http.dispose();
      await server.close();
    },
  };
}

export function makeStore(http: HttpClient, tools: Partial<S3StoreTools> = {}): S3ObjectStore {
  return new S3ObjectStore({
    http,
    regions: new RegionMemory(),
    loadSdk: () => Promise.resolve(sdk),
    checksums: nodeChecksums(),
    access: { credentials: WRITER, signer: new SmithySigner() },
    retry: AT_ONCE,
    ...tools,
  });
}

/** Sends to an embedded server what is for Amazon S3, with bucket and region in the host name. */
export class AmazonHttp implements HttpClient {
  readonly hosts: string[] = [];

  constructor(
    private readonly http: HttpClient,
    private readonly port: number,
  ) {}

  send(request: HttpRequest): Promise<HttpResponse> {
    const { hostname, headers } = request;
    this.hosts.push(hostname);
    const host = `${hostname.replace(/amazonaws\.com$/, 'localhost')}:${this.port}`;
    const here = { protocol: 'http:', hostname: '127.0.0.1', port: this.port } as const;
    return this.http.send({ ...request, ...here, headers: { ...headers, host } });
  }
}

export function connectionTo(endpoint: string, more: Partial<Connection> = {}): Connection {
  return {
    ...PUBLIC_CONNECTION,
    id: 'own',
    label: 'My store',
    endpoint,
    pathStyle: true,
    auth: { kind: 'keys' },
    readOnly: false,
    ...more,
  };
}

/** What an object of the embedded server holds. */
export async function contentOf(bucket: TestBucket, key: string): Promise<Uint8Array | undefined> {
  const body = bucket.get(key)?.body;
  return body && Uint8Array.from(await body.read(0, body.size));
}

export function noise(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}
