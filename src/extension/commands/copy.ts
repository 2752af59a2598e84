import * as vscode from 'vscode';
import { formatHttpsUrl, formatS3Uri } from '../../core/s3/uri';
import { connectionInfo } from '../connection-info';
import { pathOf, placeOf, type FolderNode, type Node, type ObjectNode } from '../views/nodes';
import type { CommandContext } from './context';

/** Commands that copy an address of a node, for people and for scripts. */

export async function copyS3Uri(_: CommandContext, node: Node): Promise<void> {
  if (isPlace(node)) {
    await copy(formatS3Uri(placeOf(node).bucket, pathOf(node)));
  }
}

export async function copyHttpsUrl({ host }: CommandContext, node: Node): Promise<void> {
  if (isPlace(node)) {
    const { bucket } = placeOf(node);
    const { connection, region } = where(host, node);
    await copy(formatHttpsUrl(connection, region, bucket, pathOf(node)));
  }
}

export async function copyConnectionInfo({ host }: CommandContext, node: Node): Promise<void> {
  if (isPlace(node)) {
    const { connection, region } = where(host, node);
    const place = { bucket: placeOf(node).bucket, path: pathOf(node) };
    await copy(connectionInfo(connection, region, place));
  }
}

function where(
  host: CommandContext['host'],
  node: FolderNode | ObjectNode,
): { connection: ReturnType<typeof host.connection>; region: string } {
  const { connection: id, bucket } = placeOf(node);
  const connection = host.connection(id);
  return { connection, region: host.regions.get(connection, bucket) };
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
}

function isPlace(node: Node): node is FolderNode | ObjectNode {
  return node.kind === 'folder' || node.kind === 'object';
}
