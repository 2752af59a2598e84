import type * as vscode from 'vscode';
import { mayHaveTransfers } from '../../platform/node/queue-store-look';
import { queueFolder } from './place';

/** Whether an earlier session, or one that died, has left transfers. Costs a look into a folder. */
export async function hasLeftovers(
  context: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
): Promise<boolean> {
  return mayHaveTransfers(queueFolder(context));
}
