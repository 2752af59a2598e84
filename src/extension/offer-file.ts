import * as vscode from 'vscode';
import { revealFile } from './reveal-file';

/** Says that a file was written, and offers to open or to show it. */
export async function offerFile(file: vscode.Uri, message: string): Promise<void> {
  const { l10n } = vscode;
  const open = l10n.t('Open');
  const reveal = l10n.t('Reveal');
  const answer = await vscode.window.showInformationMessage(message, open, reveal);
  if (answer === open) {
    await vscode.commands.executeCommand('vscode.open', file);
  } else if (answer === reveal) {
    await revealFile(file);
  }
}
