import { homedir } from 'node:os';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import { formatAddress } from '../../core/s3/address';
import { parseTyped } from '../../core/s3/uri';
import { allConnections } from '../connections';
import { pickConnection } from '../commands/buckets';
import type { Host } from '../host';
import { statObject } from '../object-stat';
import { addressUri, isOurs, linkUri } from '../uris';

/**
 * The data set that was typed: an S3 URI of a folder or a file, a link to a file, a path on this computer.
 *
 * @returns undefined where the user does not say which connection a bucket is on
 * @throws SkybucketError `bad-address`, or `not-found` where nothing is there
 */
export async function typedDataset(host: Host, text: string): Promise<DatasetRef | undefined> {
  const path = localPath(text);
  if (path !== undefined) {
    return datasetAt(host, path);
  }
  const typed = parseTyped(text);
  if (typed.kind === 'link') {
    return { uri: linkUri(host.links.add(typed.url)).toString(), part: '' };
  }
  const connection =
    allConnections().length === 1 ? allConnections()[0]?.id : await pickConnection();
  if (connection === undefined) {
    return undefined;
  }
  const { bucket, region } = typed;
  if (region !== undefined) {
    host.regions.expect(connection, bucket, region);
  }
  const key = typed.kind === 'prefix' ? typed.prefix : typed.key;
  return datasetAt(host, addressUri(formatAddress({ connection, bucket, key })));
}

/**
 * The data set at a URI of a folder or a file. Folders end with a slash in a data set, and seldom where people or
 * VS Code write them, so that what does not look like a table is looked up.
 *
 * @throws SkybucketError `not-found` where nothing is there
 */
export async function datasetAt(host: Host, uri: vscode.Uri): Promise<DatasetRef> {
  const isFolder = uri.path.endsWith('/') || (await looksFolder(host, uri));
  const whole = isFolder && !uri.path.endsWith('/') ? uri.with({ path: `${uri.path}/` }) : uri;
  return { uri: whole.toString(), part: '' };
}

/** @throws SkybucketError `bad-address` for what cannot be the address of a catalogue */
export function checkTyped(text: string): void {
  if (localPath(text) === undefined) {
    parseTyped(text);
  }
}

async function looksFolder(host: Host, uri: vscode.Uri): Promise<boolean> {
  if (isOurs(uri)) {
    // Folders may be called `….parquet` as files are.
    return (await statObject(host, uri)) === 'folder';
  }
  if (uri.scheme === 'file') {
    try {
      return (await stat(uri.fsPath)).isDirectory();
    } catch (cause) {
      throw new SkybucketError('not-found', `There is nothing at ${uri.fsPath}.`, { cause });
    }
  }
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) !== 0;
  } catch (cause) {
    const place = uri.toString(true);
    throw new SkybucketError('not-found', `There is nothing to be read at ${place}.`, { cause });
  }
}

function localPath(text: string): vscode.Uri | undefined {
  const bare = text.trim().replace(/^(["'`])(.*)\1$/, '$2');
  if (/^(file|skybucket):\/\//i.test(bare)) {
    return vscode.Uri.parse(bare, true);
  }
  if (/^~[/\\]/.test(bare)) {
    return vscode.Uri.file(join(homedir(), bare.slice(2)));
  }
  return isAbsolute(bare) ? vscode.Uri.file(bare) : undefined;
}
