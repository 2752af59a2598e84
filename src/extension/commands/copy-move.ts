import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { formatCount } from '../../protocol/figures';
import { carryOut } from '../writes/carry-out';
import { allChosen, folderAt, isMovable } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import { stepsInto } from '../writes/plan';
import { checkWritable } from '../writes/tools';

/** Commands that cut, copy and paste objects and folders of the tree. */

export function copyObjects({ clipboard }: WriteContext, { nodes }: CommandNodes): void {
  const chosen = allChosen(nodes);
  if (chosen.length > 0) {
    clipboard.put({ how: 'copy', chosen });
    tell(vscode.l10n.t('{0} copied: paste into a folder.', formatCount(chosen.length)));
  }
}

export function cutObjects({ clipboard, tools }: WriteContext, { nodes }: CommandNodes): void {
  const chosen = allChosen(nodes.filter(isMovable));
  if (chosen.length > 0) {
    chosen.forEach(({ place }) => checkWritable(tools, place));
    clipboard.put({ how: 'move', chosen });
    tell(vscode.l10n.t('{0} cut: paste into a folder.', formatCount(chosen.length)));
  }
}

export async function pasteObjects(context: WriteContext, { node }: CommandNodes): Promise<void> {
  const clip = context.clipboard.get();
  const folder = folderAt(node);
  if (clip === undefined || folder === undefined) {
    throw new SkybucketError('unsupported', vscode.l10n.t('There is nothing to paste.'), {
      hint: vscode.l10n.t('Copy or cut something in the Archives view first.'),
    });
  }
  const done = await carryOut(context, stepsInto(clip.chosen, folder), folder, clip.how);
  if (done && clip.how === 'move' && context.clipboard.get() === clip) {
    context.clipboard.clear();
  }
}

function tell(text: string): void {
  vscode.window.setStatusBarMessage(text, 4000);
}
