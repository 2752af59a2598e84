import * as vscode from 'vscode';
import {
  type AddressComponents,
  formatLinkAddress,
  parseAddress,
  SCHEME,
} from '../core/s3/address';
import type { Address } from '../core/s3/address';
import type { Link } from './links';

/** Between addresses and the URIs of VS Code. */

export function addressUri(address: AddressComponents): vscode.Uri {
  return vscode.Uri.from(address);
}

export function linkUri({ id, name }: Link): vscode.Uri {
  return addressUri(formatLinkAddress(id, name));
}

export function isOurs(uri: vscode.Uri): boolean {
  return uri.scheme === SCHEME;
}

/** What tells one document from another: the URI without what is not part of its address. */
export function documentName(uri: vscode.Uri): string {
  return uri.with({ query: ownQuery(uri), fragment: '' }).toString();
}

/** @throws SkybucketError `bad-address` */
export function readUri(uri: vscode.Uri): Address {
  const { scheme, authority } = uri;
  // VS Code leaves out the final slash of folders. Of one without a name this makes what is the
  // address of no file, because a final empty segment is written as nothing.
  const path = uri.path.endsWith('/%2F') ? `${uri.path}/` : uri.path;
  return parseAddress({ scheme, authority, path, query: ownQuery(uri) });
}

/**
 * VS Code's own editors put a query of theirs behind an address (the image preview adds `?version=` and
 * a time) and then read the file under that name.
 */
function ownQuery({ query }: vscode.Uri): string {
  return query.startsWith('versionId=') ? query : '';
}

/** The last segment of the path: the name of the file. */
export function baseName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
