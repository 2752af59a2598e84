import { parseAddress, SCHEME } from '../../core/s3/address';
import { formatS3Uri } from '../../core/s3/uri';
import { SkybucketError } from '../../core/errors';

const PARTS = /^([^:/?#]+):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/;

/** What people call what lies at a URI: `s3://bucket/key` for one of ours, the path of a file on disk. */
export function datasetLabel(uri: string): string {
  const [, scheme = '', authority = '', path = '', query = ''] = PARTS.exec(uri) ?? [];
  try {
    if (scheme === 'file') {
      return decodeURIComponent(path);
    }
    if (scheme === SCHEME) {
      const address = parseAddress({
        ...{ scheme, authority: decodeURIComponent(authority) },
        ...{ path: decodeURIComponent(path), query: decodeURIComponent(query) },
      });
      return address.kind === 's3'
        ? formatS3Uri(address.bucket, address.key, address.versionId)
        : address.name;
    }
  } catch (error) {
    if (!(error instanceof SkybucketError) && !(error instanceof URIError)) {
      throw error;
    }
  }
  return uri;
}
