import type { HttpClient } from '../bytes/http';
import type { LinkEstimate } from '../bytes/link';
import type { RetryPolicy } from '../bytes/retry';
import { SkybucketError } from '../errors';
import type { S3Access } from '../s3/access';
import { type Address, type AddressComponents, parseAddress, SCHEME } from '../s3/address';
import type { Connection } from '../s3/connection';
import type { ObjectPlace } from '../s3/object-store';
import { percentDecode, percentEncode } from '../s3/percent';
import type { RegionMemory } from '../s3/regions';
import { S3Target } from '../s3/target';
import type { RemoteFile } from './download-file-remote';

export interface RemoteS3Tools {
  readonly http: HttpClient;
  readonly regions: RegionMemory;
  /** Left out, requests go unsigned. */
  readonly access?: S3Access | undefined;
  readonly retry?: RetryPolicy | undefined;
}

/** An object on S3 as the remote end of a download. */
export function remoteS3File(
  { http, regions, access, retry }: RemoteS3Tools,
  connection: Connection,
  place: ObjectPlace,
  link: LinkEstimate,
): RemoteFile {
  const { bucket, key, versionId } = place;
  const object = { bucket, key, ...(versionId === undefined ? {} : { versionId }) };
  const target = new S3Target(connection, object, regions, access);
  return { label: target.label, http, target, link, retry, s3: { connection, place } };
}

/** The text of an address, as `addressOf` reads it. */
export function textOfAddress({ scheme, authority, path, query }: AddressComponents): string {
  const encoded = path.split('/').map(percentEncode).join('/');
  return `${scheme}://${authority}${encoded}${query === '' ? '' : `?${percentEncode(query)}`}`;
}

/** The address that the text of one is; the path and the query of such a text are percent-encoded as in any URI. */
export function addressOf(text: string): Address {
  const [, authority, path, query] =
    /^skybucket:\/\/([^/?#]+)(\/[^?#]*)(?:\?([^#]*))?$/.exec(text) ?? [];
  const decoded = { path: percentDecode(path ?? ''), query: percentDecode(query ?? '') };
  if (authority === undefined || decoded.path === undefined || decoded.query === undefined) {
    throw new SkybucketError(
      'bad-address',
      `“${text.slice(0, 200)}” is not an address of Skybucket.`,
    );
  }
  return parseAddress({ scheme: SCHEME, authority, path: decoded.path, query: decoded.query });
}
