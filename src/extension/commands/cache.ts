import * as vscode from 'vscode';
import type { CommandContext } from './context';

export async function clearCache({ host }: CommandContext): Promise<void> {
  await host.clearCache();
  vscode.window.setStatusBarMessage(vscode.l10n.t('Skybucket: the cache is empty.'), 5000);
}
