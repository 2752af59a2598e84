import { SkybucketError } from '../errors';
import type { HttpRequest } from './http';

/** An http(s) address with its path kept as written. */
export interface WebAddress extends Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path'> {
  /** From `user:password@`, else empty. */
  readonly authorization: Readonly<Record<string, string>>;
}

/**
 * `URL` understands the host (and its many spellings), but resolves `..` and decodes parts of a path,
 * so the path is taken from the text itself.
 *
 * @throws SkybucketError `bad-address`
 */
export function parseWebAddress(text: string): WebAddress {
  const match = /^(https?):\/\/([^/?#\\\s]+)((?:[/?][^#]*)?)(?:#.*)?$/is.exec(text.trim());
  const origin = match && tryUrl(`${match[1]}://${match[2]}/`);
  if (!match || !origin) {
    throw new SkybucketError('bad-address', 'This is not an http or https link.', {
      hint: 'A link looks like https://example.org/image.fits.',
    });
  }
  return {
    protocol: origin.protocol === 'http:' ? 'http:' : 'https:',
    hostname: origin.hostname,
    port: origin.port === '' ? undefined : Number(origin.port),
    path: escapePath(match[3] ?? ''),
    authorization: basicAuthorization(origin),
  };
}

/** The address a `Location` means (RFC 9110 section 10.2.2). Credentials in it are left out. */
export function resolve(location: string, from: WebAddress): WebAddress {
  const base = originOf(from);
  const absolute = /^https?:/i.test(location)
    ? location
    : location.startsWith('//')
      ? `${from.protocol}${location}`
      : location.startsWith('/')
        ? `${base}${location}`
        : new URL(location, `${base}${from.path}`).href;
  return { ...parseWebAddress(absolute), authorization: {} };
}

export function isSameOrigin(a: WebAddress, b: WebAddress): boolean {
  return originOf(a) === originOf(b);
}

/** The address without query and credentials, which are often secret. */
export function labelOf(address: WebAddress): string {
  return originOf(address) + address.path.replace(/\?.*/s, '');
}

function originOf({ protocol, hostname, port }: WebAddress): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Escapes what cannot be sent (blanks, controls, what is not ASCII) and nothing else. */
function escapePath(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return rooted.replace(/[^\x21-\x7e]+/g, (text) => {
    try {
      return encodeURIComponent(text);
    } catch {
      throw new SkybucketError('bad-address', 'The link has characters that cannot be sent.');
    }
  });
}

function basicAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') {
    return {};
  }
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const bytes = new TextEncoder().encode(text);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}
