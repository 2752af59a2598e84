import type { IncomingMessage } from 'node:http';
import type { TestBucket } from '../bucket';
import type { ObjectBody } from '../objects';

/** A request once it is known which bucket and key it means. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly bucket: TestBucket;
  /** Empty for a request that is about the bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Region the bucket lives in. */
  readonly region: string;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** XML, or a span of an object. */
  readonly body?:
    string | { readonly source: ObjectBody; readonly start: number; readonly length: number };
}

export type Operation = (exchange: Exchange) => S3Answer | Promise<S3Answer>;

export const xmlType = { 'content-type': 'application/xml' };
