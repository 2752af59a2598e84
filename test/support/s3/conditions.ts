import type { IncomingHttpHeaders } from 'node:http';
import { preconditionFailed } from './errors';
import type { StoredObject } from './objects';

/** Whether a list of ETags has that one, or is `*`. */
export function lists(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((part) => part.trim().replace(/^W\//, ''))
    .some((part) => part === '*' || part === etag || `"${part}"` === etag);
}

/**
 * Weighs the conditional headers in the order of RFC 9110, section 13.2.2: an ETag condition stands
 * before the date condition of its kind, which is then not looked at. Dates that do not parse are
 * ignored, and S3 takes ETags without their quotes too.
 *
 * @throws S3Error 412
 */
export function weigh(headers: IncomingHttpHeaders, object: StoredObject): 'send' | 'not-modified' {
  const modified = object.lastModified.getTime();
  const match = headers['if-match'];
  const unmodifiedSince = Date.parse(headers['if-unmodified-since'] ?? '');
  if (match !== undefined) {
    if (!lists(match, object.etag)) {
      throw preconditionFailed('If-Match');
    }
  } else if (modified > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const noneMatch = headers['if-none-match'];
  const modifiedSince = Date.parse(headers['if-modified-since'] ?? '');
  const same = noneMatch === undefined ? modified <= modifiedSince : lists(noneMatch, object.etag);
  return same ? 'not-modified' : 'send';
}
