import type { TrinoSettings } from '../engine-settings';

/** Headers of every request: who asks, and where names of tables are looked up. */
export function trinoHeaders(
  { user, auth, catalog, schema }: TrinoSettings,
  secret: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'text/plain; charset=utf-8',
    'x-trino-source': 'skybucket',
    // Times with all of their digits.
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
  };
  // Who a token is for stands in the token.
  if (user !== '' || auth !== 'token') {
    headers['x-trino-user'] = encoded(user === '' ? 'skybucket' : user);
  }
  if (catalog !== '') {
    headers['x-trino-catalog'] = encoded(catalog);
  }
  if (schema !== '') {
    headers['x-trino-schema'] = encoded(schema);
  }
  if (secret !== undefined && auth === 'password') {
    headers['authorization'] = `Basic ${base64(`${user}:${secret}`)}`;
  }
  if (secret !== undefined && auth === 'token') {
    headers['authorization'] = `Bearer ${secret}`;
  }
  return headers;
}

/** Headers are plain ASCII. */
function encoded(text: string): string {
  return /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
