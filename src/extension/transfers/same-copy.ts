import { sameIdentity, type Version } from '../../core/bytes/version';
import type { LocalCopies, LocalCopy } from '../../core/transfer/local-copies';

/**
 * A file of this machine that is the object in the version it has now. Where nothing was downloaded of it, nothing is
 * asked of the server.
 *
 * @param version what the server, or a listing just now, says of the object
 */
export async function sameCopy(
  copies: Pick<LocalCopies, 'find'>,
  address: string,
  version: () => Promise<Version>,
): Promise<LocalCopy | undefined> {
  const found = await copies.find(address);
  if (found.length === 0) {
    return undefined;
  }
  const now = await version();
  return found.find((copy) => copy.size === now.size && sameIdentity(copy.identity, now.identity));
}
