import { SkybucketError } from '../errors';
import { isConnectionId } from './connection';
import { checkKey, isBucketName } from './names';
import { escapeAscii, percentDecode, percentEncode } from './percent';

/**
 * Our own addresses, `skybucket://<connection>/<bucket>/<key>`, as the components of a VS Code URI
 * (whose `path` and `query` are the *decoded* ones).
 *
 * Every segment of the key is percent-encoded once more inside the path. So the path holds no segment
 * that URI handling would decode, collapse or resolve: `%2F` in a key is `%252F` in the path, `..` is
 * `%2E%2E`, and an empty segment is `%2F`, which no other segment can be. Each key has exactly one
 * address, and an address that is not of that form is refused rather than guessed at.
 */
export const SCHEME = 'skybucket';
/** Stands where a connection does in addresses of files that are not on S3. */
export const LINK_AUTHORITY = 'https';
const EMPTY_SEGMENT = '%2F';

export interface AddressComponents {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** An object, or a folder where the key is empty or ends with `/`. */
export interface S3Address {
  readonly kind: 's3';
  readonly connection: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** A plain link: the id stands for the URL in a store of ours, because links can be secrets. */
export interface LinkAddress {
  readonly kind: 'link';
  readonly id: string;
  /** The file name the link shows, never empty. */
  readonly name: string;
}

export type Address = S3Address | LinkAddress;

/** @throws SkybucketError `bad-address` where the key is not one that S3 can hold. */
export function formatAddress(address: Omit<S3Address, 'kind'>): AddressComponents {
  checkKey(address.key);
  const segments = address.key.split('/');
  // The last segment of a folder is empty and stays so: its address ends with `/` as well.
  const encoded = segments.map((segment, index) =>
    segment === '' && index === segments.length - 1 ? '' : encodeSegment(segment),
  );
  return {
    scheme: SCHEME,
    authority: address.connection,
    path: `/${address.bucket}/${encoded.join('/')}`,
    query: address.versionId === undefined ? '' : `versionId=${percentEncode(address.versionId)}`,
  };
}

export function formatLinkAddress(id: string, name: string): AddressComponents {
  return {
    scheme: SCHEME,
    authority: LINK_AUTHORITY,
    path: `/${encodeSegment(id)}/${encodeSegment(name)}`,
    query: '',
  };
}

/** The exact inverse of {@link formatAddress} and {@link formatLinkAddress}. @throws `bad-address` */
export function parseAddress(components: AddressComponents): Address {
  const { scheme, authority, path, query } = components;
  const [, first, rest] = /^\/([^/]+)(?:\/(.*))?$/s.exec(path) ?? [];
  if (scheme !== SCHEME || first === undefined || !isConnectionId(authority)) {
    throw notOurs(components);
  }
  if (authority === LINK_AUTHORITY) {
    const id = decodeSegment(first);
    const name = decodeSegment(rest ?? '');
    if (!id || !name || query !== '') {
      throw notOurs(components);
    }
    return { kind: 'link', id, name };
  }
  const key = decodeKey(rest ?? '');
  const versionId = decodeQuery(query);
  if (!isBucketName(first) || key === undefined || versionId === undefined) {
    throw notOurs(components);
  }
  checkKey(key);
  return {
    kind: 's3',
    connection: authority,
    bucket: first,
    key,
    ...(query === '' ? {} : { versionId }),
  };
}

/**
 * One segment of a key as a segment of our path. Letters, digits and the marks that no URI handling
 * touches stay readable, so that editors are found by file extension and tabs show a name.
 */
export function encodeSegment(segment: string): string {
  if (segment === '') {
    return EMPTY_SEGMENT;
  }
  if (segment === '.' || segment === '..') {
    return segment.replace(/\./g, escapeAscii);
  }
  return percentEncode(segment).replace(/%(?:2B|3D|2C|40|28|29)|(?<=.)%20(?=.)/g, (code) =>
    String.fromCharCode(parseInt(code.slice(1), 16)),
  );
}

/** The segment of a key, or undefined where {@link encodeSegment} gives no such text. */
export function decodeSegment(encoded: string): string | undefined {
  const segment = encoded === EMPTY_SEGMENT ? '' : percentDecode(encoded);
  return segment !== undefined && encodeSegment(segment) === encoded ? segment : undefined;
}

function decodeKey(encoded: string): string | undefined {
  const segments = encoded.split('/');
  const last = segments.pop() ?? '';
  const decoded = segments.map(decodeSegment);
  decoded.push(last === '' ? '' : decodeSegment(last));
  // A final empty segment is written as nothing, never as the mark of an empty one.
  return last === EMPTY_SEGMENT || decoded.includes(undefined) ? undefined : decoded.join('/');
}

/** The version id, empty where the query is, undefined where it is none of ours. */
function decodeQuery(query: string): string | undefined {
  if (query === '') {
    return '';
  }
  const value = /^versionId=(.+)$/s.exec(query)?.[1];
  const decoded = value === undefined ? undefined : percentDecode(value);
  return decoded !== undefined && percentEncode(decoded) === value ? decoded : undefined;
}

function notOurs({ scheme, authority, path }: AddressComponents): SkybucketError {
  const text = `${scheme}://${authority}${path}`;
  return new SkybucketError(
    'bad-address',
    `“${text.slice(0, 200)}” is not an address of Skybucket.`,
    {
      hint: 'Open the file again from the sidebar or by its s3:// address.',
    },
  );
}
