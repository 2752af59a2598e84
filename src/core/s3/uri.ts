import { SkybucketError } from '../errors';
import { parseAwsHost } from './aws-host';
import type { Connection } from './connection';
import { bucketEndpoint } from './endpoint';
import { checkBucket, checkKey, isBucketName } from './names';
import { percentDecode, percentEncode } from './percent';

/** What people type and copy. Keys and prefixes are plain text, nothing in them is encoded. */
export interface ObjectUri {
  readonly kind: 'object';
  readonly bucket: string;
  readonly key: string;
  readonly region?: string;
  readonly versionId?: string;
}
/** A folder: the prefix is empty or ends with `/`. */
export interface PrefixUri {
  readonly kind: 'prefix';
  readonly bucket: string;
  readonly prefix: string;
  readonly region?: string;
}
/** Any other link, as it was typed. */
export interface LinkUri {
  readonly kind: 'link';
  readonly url: string;
}
export type TypedUri = ObjectUri | PrefixUri | LinkUri;

const FORMS = 'Type s3://bucket/path, or the https:// address of a file.';
const VERSION_SUFFIX = /\?versionId=([A-Za-z0-9._~-]*)$/;

/**
 * Reads an S3 URI or a link: `s3://` (also `s3a`, `s3n`), `arn:aws:s3:::`, the https forms of Amazon
 * S3, and any other http(s) link. In `s3://` and ARNs the key is literal; in https forms it is
 * percent-decoded, segment by segment. Signed links stay links, because their query is their right
 * to read.
 *
 * @throws SkybucketError `bad-address`
 */
export function parseUri(text: string): TypedUri {
  const s3 = /^(?:s3[an]?:\/\/|arn:aws[a-z-]*:s3:::)([^/]*)\/?(.*)$/is.exec(text);
  if (s3 !== null) {
    const version = VERSION_SUFFIX.exec(s3[2] ?? '');
    const key = version === null ? (s3[2] ?? '') : (s3[2] ?? '').slice(0, version.index);
    return place(s3[1] ?? '', key, undefined, version?.[1]);
  }
  const http = /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(text);
  if (http !== null) {
    return parseLink(text, http[1] ?? '', http[2] ?? '', new URLSearchParams(http[3] ?? ''));
  }
  const first = text.split('/')[0] ?? '';
  throw new SkybucketError('bad-address', `“${shorten(text)}” is not an address.`, {
    hint: isBucketName(first) ? `Did you mean s3://${shorten(text)}? ${FORMS}` : FORMS,
  });
}

/** Like {@link parseUri}, for text from an input box or the clipboard: blanks and quotes around it go. */
export function parseTyped(text: string): TypedUri {
  const bare = text.trim();
  return parseUri(/^(["'`]).*\1$|^<.*>$/s.test(bare) ? bare.slice(1, -1).trim() : bare);
}

function parseLink(url: string, authority: string, path: string, query: URLSearchParams): TypedUri {
  if (authority.includes('@')) {
    throw new SkybucketError('bad-address', 'The link contains a user name.', {
      hint: 'Remove what stands before the @.',
    });
  }
  if (!URL.canParse(url)) {
    throw new SkybucketError('bad-address', `“${shorten(url)}” is not a link.`, { hint: FORMS });
  }
  const host = parseAwsHost(authority.replace(/:(80|443)$/, ''));
  const names = [...query.keys()].map((name) => name.toLowerCase());
  if (host === undefined || names.includes('x-amz-signature') || names.includes('signature')) {
    return { kind: 'link', url };
  }
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const bucket = host.bucket ?? decodePath(first);
  const key = decodePath(host.bucket === undefined ? rest : path.slice(1));
  // The address of a listing names its folder in the query.
  const listed = key === '' ? query.get('prefix') : null;
  const version = query.get('versionId') ?? undefined;
  return place(bucket, listed?.replace(/[^/]*$/, '') ?? key, host.region, version);
}

function place(
  bucket: string,
  key: string,
  region: string | undefined,
  versionId: string | undefined,
): ObjectUri | PrefixUri {
  if (bucket === '') {
    throw new SkybucketError('bad-address', 'The address names no bucket.', { hint: FORMS });
  }
  checkBucket(bucket);
  checkKey(key);
  const where = { bucket, ...(region === undefined ? {} : { region }) };
  if (key === '' || key.endsWith('/')) {
    return { kind: 'prefix', prefix: key, ...where };
  }
  return { kind: 'object', key, ...where, ...(versionId ? { versionId } : {}) };
}

/** As Amazon S3 decodes paths, where a bare `+` is a blank (and its console writes blanks so). */
function decodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => {
      const decoded = percentDecode(segment.replaceAll('+', ' '));
      if (decoded === undefined) {
        throw new SkybucketError('bad-address', `“${shorten(segment)}” is not well encoded.`, {
          hint: 'In an https:// address a percent sign is written %25. In s3:// it stands as it is.',
        });
      }
      return decoded;
    })
    .join('/');
}

/**
 * `s3://bucket/key`, the exact inverse of {@link parseUri}. A key that itself ends like a version gets
 * an empty version behind it, so that it is read back as a key.
 */
export function formatS3Uri(bucket: string, key: string, versionId?: string): string {
  const version =
    versionId !== undefined || VERSION_SUFFIX.test(key) ? `?versionId=${versionId ?? ''}` : '';
  return `s3://${bucket}/${key}${version}`;
}

/**
 * The https address of an object, for browsers and scripts. Segments `.` and `..` are written
 * `%2E` and `%2E%2E`, which keeps tools from resolving them that only know the plain form.
 */
export function formatHttpsUrl(
  connection: Connection,
  region: string,
  bucket: string,
  key: string,
  versionId?: string,
): string {
  const { service, pathStyle, basePath } = bucketEndpoint(connection, region, bucket);
  const origin = pathStyle ? service : service.replace('://', `://${bucket}.`);
  const path = key.split('/').map((segment) => encodeSegment(segment));
  const query = versionId === undefined ? '' : `?versionId=${percentEncode(versionId)}`;
  return `${origin}${basePath}/${path.join('/')}${query}`;
}

function encodeSegment(segment: string): string {
  return segment === '.' || segment === '..'
    ? segment.replaceAll('.', '%2E')
    : percentEncode(segment);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
