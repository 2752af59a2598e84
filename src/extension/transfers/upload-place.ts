import { SkybucketError } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';
import type { ObjectPlace } from '../../core/s3/object-store';
import { addressOf } from '../../core/transfer/remote-s3';
import type { Host } from '../host';

/**
 * Where an address of ours leads that is written to.
 *
 * @throws SkybucketError `bad-address` where it is none, or a link; or the connection is no longer there
 */
export function uploadPlace(
  host: Pick<Host, 'connection'>,
  address: string,
): { readonly connection: Connection; readonly place: ObjectPlace } {
  const found = addressOf(address);
  if (found.kind === 'link') {
    throw new SkybucketError('bad-address', 'Nothing can be uploaded to a link.');
  }
  const { bucket, key } = found;
  return { connection: host.connection(found.connection), place: { bucket, key } };
}
