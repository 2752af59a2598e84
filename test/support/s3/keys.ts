/**
 * Object keys: their order, and the three encodings they travel in. S3 keys are UTF-8 of 1 to 1,024
 * bytes and nothing else; `//`, `..`, a trailing `/` and control characters mean themselves.
 */

export const maxKeyBytes = 1024;

/** Where a UTF-16 unit sorts among code points: surrogates stand for what comes after U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) {
    return unit;
  }
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Orders keys as S3 lists them, by their UTF-8 bytes, which JavaScript's own `<` does not do. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return rank(left) - rank(right);
    }
  }
  return a.length - b.length;
}

/**
 * Decodes the raw path of a request. Nothing is normalised. A bare `+` is a blank, as on AWS, so a
 * client that forgets to send `%2B` is found out here. Undefined where it is not UTF-8.
 */
export function decodePath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Parses a raw query string; undefined where a part of it is not UTF-8. */
export function decodeQuery(raw: string): Map<string, string> | undefined {
  const query = new Map<string, string>();
  for (const part of raw.split('&').filter((text) => text !== '')) {
    const equals = part.indexOf('=');
    const name = decodePath(equals < 0 ? part : part.slice(0, equals));
    const value = decodePath(equals < 0 ? '' : part.slice(equals + 1));
    if (name === undefined || value === undefined) {
      return undefined;
    }
    query.set(name, value);
  }
  return query;
}

/** What `encoding-type=url` does to names in a listing: a blank becomes `+`, `/` and `*` stay. */
export function encodeForListing(text: string): string {
  return encodeURIComponent(text)
    .replace(/%2F/g, '/')
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A key as it stands in the path of a request: everything but unreserved characters and `/` encoded. */
export function encodeForPath(key: string): string {
  return encodeURIComponent(key)
    .replace(/%2F/g, '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
