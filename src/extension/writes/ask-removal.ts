import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import { ask } from './ask';
import { countChosen, type Counted, countWords } from './count';
import { type Chosen, type Place, shown } from './place';
import type { WriteTools } from './tools';
import { withWork } from './work';

const { l10n } = vscode;
/** Names in the question. */
const MOST_NAMED = 8;

/** How much would be deleted, with a way out where folders have to be listed for it. */
export function countForRemoval(tools: WriteTools, chosen: readonly Chosen[]): Promise<Counted> {
  return chosen.some(({ kind }) => kind === 'folder')
    ? withWork(l10n.t('Counting what is to be deleted'), (signal, report) =>
        countChosen(tools, chosen, { signal, onProgress: (some) => report(countWords(some)) }),
      )
    : countChosen(tools, chosen, { signal: new AbortController().signal });
}

/** Asks whether to delete; says how much that is. */
export async function askRemoval(chosen: readonly Chosen[], counted: Counted): Promise<boolean> {
  const answer = await ask(l10n.t('Delete {0}?', countWords(counted)), {
    detail: detailOf(chosen),
    answers: { delete: l10n.t('Delete') },
  });
  return answer === 'delete';
}

/**
 * The same for a folder that VS Code wants to delete by itself; one without objects in it needs no question.
 *
 * @throws SkybucketError `cancelled` where it is to stay
 */
export async function askBeforeRemoval(tools: WriteTools, place: Place): Promise<void> {
  const key = place.key.endsWith('/') ? place.key : `${place.key}/`;
  const chosen: Chosen[] = [{ kind: 'folder', place: { ...place, key } }];
  const counted = await countForRemoval(tools, chosen);
  if (counted.objects > 0 && !(await askRemoval(chosen, counted))) {
    throw new SkybucketError('cancelled', l10n.t('Nothing was deleted.'));
  }
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
