import { lists } from '../conditions';
import { noSuchKey, notImplemented, preconditionFailed } from '../errors';
import { headerOf, type Exchange } from './exchange';

/**
 * Weighs `If-Match` and `If-None-Match` of a write. It is asked twice: before the body, so that nobody sends it in
 * vain, and when the object takes its place.
 *
 * @throws S3Error 412; 404 for `If-Match` where there is nothing; 501 for any `If-None-Match` but `*`
 */
export function weighWrite(exchange: Exchange): void {
  const match = headerOf(exchange, 'if-match');
  const noneMatch = headerOf(exchange, 'if-none-match');
  if (match === undefined && noneMatch === undefined) {
    return;
  }
  if (!exchange.limits.conditionalWrites) {
    throw notImplemented('conditional writes');
  }
  const current = exchange.bucket.get(exchange.key);
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') {
      throw notImplemented('If-None-Match with anything but *');
    }
    if (current !== undefined) {
      throw preconditionFailed('If-None-Match');
    }
  }
  if (match !== undefined) {
    if (current === undefined) {
      throw noSuchKey(exchange.key);
    }
    if (!lists(match, current.etag)) {
      throw preconditionFailed('If-Match');
    }
  }
}
