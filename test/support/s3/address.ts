import { invalidUri, S3Error } from './errors';
import { decodePath, decodeQuery, maxKeyBytes } from './keys';

/** What the line and the Host header of a request say. */
export interface Address {
  /** Empty for a request to the service itself. */
  readonly bucket: string;
  /** Empty for a request about the bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** The region the host name spells out, where it does. */
  readonly region: string | undefined;
  /** What its host name ends with, where it is one of S3's. */
  readonly domain: string | undefined;
}

/**
 * Host names of virtual-hosted and regional requests: `bucket.s3.region.amazonaws.com`,
 * `bucket.s3.amazonaws.com`, `s3.region.amazonaws.com`, and the same under `localhost`; bucket names
 * may hold dots. Any other host means the bucket stands in the path.
 */
const hostForm = /^(?:(.+)\.)?s3(?:[.-]([a-z0-9-]+))?\.(localhost|amazonaws\.com(?:\.cn)?)$/;

/** @throws S3Error 400 for a path that is not UTF-8 or a key over 1,024 bytes */
export function parseAddress(host: string | undefined, url: string): Address {
  const [, hostBucket, region, domain] = hostForm.exec((host ?? '').replace(/:\d+$/, '')) ?? [];
  const mark = url.indexOf('?');
  const path = decodePath(mark < 0 ? url.slice(1) : url.slice(1, mark));
  const query = decodeQuery(mark < 0 ? '' : url.slice(mark + 1));
  if (path === undefined || query === undefined) {
    throw invalidUri(url);
  }
  const slash = path.indexOf('/');
  const bucket = hostBucket ?? (slash < 0 ? path : path.slice(0, slash));
  const key = hostBucket === undefined ? (slash < 0 ? '' : path.slice(slash + 1)) : path;
  const size = Buffer.byteLength(key);
  if (size > maxKeyBytes) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
      Size: size,
      MaxSizeAllowed: maxKeyBytes,
    });
  }
  return { bucket, key, query, region, domain };
}
