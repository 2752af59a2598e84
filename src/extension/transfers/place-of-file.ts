import * as vscode from 'vscode';
import type { TransferBatch, TransferProgress } from '../../core/transfer/transfer';

/** Where a file is that is whole: on this machine, or in its bucket. Undefined for one that is not. */
export function placeOfFile(
  progress: Pick<TransferProgress, 'state'> | undefined,
  { direction }: Pick<TransferBatch, 'direction'>,
): vscode.Uri | undefined {
  const state = progress?.state;
  if (state?.kind !== 'done' && state?.kind !== 'skipped') {
    return undefined;
  }
  return direction === 'download' ? vscode.Uri.file(state.at) : vscode.Uri.parse(state.at, true);
}
