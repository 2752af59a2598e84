import * as vscode from 'vscode';
import type { Answer } from '../commands/ask';
import type { Draft } from './draft';

type Options = Pick<Draft, 'pathStyle' | 'requesterPays' | 'readOnly'>;
type Item = vscode.QuickPickItem & { readonly name: keyof Options };

/** Asks for what is on or off of a connection. */
export async function askOptions(
  title: string,
  { step, steps }: { readonly step: number; readonly steps: number },
  draft: Options & Pick<Draft, 'auth'>,
): Promise<Answer<Options>> {
  const { l10n } = vscode;
  const items: readonly Item[] = [
    {
      name: 'readOnly',
      label: l10n.t('Read only'),
      description: l10n.t('nothing is ever written through it'),
    },
    {
      name: 'pathStyle',
      label: l10n.t('Path style'),
      description: l10n.t('the bucket stands in the path, not in the name of the host'),
    },
    // Without credentials there is nobody to pay.
    ...(draft.auth.kind === 'unsigned'
      ? []
      : [
          {
            name: 'requesterPays' as const,
            label: l10n.t('Requester pays'),
            description: l10n.t('your account pays for what is read; you are asked first'),
          },
        ]),
  ];
  const pick = vscode.window.createQuickPick<Item>();
  Object.assign(pick, {
    title,
    step,
    totalSteps: steps,
    placeholder: l10n.t('What holds of it? None of these is fine.'),
    canSelectMany: true,
    ignoreFocusOut: true,
    items,
    selectedItems: items.filter(({ name }) => draft[name]),
    buttons: step > 1 ? [vscode.QuickInputButtons.Back] : [],
  });
  try {
    return await new Promise<Answer<Options>>((resolve) => {
      pick.onDidAccept(() => {
        const chosen = new Set(pick.selectedItems.map(({ name }) => name));
        resolve({
          value: {
            pathStyle: chosen.has('pathStyle'),
            requesterPays: chosen.has('requesterPays'),
            readOnly: chosen.has('readOnly'),
          },
        });
      });
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
