import { isPublicHost } from '../bytes/public-host';
import { parseWebAddress } from '../bytes/web-address';
import { SkybucketError } from '../errors';

/**
 * An address that stood in an answer of a service, as it may be followed: what a service says is data, so it may
 * lead on to public hosts, and not away from https. A service that names itself by http is asked by https.
 *
 * @param from the address of the service
 * @throws SkybucketError `bad-address` for what is not followed.
 */
export function remoteAddress(address: string, from: string, who: string): string {
  const [to, start] = [parseWebAddress(address), parseWebAddress(from)];
  const hint = 'That is not followed, for safety.';
  if (isPublicHost(start.hostname) && !isPublicHost(to.hostname)) {
    throw new SkybucketError('bad-address', `${who} leads into a local network (${to.hostname}).`, {
      hint,
    });
  }
  if (start.protocol === 'https:' && to.protocol === 'http:') {
    if (to.hostname === start.hostname && to.port === undefined) {
      return address.trim().replace(/^http:/i, 'https:');
    }
    throw new SkybucketError(
      'bad-address',
      `${who} leads to an unencrypted address (${to.hostname}).`,
      { hint },
    );
  }
  return address.trim();
}
