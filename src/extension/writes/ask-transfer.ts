import * as vscode from 'vscode';
import { formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import { ask } from './ask';
import type { WriteContext } from './context';
import { type CopyStep, isRelayed } from './copy';
import { type Counted, countWords } from './count';
import { type Place, shown } from './place';
import { withFreeName } from './plan';
import { withWork } from './work';

const { l10n } = vscode;

/** A copy of so many objects is asked about before. */
const MANY = 1000;

export type How = 'copy' | 'move';
/** What the user has asked for: `choose` among both, `rename` is a move that was told of already. */
export type Wish = How | 'choose' | 'only-copy' | 'rename';

/** What to do with names that are taken; undefined where the user leaves it at that. */
export async function resolveTaken(
  { tools }: Pick<WriteContext, 'tools'>,
  taken: readonly CopyStep[],
  into: Place,
): Promise<CopyStep[] | undefined> {
  const [one] = taken;
  if (one === undefined) {
    return [];
  }
  const message =
    taken.length === 1
      ? l10n.t('{0} exists already.', visibleName(shown(one.to)))
      : l10n.t(
          '{0} names exist already in {1}.',
          formatCount(taken.length),
          visibleName(shown(into)),
        );
  const merged = taken.some(({ from }) => from.kind === 'folder');
  const answer = await ask(message, {
    detail: merged
      ? l10n.t('To overwrite a folder replaces the objects of the same names in it.')
      : undefined,
    answers: {
      overwrite: l10n.t('Overwrite'),
      both: l10n.t('Keep Both'),
      skip: l10n.t('Skip'),
    },
  });
  switch (answer) {
    case undefined:
      return undefined;
    case 'skip':
      return [];
    case 'overwrite':
      return taken.map((step) => ({ ...step, overwrite: true }));
    case 'both': {
      return withWork(l10n.t('Looking for names that are free'), async (signal) => {
        const free: CopyStep[] = [];
        for (const step of taken) {
          free.push(await withFreeName(tools, step, signal));
        }
        return free;
      });
    }
  }
}

export async function chooseHow(
  given: Wish,
  steps: readonly CopyStep[],
  counted: Counted,
  into: Place,
): Promise<How | undefined> {
  const relayed = steps.some(isRelayed);
  if (given === 'copy' && counted.objects <= MANY && !relayed) {
    return 'copy';
  }
  if (given === 'rename' && steps.every(({ from }) => from.kind === 'object')) {
    return 'move';
  }
  const mayCopy = given !== 'move' && given !== 'rename';
  const mayMove = given !== 'copy' && given !== 'only-copy';
  const details = [
    ...(mayMove ? [moveMeans()] : []),
    ...(relayed
      ? [l10n.t('All bytes go through this machine, since they go to another connection.')]
      : []),
  ];
  return ask<How>(question(given, countWords(counted), visibleName(shown(into))), {
    detail: details.join(' '),
    answers: {
      ...(mayCopy ? { copy: l10n.t('Copy') } : {}),
      ...(mayMove ? { move: given === 'rename' ? l10n.t('Rename') : l10n.t('Move') } : {}),
    },
  });
}

function question(given: Wish, what: string, target: string): string {
  switch (given) {
    case 'rename':
      return l10n.t('Rename {0}?', what);
    case 'move':
      return l10n.t('Move {0} to {1}?', what, target);
    case 'choose':
      return l10n.t('Copy or move {0} to {1}?', what, target);
    case 'copy':
    case 'only-copy':
      return l10n.t('Copy {0} to {1}?', what, target);
  }
}

/** What a move is on S3, for people. */
export function moveMeans(): string {
  return l10n.t(
    'S3 cannot move: everything is copied, each copy is compared with its original by size and checksum, and then the originals are deleted.',
  );
}
