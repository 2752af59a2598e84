import type { ServiceCall } from '../service-call';
import { tokenHeaders } from './token';
import { serverOf, type MastTools } from './tools';

/** What reads a file of MAST's own store: an address and the headers it takes. */
export type MastDownload = Pick<ServiceCall, 'address' | 'headers'>;

/**
 * Where a product is had from MAST itself, for what is not in the cloud.
 *
 * @param uri a `mast:` URI, or the web address that stands in place of one.
 */
export function downloadOf(tools: MastTools, uri: string): MastDownload {
  const address = `${serverOf(tools)}/api/v0.1/Download/file?uri=${quoted(uri)}`;
  return { address, headers: tokenHeaders(address, tools.token) };
}

/** As {@link downloadOf}, for a product that the search of a mission has listed. */
export function missionDownloadOf(tools: MastTools, mission: string, uri: string): MastDownload {
  const own = ['hst', 'jwst', 'roman', 'roman_spectra', 'roman_cgi'].includes(mission);
  const path = own
    ? `/search/${mission}/api/v0.1/retrieve_product?product_name=`
    : '/api/v0.1/Download/file?uri=';
  const address = `${serverOf(tools)}${path}${encodeURIComponent(uri)}`;
  return { address, headers: tokenHeaders(address, tools.token) };
}

/** As Python's `quote(uri, safe=':/')`. */
function quoted(uri: string): string {
  return encodeURIComponent(uri)
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
