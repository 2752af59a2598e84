import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import { visibleName } from '../views/display';
import { moveMeans } from '../writes/ask-transfer';
import { carryOut } from '../writes/carry-out';
import { chosenOf, isMovable } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import { childOf, nameOf, parentOf } from '../writes/place';
import { checkWritable } from '../writes/tools';

/** Gives an object or a folder another name in its folder, or in one below it. */
export async function renameObject(context: WriteContext, { node }: CommandNodes): Promise<void> {
  const from = node && isMovable(node) ? chosenOf(node) : undefined;
  if (from === undefined) {
    return;
  }
  checkWritable(context.tools, from.place);
  const name = nameOf(from.place);
  const folder = parentOf(from.place);
  const stem = from.kind === 'object' ? name.replace(/(?!^)\.[^.]*$/, '') : name;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', visibleName(name)),
    prompt: moveMeans(),
    value: name,
    valueSelection: [0, stem.length],
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        childOf(folder, text, from.kind);
        return undefined;
      } catch (error) {
        return sentence(error);
      }
    },
  });
  if (typed !== undefined && typed !== name) {
    await carryOut(context, [{ from, to: childOf(folder, typed, from.kind) }], folder, 'rename');
  }
}
