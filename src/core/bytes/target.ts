import type { SkybucketError } from '../errors';
import type { HttpRequest, HttpResponse } from './http';

/**
 * What an http byte source reads: how to address the object, and how to understand the answers of its
 * server. One implementation is a plain https link, another an object on S3.
 */
export interface HttpTarget {
  /** As {@link ByteSource.label}. */
  readonly label: string;

  /** The request for the whole object; the source adds `range` and the conditional headers. */
  request(
    method: 'GET' | 'HEAD',
  ): Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path' | 'headers'>;

  /**
   * The headers to send, those of the request and what gives the right to ask: a signature. Called for each exchange,
   * since a signature is of one moment.
   */
  authorize?(
    request: Pick<HttpRequest, 'method' | 'protocol' | 'hostname' | 'port' | 'path' | 'headers'>,
    signal: AbortSignal | undefined,
  ): Promise<Readonly<Record<string, string>>>;

  /**
   * Called for an answer that is neither 200, 206, 304, 412 nor 416, with at most the first 64 KiB of
   * its body. Returns `again` when `request()` now leads elsewhere (a redirect, a region learned), or
   * the error to report. An error with `retryable: true` is tried again by the source after a pause.
   *
   * @param sent the headers that were refused, the very object that `authorize` gave
   */
  refused(
    response: HttpResponse,
    body: Uint8Array,
    sent?: Readonly<Record<string, string>>,
  ): 'again' | SkybucketError;
}
