import * as vscode from 'vscode';
import { visibleName } from '../views/display';
import { ask } from './ask';

/** Asks whether to write an object although its tags will be gone; the message says so. */
export async function askWithoutTags(message: string): Promise<boolean> {
  const answers = { write: vscode.l10n.t('Save Without Tags') };
  return (await ask(visibleName(message), { answers })) === 'write';
}
