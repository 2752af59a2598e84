import * as vscode from 'vscode';
import { isCancelled, sentence } from '../../core/errors';
import { completePrefix } from '../../core/s3/complete';
import { formatS3Uri } from '../../core/s3/uri';
import type { Host } from '../host';
import { formatCount } from '../../protocol/figures';
import { escapeIcons, visibleName } from './display';
import type { FolderPlace } from './nodes';

interface PrefixItem extends vscode.QuickPickItem {
  /** The whole prefix; undefined for a remark. */
  readonly prefix?: string;
}

/** Long enough not to ask for every letter of a fast typist, short enough not to be felt. */
const DEBOUNCE = 150;

/**
 * Asks for a prefix below a folder, completed from the server while the user types. Each look is one
 * request whatever the folder holds; a newer one cancels the older.
 */
export function pickPrefix(host: Host, place: FolderPlace): Promise<string | undefined> {
  const { l10n } = vscode;
  const pick = vscode.window.createQuickPick<PrefixItem>();
  const deeper: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('arrow-right'),
    tooltip: l10n.t('Continue from here'),
  };
  pick.title = l10n.t('Go to prefix in {0}', visibleName(formatS3Uri(place.bucket, place.prefix)));
  pick.placeholder = l10n.t('Type the beginning of a path');

  let stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const itemOf = (prefix: string): PrefixItem => ({
    label: escapeIcons(visibleName(prefix.slice(place.prefix.length))),
    prefix,
    iconPath: new vscode.ThemeIcon('folder'),
    buttons: [deeper],
    alwaysShow: true,
  });
  const remark = (label: string, icon: string): PrefixItem => ({
    label: `$(${icon}) ${escapeIcons(label)}`,
    alwaysShow: true,
  });
  const typedItem = (typed: string): PrefixItem[] =>
    typed === ''
      ? []
      : [
          {
            label: escapeIcons(visibleName(typed)),
            prefix: place.prefix + typed,
            description: typed.endsWith('/')
              ? l10n.t('go there')
              : l10n.t('everything that begins so'),
            iconPath: new vscode.ThemeIcon('arrow-right'),
            alwaysShow: true,
          },
        ];

  const complete = async (typed: string, signal: AbortSignal): Promise<void> => {
    const options = { signal, meter: host.session.child() };
    const prefix = place.prefix + typed;
    try {
      const connection = host.connection(place.connection);
      const found = await completePrefix(host.s3, connection, place.bucket, prefix, options);
      if (!signal.aborted) {
        pick.items = [
          ...typedItem(typed),
          ...found.folders.filter((folder) => folder !== prefix).map(itemOf),
          ...(found.complete
            ? []
            : [
                remark(
                  found.folders.length === 0
                    ? l10n.t('There are too many to show: type on')
                    : l10n.t(
                        'There are more than these {0}: type on',
                        formatCount(found.folders.length),
                      ),
                  'ellipsis',
                ),
              ]),
        ];
      }
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) {
        pick.items = [...typedItem(typed), remark(sentence(error), 'warning')];
      }
    } finally {
      if (!signal.aborted) {
        pick.busy = false;
      }
    }
  };

  const look = (typed: string, delay: number): void => {
    stop.abort();
    stop = new AbortController();
    clearTimeout(timer);
    const { signal } = stop;
    pick.busy = true;
    timer = setTimeout(() => void complete(typed, signal), delay);
    // What was typed can be accepted at once; completions of the text before it no longer hold.
    pick.items = [
      ...typedItem(typed),
      ...pick.items.filter((item) => item.prefix?.startsWith(place.prefix + typed) && item.buttons),
    ];
  };

  return new Promise((resolve) => {
    pick.onDidChangeValue((typed) => look(typed, DEBOUNCE));
    pick.onDidTriggerItemButton(({ item }) => {
      pick.value = item.prefix?.slice(place.prefix.length) ?? pick.value;
      look(pick.value, 0);
    });
    pick.onDidAccept(() => {
      const typed = place.prefix + pick.value;
      const active = pick.activeItems[0]?.prefix;
      // Who types fast, or pastes, accepts before the list has followed: what was typed counts then.
      const prefix = active?.startsWith(typed) ? active : typed;
      if (prefix !== place.prefix) {
        resolve(prefix);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      stop.abort();
      clearTimeout(timer);
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
    look('', 0);
  });
}
