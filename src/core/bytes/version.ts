import type { Identity } from './source';

/** One version of an object: what every later answer is compared with. */
export interface Version {
  readonly size: number;
  readonly identity: Identity;
}

/** What a listing or an earlier visit says of an object. */
export interface KnownObject {
  readonly size: number;
  readonly etag?: string | undefined;
  /** Any date text; listings write ISO 8601 where headers write RFC 1123. */
  readonly modified?: string | undefined;
}

type Headers = Readonly<Record<string, string>>;

/** The version an answer for an object of `size` bytes speaks of. */
export function versionOf(headers: Headers, size: number): Version {
  return knownVersion({ size, etag: headers['etag'], modified: headers['last-modified'] });
}

export function knownVersion({ size, etag, modified }: KnownObject): Version {
  if (isStrong(etag)) {
    return { size, identity: { kind: 'etag', etag: quoted(etag) } };
  }
  const date = httpDate(modified);
  return {
    size,
    identity: date === undefined ? { kind: 'unknown' } : { kind: 'modified', size, modified: date },
  };
}

/** Headers that make the server refuse (412) rather than send bytes of another version. */
export function conditions({ identity }: Version): Record<string, string> {
  switch (identity.kind) {
    case 'etag':
      return { 'if-match': identity.etag };
    case 'modified':
      return { 'if-unmodified-since': identity.modified };
    case 'unknown':
      return {};
  }
}

/**
 * Whether an answer belongs to `version`. Servers are not obliged to obey the conditions, so this is
 * looked at too; a header that is absent says nothing.
 *
 * @param total length of the whole object as the answer tells it.
 */
export function isSameVersion(
  version: Version,
  headers: Headers,
  total: number | undefined,
): boolean {
  if (total !== undefined && total !== version.size) {
    return false;
  }
  const { identity } = version;
  if (identity.kind === 'etag') {
    const etag = headers['etag'];
    return !isStrong(etag) || quoted(etag) === identity.etag;
  }
  if (identity.kind === 'modified') {
    const modified = httpDate(headers['last-modified']);
    return modified === undefined || modified === identity.modified;
  }
  return true;
}

/** Whether two identities are of the same bytes; one that is unknown is never the same as another. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  if (a.kind === 'etag' && b.kind === 'etag') {
    return a.etag === b.etag;
  }
  if (a.kind === 'modified' && b.kind === 'modified') {
    return a.size === b.size && a.modified === b.modified;
  }
  return false;
}

/**
 * A weak ETag promises the same meaning, not the same bytes (RFC 9110 section 8.8.1). What is not
 * printable cannot be sent back, so it is no use either.
 */
function isStrong(etag: string | undefined): etag is string {
  return etag !== undefined && /^(?!W\/)[\x21-\x7e\x80-\xff]+$/i.test(etag);
}

/** Some listings leave out the quotes that belong to an ETag. */
function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

/** In the form of HTTP headers (RFC 9110 section 5.6.7), undefined for what is no date. */
function httpDate(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toUTCString();
}
