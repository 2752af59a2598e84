import { PUBLIC_CONNECTION } from '../../core/s3/connection';
import type { UserBucket } from '../bucket-settings';

/**
 * The id of the connection by which an object of an archive is read: that of the user's own bucket of this name,
 * the one that names it most closely, else Amazon S3 without sign-in.
 */
export function cloudConnection(
  bucket: string,
  key: string,
  buckets: readonly UserBucket[],
): string {
  const [nearest] = buckets
    .filter((own) => own.bucket === bucket && key.startsWith(own.prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return nearest?.connection ?? PUBLIC_CONNECTION.id;
}
