import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import { parseTyped } from '../../core/s3/uri';
import { bucketItem, bucketOf, sameBucket, type UserBucket } from '../bucket-settings';
import { allConnections } from '../connections';
import { addBucket, removeBucket, userBuckets } from '../settings';
import { visibleName } from '../views/display';
import type { Node } from '../views/nodes';
import type { CommandContext } from './context';

/** Commands for “My buckets”. */

export async function addTypedBucket(context: CommandContext): Promise<void> {
  const { l10n } = vscode;
  const text = await vscode.window.showInputBox({
    title: l10n.t('Add Bucket'),
    prompt: l10n.t('A bucket or a folder in one: s3://bucket/folder/ or its https:// address.'),
    placeHolder: 's3://bucket/folder/',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : problemOf(value)),
  });
  if (text === undefined || text.trim() === '') {
    return;
  }
  const bucket = bucketOf(parseTyped(text));
  const connection = await pickConnection();
  if (connection !== undefined) {
    await addToSidebar(context, { ...bucket, connection });
  }
}

/** Adds the bucket unless it is there, and shows it opened. */
export async function addToSidebar(
  { host, tree, view }: CommandContext,
  bucket: UserBucket,
): Promise<void> {
  if (bucket.region !== undefined) {
    host.regions.expect(bucket.connection, bucket.bucket, bucket.region);
  }
  if (!userBuckets().some((known) => sameBucket(known, bucket))) {
    await addBucket(bucketItem(bucket));
  }
  tree.update();
  const node = tree.bucketRoot(bucket);
  if (node !== undefined) {
    await view.reveal(node, { select: true, focus: true, expand: true });
  }
}

export async function removeUserBucket(_: CommandContext, node: Node): Promise<void> {
  if (node.kind === 'folder' && node.role.kind === 'bucket') {
    await removeBucket(node.role.bucket);
  }
}

/** Asks only where there is more than one connection. */
export async function pickConnection(): Promise<string | undefined> {
  const connections = allConnections();
  const [only] = connections;
  if (connections.length === 1) {
    return only?.id;
  }
  const items = connections.map(({ id, label, endpoint }) => ({
    label: visibleName(label),
    description: endpoint ?? '',
    id,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which connection is the bucket on?'),
  });
  return picked?.id;
}

function problemOf(text: string): string | undefined {
  try {
    bucketOf(parseTyped(text));
    return undefined;
  } catch (error) {
    return sentence(error);
  }
}
