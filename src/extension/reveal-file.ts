import * as vscode from 'vscode';
import { escapeLinks, visibleName } from './views/display';

/**
 * Shows a file or a folder where it lies: in the Explorer where it is in the workspace, else in the file manager. Where
 * there is none (in a browser, or on another machine), its path is said, to be copied.
 */
export async function revealFile(file: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(file) !== undefined) {
    await vscode.commands.executeCommand('revealInExplorer', file);
    return;
  }
  const { env, l10n, window } = vscode;
  if (env.uiKind === vscode.UIKind.Desktop && env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', file);
    return;
  }
  const copy = l10n.t('Copy Path');
  const text = l10n.t('It lies at {0}, outside the workspace.', visibleName(file.fsPath));
  if ((await window.showInformationMessage(escapeLinks(text), copy)) === copy) {
    await env.clipboard.writeText(file.fsPath);
  }
}
