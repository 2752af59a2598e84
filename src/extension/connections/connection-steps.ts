import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { type Auth, readAuth } from '../../core/s3/auth';
import { readEndpoint } from '../../core/s3/connection';
import { isRegionName } from '../../core/s3/names';
import type { AwsProfile } from '../../platform/node/aws-credentials';
import { askPick, askText, type Answer, type PickItem } from '../commands/ask';
import { visibleName } from '../views/display';
import { askOptions } from './ask-options';
import type { TypedKeys } from './connection-keys';
import { type Draft, proposedLabel } from './draft';
import type { WizardStep } from './wizard';

/** What the questions have brought so far. */
export interface Asked {
  readonly draft: Draft;
  /** Keys that were typed; left out where those that are kept stay. */
  readonly keys: Partial<TypedKeys>;
  /** The region the profile names. */
  readonly region: string | undefined;
}

export interface StepTools {
  readonly title: string;
  /** The profiles of `~/.aws`; none in a workspace that is not trusted. */
  readonly profiles: () => Promise<readonly AwsProfile[]>;
  /** There are keys of the connection already. */
  readonly hasKeys: boolean;
}

type Place = { readonly step: number; readonly steps: number };
type Way = Auth['kind'] | { readonly profile: AwsProfile };

/** The questions about a connection, in order. */
export function connectionSteps(tools: StepTools): readonly WizardStep<Asked>[] {
  const { l10n } = vscode;
  const { title } = tools;
  return [
    { ask: (state, at) => askWay(state, at, tools) },
    {
      applies: ({ draft }) => draft.auth.kind === 'role',
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: l10n.t('The ARN of the role.'),
            placeholder: 'arn:aws:iam::123456789012:role/name',
            value: roleOf(state.draft.auth),
            read: (typed) => withDraft(state, { auth: readRole(state.draft.auth, typed) }),
          },
        ),
    },
    {
      applies: ({ draft }) => draft.auth.kind === 'keys',
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: tools.hasKeys
              ? l10n.t('Access key ID. Left empty, the keys stay as they are.')
              : l10n.t('Access key ID. It is kept in the secret storage of the editor alone.'),
            placeholder: 'AKIA…',
            value: state.keys.accessKeyId ?? '',
            read: (typed) => {
              if (typed === '' && tools.hasKeys) {
                return { ...state, keys: {} };
              }
              const accessKeyId = required(typed, l10n.t('Type the access key ID.'));
              return { ...state, keys: { ...state.keys, accessKeyId } };
            },
          },
        ),
    },
    {
      applies: ({ draft, keys }) => draft.auth.kind === 'keys' && keys.accessKeyId !== undefined,
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: l10n.t(
              'Secret access key. It is kept in the secret storage of the editor alone.',
            ),
            placeholder: '',
            password: true,
            value: state.keys.secretAccessKey ?? '',
            read: (typed) => {
              const secretAccessKey = required(typed, l10n.t('Type the secret access key.'));
              return { ...state, keys: { ...state.keys, secretAccessKey } };
            },
          },
        ),
    },
    {
      applies: ({ draft, keys }) => draft.auth.kind === 'keys' && keys.accessKeyId !== undefined,
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: l10n.t('Session token, for temporary keys only. Empty for lasting ones.'),
            placeholder: '',
            password: true,
            value: state.keys.sessionToken ?? '',
            read: (typed) => ({
              ...state,
              keys: { ...state.keys, sessionToken: typed === '' ? undefined : typed },
            }),
          },
        ),
    },
    { ask: (state, at) => askWhere(state, { ...at, title }) },
    {
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: l10n.t('Region, where the server wants one. Empty: it is found out.'),
            placeholder: 'us-east-1',
            value: state.draft.region ?? state.region ?? '',
            read: (typed) => {
              if (typed !== '' && !isRegionName(typed)) {
                throw new SkybucketError('format', l10n.t('This is not the name of a region.'));
              }
              return withDraft(state, { region: typed === '' ? undefined : typed });
            },
          },
        ),
    },
    {
      ask: async (state, at) => {
        const answer = await askOptions(title, at, state.draft);
        return change(answer, (options) => withDraft(state, options));
      },
    },
    {
      ask: (state, at) =>
        text(
          { ...at, title },
          {
            prompt: l10n.t('What to call the connection.'),
            placeholder: proposedLabel(state.draft),
            value: state.draft.label === '' ? proposedLabel(state.draft) : state.draft.label,
            read: (typed) =>
              withDraft(state, { label: typed === '' ? proposedLabel(state.draft) : typed }),
          },
        ),
    },
  ];
}

async function askWay(state: Asked, at: Place, tools: StepTools): Promise<Answer<Asked>> {
  const { l10n } = vscode;
  const { auth } = state.draft;
  const items: PickItem<Way>[] = [
    way(
      'keys',
      l10n.t('$(key) Keys…'),
      l10n.t('Access key and secret key, kept in the secret storage'),
    ),
    way(
      'environment',
      l10n.t('$(server-environment) Environment'),
      l10n.t('The AWS_* variables, else the role of the container or the machine'),
    ),
    way(
      'role',
      l10n.t('$(person) Role…'),
      l10n.t('Taken on with the credentials of the environment'),
    ),
    way('unsigned', l10n.t('$(globe) No credentials'), l10n.t('A server that anybody may read')),
    ...(auth.kind === 'web-identity'
      ? [way('web-identity', l10n.t('$(file) Web identity'), auth.tokenFile)]
      : []),
  ];
  const answer = await askPick<Way>({
    ...at,
    title: tools.title,
    placeholder: l10n.t('How do you sign in?'),
    items,
    more: async () =>
      (await tools.profiles()).map((profile) => ({
        label: `$(account) ${visibleName(profile.name)}`,
        description: [
          l10n.t('AWS profile'),
          profile.how === 'other' ? '' : profile.how,
          profile.region ?? '',
        ]
          .filter((part) => part !== '')
          .join(' · '),
        value: { profile },
      })),
    active: auth.kind === 'profile' ? undefined : auth.kind,
  });
  return change(answer, (chosen) => {
    if (typeof chosen === 'object') {
      const { name, region } = chosen.profile;
      return withWay({ ...state, region }, { kind: 'profile', profile: name });
    }
    return withWay({ ...state, region: undefined }, authOf(chosen, auth));
  });
}

function way(value: Auth['kind'], label: string, description: string): PickItem<Way> {
  return { label, description, value };
}

/** The same one where its kind stays. */
function authOf(kind: Auth['kind'], before: Auth): Auth {
  if (before.kind === kind) {
    return before;
  }
  switch (kind) {
    case 'role':
      return { kind, roleArn: '' };
    case 'keys':
    case 'environment':
      return { kind };
    case 'unsigned':
    case 'profile':
    case 'web-identity':
      return { kind: 'unsigned' };
  }
}

/** Whoever signs in usually wants to write, too; whoever does not, cannot. */
function withWay(state: Asked, auth: Auth): Asked {
  const was = state.draft.auth.kind === 'unsigned';
  const is = auth.kind === 'unsigned';
  return withDraft(state, { auth, ...(was === is ? {} : { readOnly: is }) });
}

function roleOf(auth: Auth): string {
  return auth.kind === 'role' ? auth.roleArn : '';
}

function readRole(before: Auth, roleArn: string): Auth {
  const read = readAuth({ ...before, kind: 'role', roleArn }, (sentence) => {
    throw new SkybucketError('format', sentence);
  });
  return read ?? before;
}

async function askWhere(
  state: Asked,
  at: Place & { readonly title: string },
): Promise<Answer<Asked>> {
  const { l10n } = vscode;
  const amazon = l10n.t('Amazon S3');
  return text(at, {
    prompt: l10n.t('Address of the server (MinIO, Ceph, …). Empty: Amazon S3.'),
    placeholder: amazon,
    value: state.draft.endpoint ?? '',
    read: (typed) => {
      if (typed === '') {
        return withDraft(state, { endpoint: undefined, pathStyle: false });
      }
      const endpoint = readEndpoint(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
      if (endpoint === undefined) {
        throw new SkybucketError(
          'format',
          l10n.t('Type it like https://host or http://host:port, without path or user name.'),
        );
      }
      const same = endpoint === state.draft.endpoint;
      return withDraft(state, { endpoint, ...(same ? {} : { pathStyle: true }) });
    },
  });
}

interface Text {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly password?: boolean;
  readonly read: (typed: string) => Asked;
}

function text(
  at: Place & { readonly title: string },
  { read, ...asked }: Text,
): Promise<Answer<Asked>> {
  return askText<Asked>({
    ...at,
    ...asked,
    read: (typed) => Promise.resolve().then(() => read(typed)),
  });
}

function required(typed: string, sentence: string): string {
  if (typed === '') {
    throw new SkybucketError('format', sentence);
  }
  return typed;
}

function withDraft(state: Asked, more: Partial<Draft>): Asked {
  return { ...state, draft: { ...state.draft, ...more } };
}

function change<T, S>(answer: Answer<T>, made: (value: T) => S): Answer<S> {
  return answer === undefined || answer === 'back' ? answer : { value: made(answer.value) };
}
