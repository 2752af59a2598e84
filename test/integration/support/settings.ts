import * as vscode from 'vscode';
import type { BucketItem } from '../../../src/extension/bucket-settings';
import type { S3TestServer } from '../../support/s3/server';

/** Writes settings as a person would, or removes them (`undefined`). */
export async function set(name: string, value: unknown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration('skybucket').update(name, value, Global);
}

/** Makes embedded servers known, each under the id of its connection, and puts buckets into the sidebar. */
export async function connect(
  servers: Readonly<Record<string, Pick<S3TestServer, 'endpoint'>>>,
  buckets: readonly BucketItem[] = [],
): Promise<void> {
  const connections = Object.entries(servers).map(([id, { endpoint }]) => ({
    id,
    endpoint,
    region: 'us-east-1',
    pathStyle: true,
  }));
  await set('connections', connections);
  await set('buckets', buckets);
}

export async function disconnect(): Promise<void> {
  await set('connections', undefined);
  await set('buckets', undefined);
}
