import type * as vscode from 'vscode';
import type { Identity } from '../core/bytes/source';
import { knownVersion, type Version } from '../core/bytes/version';
import { SkybucketError } from '../core/errors';
import { formatAddress, type S3Address } from '../core/s3/address';
import type { Host } from './host';
import { addressUri, documentName, readUri } from './uris';

/**
 * What is at one of our URIs: a file in one version, or a folder. VS Code asks for folders without
 * their final slash, and people type them so.
 *
 * @throws SkybucketError `not-found` where there is neither.
 */
export async function statObject(host: Host, uri: vscode.Uri): Promise<Version | 'folder'> {
  const address = readUri(uri);
  if (address.kind === 'link') {
    return statFile(host, uri);
  }
  if (isFolderKey(address.key)) {
    return 'folder';
  }
  try {
    return await statFile(host, uri);
  } catch (error) {
    const missing = error instanceof SkybucketError && error.code === 'not-found';
    if (missing && (await isFolder(host, address))) {
      return 'folder';
    }
    throw error;
  }
}

export function isFolderKey(key: string): boolean {
  return key === '' || key.endsWith('/');
}

/** What is learned here serves the opening of the file, which mostly comes next. */
async function statFile(host: Host, uri: vscode.Uri): Promise<Version> {
  const name = documentName(uri);
  const known = host.known.get(name);
  if (known !== undefined) {
    return knownVersion(known);
  }
  const source = await host.openSource(uri, { probeLength: 1 });
  try {
    const meter = host.session.child();
    const version = {
      size: await source.size({ meter }),
      identity: await source.identity({ meter }),
    };
    host.known.set(name, { size: version.size, ...identityFields(version.identity) });
    return version;
  } finally {
    await source.close();
  }
}

function identityFields(identity: Identity): { etag?: string; modified?: string } {
  switch (identity.kind) {
    case 'etag':
      return { etag: identity.etag };
    case 'modified':
      return { modified: identity.modified };
    case 'unknown':
      return {};
  }
}

async function isFolder(host: Host, { connection, bucket, key }: S3Address): Promise<boolean> {
  const prefix = `${key}/`;
  const page = await host.s3.listPage(
    host.connection(connection),
    { bucket, prefix, delimiter: '/', maxKeys: 1 },
    { meter: host.session.child() },
  );
  // A listing leaves out the marker of its own folder, which may be all that is there.
  return (
    page.entries.length > 0 ||
    isThere(host, addressUri(formatAddress({ connection, bucket, key: prefix })))
  );
}

async function isThere(host: Host, uri: vscode.Uri): Promise<boolean> {
  try {
    await statFile(host, uri);
    return true;
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'not-found') {
      return false;
    }
    throw error;
  }
}
