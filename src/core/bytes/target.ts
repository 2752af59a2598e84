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
   * Called for an answer that is neither 200, 206, 304, 412 nor 416, with at most the first 64 KiB of
   * its body. Returns `again` when `request()` now leads elsewhere (a redirect, a region learned), or
   * the error to report. An error with `retryable: true` is tried again by the source after a pause.
   */
  refused(response: HttpResponse, body: Uint8Array): 'again' | SkybucketError;
}
