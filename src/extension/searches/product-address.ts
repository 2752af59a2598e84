import type * as vscode from 'vscode';
import { formatAddress } from '../../core/s3/address';
import { formatHttpsUrl, formatS3Uri } from '../../core/s3/uri';
import { SkybucketError } from '../../core/errors';
import type { Host } from '../host';
import { userBuckets } from '../settings';
import { addressUri, linkUri } from '../uris';
import { cloudConnection } from './cloud-connection';
import type { SearchProduct } from './product';

/**
 * Where the editor reads a product: its bucket, else the archive's own server.
 *
 * @param use `read` at once, or `open` as a document, which may have to be found again after a restart
 * @throws SkybucketError `not-found` with the reason where it is nowhere
 */
export function productUri(
  host: Host,
  product: SearchProduct,
  use: 'open' | 'read' = 'open',
): vscode.Uri {
  const { place, web, name, lasting } = product;
  if (place?.kind === 'cloud') {
    const { bucket, key, region } = place;
    const connection = cloudConnection(bucket, key, userBuckets());
    if (region !== undefined) {
      host.regions.expect(connection, bucket, region);
    }
    return addressUri(formatAddress({ connection, bucket, key }));
  }
  if (web === undefined) {
    throw new SkybucketError('not-found', `“${name}” cannot be read: ${reasonOf(product)}.`);
  }
  const life = use === 'open' ? 'lasting' : 'queued';
  return linkUri(host.links.add(web, lasting ? life : 'session'));
}

/** `s3://bucket/key`; undefined for what is in no bucket, as far as is known. */
export function productS3Uri({ place }: SearchProduct): string | undefined {
  return place?.kind === 'cloud' ? formatS3Uri(place.bucket, place.key) : undefined;
}

/** Where it can be downloaded: from its bucket, else from the archive; undefined for nowhere. */
export function productUrl(host: Host, { place, web }: SearchProduct): string | undefined {
  if (place?.kind !== 'cloud') {
    return web;
  }
  const { bucket, key, region } = place;
  const connection = host.connection(cloudConnection(bucket, key, userBuckets()));
  return formatHttpsUrl(connection, region ?? host.regions.get(connection, bucket), bucket, key);
}

/** Why it is in no bucket, in a few words; empty where it is in one, or nothing is known yet. */
export function reasonOf({ place }: SearchProduct): string {
  return place === undefined || place.kind === 'cloud' ? '' : place.reason.replace(/[.\s]+$/, '');
}
