import type { Written } from '../s3/object-store';
import type { Verified } from './transfer';

/** Without a checksum of the server's own, `Content-MD5` was checked by it on the way in. */
export function verifiedBy({ checksum }: Written): Verified {
  return checksum === undefined ? { by: 'md5' } : { by: 'checksum', algorithm: checksum.algorithm };
}
