import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { countOf, formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import { ask } from '../writes/ask';
import { allChosen, isMovable } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import { countChosen, type Counted, countWords } from '../writes/count';
import { type Chosen, shown } from '../writes/place';
import { type Removal, removeChosen } from '../writes/remove';
import { checkWritable } from '../writes/tools';
import { withWork } from '../writes/work';

const { l10n } = vscode;
/** Names in the question. */
const MOST_NAMED = 8;

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
  const counting = l10n.t('Counting what is to be deleted');
  const counted = chosen.some(({ kind }) => kind === 'folder')
    ? await withWork(counting, (signal, report) =>
        countChosen(tools, chosen, { signal, onProgress: (some) => report(countWords(some)) }),
      )
    : await countChosen(tools, chosen, { signal: new AbortController().signal });
  const answer = await ask(l10n.t('Delete {0}?', countWords(counted)), {
    detail: detailOf(chosen),
    answers: { delete: l10n.t('Delete') },
  });
  if (answer !== 'delete') {
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

function detailOf(chosen: readonly Chosen[]): string {
  const names = chosen.slice(0, MOST_NAMED).map(({ place }) => visibleName(shown(place)));
  const more = chosen.length - names.length;
  return [
    ...names,
    ...(more > 0 ? [l10n.t('and {0} more', formatCount(more))] : []),
    '',
    l10n.t('This cannot be undone, unless the bucket keeps old versions.'),
  ].join('\n');
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
