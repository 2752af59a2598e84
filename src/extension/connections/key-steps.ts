import * as vscode from 'vscode';
import type { Asked } from './asked';
import { refuse, stepText } from './step-text';
import type { WizardStep } from './wizard';

/** The questions for keys, which go into the secret storage alone. */
export function keySteps(title: string, hasKeys: boolean): readonly WizardStep<Asked>[] {
  const { l10n } = vscode;
  const areTyped = ({ draft, keys }: Asked): boolean =>
    draft.auth.kind === 'keys' && keys.accessKeyId !== undefined;
  return [
    {
      applies: ({ draft }) => draft.auth.kind === 'keys',
      ask: (state, at) =>
        stepText(
          { ...at, title },
          {
            prompt: hasKeys
              ? l10n.t('Access key ID. Left empty, the keys stay as they are.')
              : l10n.t('Access key ID. It is kept in the secret storage of the editor alone.'),
            placeholder: 'AKIA…',
            value: state.keys.accessKeyId ?? '',
            read: (typed) => {
              if (typed === '' && hasKeys) {
                return { ...state, keys: {} };
              }
              refuse(problem(typed, l10n.t('Type the access key ID.')));
              return { ...state, keys: { ...state.keys, accessKeyId: typed } };
            },
          },
        ),
    },
    {
      applies: areTyped,
      ask: (state, at) =>
        stepText(
          { ...at, title },
          {
            prompt: l10n.t(
              'Secret access key. It is kept in the secret storage of the editor alone.',
            ),
            placeholder: '',
            password: true,
            value: state.keys.secretAccessKey ?? '',
            read: (typed) => {
              refuse(problem(typed, l10n.t('Type the secret access key.')));
              return { ...state, keys: { ...state.keys, secretAccessKey: typed } };
            },
          },
        ),
    },
    {
      applies: areTyped,
      ask: (state, at) =>
        stepText(
          { ...at, title },
          {
            prompt: l10n.t('Session token, for temporary keys only. Empty for lasting ones.'),
            placeholder: '',
            password: true,
            value: state.keys.sessionToken ?? '',
            read: (typed) => {
              refuse(typed === '' ? undefined : problem(typed, ''));
              const sessionToken = typed === '' ? undefined : typed;
              return { ...state, keys: { ...state.keys, sessionToken } };
            },
          },
        ),
    },
  ];
}

/** What is pasted along with a key is told at once; the value is not repeated. */
function problem(typed: string, whereEmpty: string): string | undefined {
  if (typed === '') {
    return whereEmpty;
  }
  return /^[\x21-\x7e]+$/.test(typed)
    ? undefined
    : vscode.l10n.t('There is a space or another character in it that no key has.');
}
