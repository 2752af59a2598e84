import * as vscode from 'vscode';
import { formatAddress } from '../core/s3/address';
import { percentEncode } from '../core/s3/percent';
import type { LinkStore } from './links';
import { readReference, refused } from './reference';
import { addressUri, isOurs, linkUri, readUri } from './uris';

/**
 * Where a file is that another one refers to.
 *
 * @param from the file that refers to it.
 * @param reference the URI as it stands there.
 * @throws SkybucketError `bad-address` for one that may not be followed: a file on this computer leads to
 *   files beside it only, so that to look at it tells nobody.
 */
export function otherUri(from: vscode.Uri, reference: string, links: LinkStore): vscode.Uri {
  const found = readReference(reference);
  if (!isOurs(from)) {
    if (found.kind === 'link') {
      throw refused(reference, 'and a file on this computer leads to files beside it only');
    }
    return vscode.Uri.joinPath(from.with({ query: '', fragment: '' }), '..', ...found.names);
  }
  if (found.kind === 'link') {
    return linkUri(links.add(found.url, 'session'));
  }
  const address = readUri(from);
  if (address.kind === 's3') {
    const { connection, bucket, key } = address;
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    return addressUri(formatAddress({ connection, bucket, key: folder + found.names.join('/') }));
  }
  const url = new URL(links.url(address.id));
  const path = found.names.map(percentEncode).join('/');
  url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1) + path;
  // The query was the right to read, or the name, of the first one.
  url.search = '';
  return linkUri(links.add(url.href, 'session'));
}
