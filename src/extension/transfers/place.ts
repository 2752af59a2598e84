import type * as vscode from 'vscode';
import { join } from 'node:path';

type Context = Pick<vscode.ExtensionContext, 'globalStorageUri'>;

/** Where the queues of all windows are kept. */
export function queueFolder(context: Context): string {
  return inStorage(context, 'queue');
}

/** Where it is kept what is on the disk already of unfinished transfers. */
export function journalFolder(context: Context): string {
  return inStorage(context, 'journals');
}

/** Where downloads are remembered. */
export function copiesFolder(context: Context): string {
  return inStorage(context, 'copies');
}

function inStorage({ globalStorageUri }: Context, name: string): string {
  return join(globalStorageUri.fsPath, 'transfers', name);
}
