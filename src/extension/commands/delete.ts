import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { countOf, formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import { askRemoval, countForRemoval } from '../writes/ask-removal';
import { allChosen, isMovable } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import type { Counted } from '../writes/count';
import { type Removal, removeChosen } from '../writes/remove';
import { checkWritable } from '../writes/tools';
import { withWork } from '../writes/work';

const { l10n } = vscode;

/** Deletes objects and folders, after it has said how much that is. */
export async function deleteObjects(
  { host, tools }: WriteContext,
  { nodes }: CommandNodes,
): Promise<void> {
  const chosen = allChosen(nodes.filter(isMovable));
  if (chosen.length === 0) {
    return;
  }
  chosen.forEach(({ place }) => checkWritable(tools, place));
  const counted = await countForRemoval(tools, chosen);
  if (!(await askRemoval(chosen, counted))) {
    return;
  }
  const removal = await withWork(l10n.t('Deleting'), (signal, report) =>
    removeChosen(tools, chosen, {
      signal,
      onRemoved: (removed) => report(progressWords(removed, counted), share(removed, counted)),
    }),
  );
  host.changes.tell(chosen.map(({ place }) => ({ kind: 'deleted', place })));
  host.log.info(`Deleted ${removal.removed} objects.`);
  report(removal, counted);
}

function progressWords(removed: number, { objects }: Counted): string {
  return l10n.t('{0} of {1}', formatCount(removed), formatCount(objects));
}

function share(removed: number, { objects }: Counted): number {
  return objects === 0 ? 1 : removed / objects;
}

/** @throws SkybucketError where something is left */
function report({ removed, failed, reasons, problem }: Removal, counted: Counted): void {
  if (problem === undefined && failed === 0) {
    const text = l10n.t('Deleted {0}.', countOf(removed, 'object'));
    vscode.window.setStatusBarMessage(text, 5000);
    return;
  }
  if (removed === 0 && problem !== undefined) {
    throw problem;
  }
  const [reason] = reasons;
  const why = isCancelled(problem)
    ? l10n.t('Cancelled.')
    : problem !== undefined
      ? sentence(problem)
      : `${visibleName(reason?.key ?? '')}: ${reason?.reason ?? ''}`;
  throw new SkybucketError(
    'server',
    l10n.t(
      '{0} deleted, {1} left. {2}',
      countOf(removed, 'object'),
      formatCount(Math.max(failed, counted.objects - removed)),
      why,
    ),
  );
}
