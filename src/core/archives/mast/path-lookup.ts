import { isObject, numberIn, objectIn, textIn } from '../json-object';
import { callService, readJson, type CallOptions } from '../service-call';
import { tokenHeaders } from './token';
import { MAST, serverOf, SHORT_MS, type MastTools } from './tools';

/** What MAST says of where a product lies in the bucket. */
export type LookedUp =
  | { readonly kind: 'path'; readonly key: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'failed' };

/** More would make the address too long. */
export const URIS_AT_ONCE = 40;

const MOST_BYTES = 4 * 1024 * 1024;

/** The address that asks for the paths of some products. */
export function lookupAddress(tools: MastTools, uris: readonly string[]): string {
  const asked = uris.map((uri) => `uri=${encodeURIComponent(uri)}`).join('&');
  return `${serverOf(tools)}/api/v0.1/path_lookup/?${asked}&use_cloud_path=True`;
}

/**
 * Asks where products lie in the bucket; of no more than {@link URIS_AT_ONCE} at once. An answer is in the
 * order of the URIs.
 */
export async function lookUpPaths(
  tools: MastTools,
  uris: readonly string[],
  options: CallOptions = {},
): Promise<readonly LookedUp[]> {
  const address = lookupAddress(tools, uris);
  const json = await callService(
    tools,
    {
      ...{ method: 'GET', address, who: MAST },
      headers: { accept: 'text/plain', ...tokenHeaders(address, tools.token) },
    },
    (answer) => readJson(answer, MOST_BYTES, MAST),
    { timeoutMs: SHORT_MS, ...options },
  );
  return readPaths(json, uris);
}

export function readPaths(json: unknown, uris: readonly string[]): readonly LookedUp[] {
  return uris.map((uri) => {
    const found = isObject(json) ? objectIn(json, uri) : undefined;
    const key = found && textIn(found, 'path')?.replace(/^\/+/, '');
    if (found !== undefined && key !== undefined && key !== '') {
      return { kind: 'path', key };
    }
    const status = found && numberIn(found, 'status_code');
    if (status === 401 || status === 403) {
      return { kind: 'denied' };
    }
    return { kind: status === 200 || status === 404 ? 'none' : 'failed' };
  });
}
