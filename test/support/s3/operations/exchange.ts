import type { IncomingMessage } from 'node:http';
import type { TestBucket } from '../bucket';
import { accessDenied } from '../errors';
import type { Limits } from '../limits';
import type { ObjectBody } from '../objects';
import type { Received } from '../receive';
import type { Right } from '../users';

/** A request once it is known which bucket and key it means. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly bucket: TestBucket;
  /** Empty for a request that is about the bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Region the bucket lives in. */
  readonly region: string;
  readonly limits: Limits;
  now(): Date;
  /** Whether who asks may do that, to this bucket and key or to others. */
  may(right: Right, bucket?: TestBucket, key?: string): boolean;
  /** Another bucket of the server. */
  find(name: string): TestBucket | undefined;
  /** Takes the bucket from the server. */
  forget(): void;
  /**
   * Takes in the body; see `receive`.
   *
   * @param ofObject true where checksums in the headers are of an object and not of this body
   */
  receive(mostBytes?: number, ofObject?: boolean): Promise<Received>;
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

/** @throws S3Error 403 */
export function allow(exchange: Exchange, right: Right): void {
  if (!exchange.may(right)) {
    throw accessDenied();
  }
}

/** The one value of a header, or undefined. */
export function headerOf({ request }: Exchange, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
