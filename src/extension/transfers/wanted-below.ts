import type { S3Object } from '../../core/s3/listing';
import type { KnownObject } from '../../core/bytes/version';
import { formatAddress } from '../../core/s3/address';
import type { Host } from '../host';
import { addressUri, documentName } from '../uris';
import type { FolderPlace } from '../views/nodes';
import { listBelow, type ListBelowOptions } from './list-below';
import type { WantedTransfer } from './wanted';

/** What a listing says of an object. */
export function knownObject({ size, etag, modified }: S3Object): KnownObject {
  return { size, etag, modified: modified?.toUTCString() };
}

/** An object of a bucket, as it is to be downloaded under a path of its own. */
export function wantedObject(
  { connection, bucket }: Pick<FolderPlace, 'connection' | 'bucket'>,
  object: S3Object,
  path: string,
): WantedTransfer {
  const uri = addressUri(formatAddress({ connection, bucket, key: object.key }));
  return { address: documentName(uri), path, size: object.size, known: knownObject(object) };
}

/**
 * All objects below a folder, under paths from that folder.
 *
 * @param root what comes before these paths; empty, or ends with `/`
 */
export async function wantedBelow(
  host: Pick<Host, 's3' | 'connection'>,
  place: FolderPlace,
  root: string,
  options: ListBelowOptions,
): Promise<readonly WantedTransfer[]> {
  const objects = await listBelow(host.s3, host.connection(place.connection), place, options);
  // Below a prefix that ends in the middle of a name, names are whole.
  const start = place.prefix.lastIndexOf('/') + 1;
  return objects.map((object) => wantedObject(place, object, root + object.key.slice(start)));
}

/** What a folder is called on this machine: its last segment, else its bucket. */
export function folderLabel({ bucket, prefix }: FolderPlace): string {
  return prefix.split('/').findLast((segment) => segment !== '') ?? bucket;
}
