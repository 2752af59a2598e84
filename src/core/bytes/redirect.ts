import { SkybucketError } from '../errors';
import { isPublicHost } from './public-host';
import { labelOf, resolve, type WebAddress } from './web-address';

/** Statuses that lead elsewhere, where a `location` says where. */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface RedirectFrom {
  /** What gave the redirect. */
  readonly place: WebAddress;
  /** What was asked for before any redirect: its trust is the one that counts. */
  readonly first: WebAddress;
}

/**
 * Where a redirect leads: to https, or to http where what was asked for is http; from a public host never into
 * a local network.
 *
 * @param who what redirects, for sentences.
 * @throws SkybucketError `bad-address` for one that is not followed.
 */
export function redirectTarget(
  who: string,
  location: string,
  { place, first }: RedirectFrom,
): WebAddress {
  let to: WebAddress;
  try {
    to = resolve(location, place);
  } catch (cause) {
    throw notFollowed(who, 'to an address that makes no sense', cause);
  }
  if (to.protocol === 'http:' && first.protocol === 'https:') {
    throw notFollowed(who, `to the unencrypted ${labelOf(to)}`);
  }
  if (isPublicHost(first.hostname) && !isPublicHost(to.hostname)) {
    throw notFollowed(who, `into a local network (${to.hostname})`);
  }
  return to;
}

function notFollowed(who: string, where: string, cause?: unknown): SkybucketError {
  return new SkybucketError('bad-address', `${who} redirects ${where}.`, {
    hint: 'That is not followed, for safety.',
    cause,
  });
}
