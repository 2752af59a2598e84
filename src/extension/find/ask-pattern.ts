import * as vscode from 'vscode';
import { sentence, SkybucketError } from '../../core/errors';
import { formatS3Uri } from '../../core/s3/uri';
import { escapeIcons, visibleName } from '../views/display';
import { readPattern } from './find-run';
import type { RunPlace } from './run';

interface PatternItem extends vscode.QuickPickItem {
  /** Undefined for a remark. */
  readonly pattern?: string;
}

const EXAMPLES: readonly (readonly [pattern: string, what: () => string])[] = [
  ['*.fits', () => vscode.l10n.t('files of this folder')],
  ['**/*.fits', () => vscode.l10n.t('in this folder and all below it')],
  ['**/*.{fits,asdf}', () => vscode.l10n.t('one ending or the other')],
];

/**
 * Asks for a pattern below a place; what is wrong with it is said while it is typed. Undefined where the user leaves
 * it at that.
 *
 * @param typed what stands there to begin with
 * @param history patterns of before, newest first
 */
export function askPattern(
  place: RunPlace,
  typed: string,
  history: readonly string[],
): Promise<string | undefined> {
  const { l10n } = vscode;
  const pick = vscode.window.createQuickPick<PatternItem>();
  pick.title = l10n.t('Find files in {0}', visibleName(formatS3Uri(place.bucket, place.prefix)));
  pick.placeholder = l10n.t('A pattern with *, ?, [a-z], {a,b}, and ** for any folders');
  pick.ignoreFocusOut = true;
  pick.value = typed;

  const edit = { iconPath: new vscode.ThemeIcon('edit'), tooltip: l10n.t('Change it first') };
  const known: readonly PatternItem[] = [
    ...history.map((pattern) => item(pattern, l10n.t('looked for before'), 'history')),
    ...EXAMPLES.filter(([pattern]) => !history.includes(pattern)).map(([pattern, what]) =>
      item(pattern, what(), 'lightbulb'),
    ),
  ].map((one) => ({ ...one, buttons: [edit] }));
  const show = (value: string): void => {
    pick.items = value === '' ? known : [typedItem(place, value)];
  };

  return new Promise((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidTriggerItemButton((event) => {
      pick.value = event.item.pattern ?? '';
      show(pick.value);
    });
    pick.onDidAccept(() => {
      // Who pastes and presses Enter is ahead of the list: what was typed counts.
      const pattern = pick.value === '' ? pick.activeItems[0]?.pattern : pick.value;
      if (pattern !== undefined && problemOf(place, pattern) === undefined) {
        resolve(pattern);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    show(typed);
    pick.show();
  });
}

function item(pattern: string, description: string, icon: string): PatternItem {
  return {
    label: escapeIcons(visibleName(pattern)),
    ...{ pattern, description, iconPath: new vscode.ThemeIcon(icon), alwaysShow: true },
  };
}

function typedItem(place: RunPlace, value: string): PatternItem {
  const problem = problemOf(place, value);
  return problem === undefined
    ? item(value, vscode.l10n.t('find these'), 'search')
    : { label: `$(warning) ${escapeIcons(problem)}`, alwaysShow: true };
}

function problemOf(place: RunPlace, value: string): string | undefined {
  try {
    readPattern(place, value);
    return undefined;
  } catch (error) {
    if (error instanceof SkybucketError) {
      return sentence(error);
    }
    throw error;
  }
}
