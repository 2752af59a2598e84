import { parseWebAddress } from '../../bytes/web-address';

/**
 * The header that opens proprietary data; none for an address that is not STScI's own over https, so that a
 * token never leaves for a host that MAST's data merely names.
 */
export function tokenHeaders(
  address: string,
  token: string | undefined,
): Readonly<Record<string, string>> {
  const { protocol, hostname } = parseWebAddress(address);
  const own = protocol === 'https:' && /(?:^|\.)stsci\.edu$/.test(hostname);
  return own && token !== undefined && token !== '' ? { authorization: `token ${token}` } : {};
}
