import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { type Auth, authFieldProblem } from '../../core/s3/auth';
import { readEndpoint } from '../../core/s3/connection';
import { isRegionName } from '../../core/s3/names';
import { askOptions } from './ask-options';
import { askRoleSource, askWay, type Profiles } from './ask-way';
import { type Asked, change, withDraft, withoutField } from './asked';
import { proposedLabel } from './draft';
import { keySteps } from './key-steps';
import { refuse, type StepPlace, type StepText, stepText } from './step-text';
import type { WizardStep } from './wizard';

export interface StepTools {
  readonly title: string;
  /** The profiles of `~/.aws`; none in a workspace that is not trusted. */
  readonly profiles: Profiles;
  /** There are keys of the connection already. */
  readonly hasKeys: boolean;
}

/** The questions about a connection, in order. */
export function connectionSteps({
  title,
  profiles,
  hasKeys,
}: StepTools): readonly WizardStep<Asked>[] {
  return [
    { ask: (state, at) => askWay(state, { ...at, title }, profiles) },
    ...roleSteps(title, profiles),
    ...keySteps(title, hasKeys),
    { ask: (state, at) => askWhere(state, { ...at, title }) },
    { ask: (state, at) => askRegion(state, { ...at, title }) },
    {
      ask: async (state, at) => {
        const answer = await askOptions(title, at, state.draft);
        return change(answer, (options) => withDraft(state, options));
      },
    },
    { ask: (state, at) => askLabel(state, { ...at, title }) },
  ];
}

/** What is asked of a role, however it is taken on. */
function roleSteps(title: string, profiles: Profiles): readonly WizardStep<Asked>[] {
  const { l10n } = vscode;
  return [
    {
      applies: ({ draft: { auth } }) => auth.kind === 'role' || auth.kind === 'web-identity',
      ask: (state, at) =>
        askField(state, { ...at, title }, 'roleArn', {
          prompt: l10n.t('The ARN of the role.'),
          placeholder: 'arn:aws:iam::123456789012:role/name',
        }),
    },
    {
      applies: ({ draft }) => draft.auth.kind === 'role',
      ask: (state, at) => askRoleSource(state, { ...at, title }, profiles),
    },
    {
      applies: ({ draft }) => draft.auth.kind === 'role',
      ask: (state, at) =>
        stepText(
          { ...at, title },
          {
            prompt: l10n.t('External ID, where the owner of the role gave you one. Else empty.'),
            placeholder: '',
            value: 'externalId' in state.draft.auth ? (state.draft.auth.externalId ?? '') : '',
            read: (externalId) => withExternalId(state, externalId),
          },
        ),
    },
    {
      applies: ({ draft }) => draft.auth.kind === 'web-identity',
      ask: (state, at) =>
        askField(state, { ...at, title }, 'tokenFile', {
          prompt: l10n.t('Full path of the file with the token. It is read anew when needed.'),
          placeholder: '/var/run/secrets/tokens/token',
        }),
    },
  ];
}

/** Asks for what a way of signing in must have. */
function askField(
  state: Asked,
  at: StepPlace,
  field: 'roleArn' | 'tokenFile',
  text: Pick<StepText, 'prompt' | 'placeholder'>,
): ReturnType<typeof stepText> {
  const { auth } = state.draft;
  const fields: Auth & { readonly [name in typeof field]?: string } = auth;
  const before = fields[field];
  return stepText(at, {
    ...text,
    value: before ?? '',
    read: (typed) => {
      refuse(authFieldProblem(field, typed));
      return before === undefined ? state : withDraft(state, { auth: { ...auth, [field]: typed } });
    },
  });
}

function withExternalId(state: Asked, typed: string): Asked {
  const { auth } = state.draft;
  if (auth.kind !== 'role') {
    return state;
  }
  const rest = withoutField(auth, 'externalId');
  if (typed === '') {
    return withDraft(state, { auth: rest });
  }
  refuse(authFieldProblem('externalId', typed));
  return withDraft(state, { auth: { ...rest, externalId: typed } });
}

function askWhere(state: Asked, at: StepPlace): ReturnType<typeof stepText> {
  const { l10n } = vscode;
  return stepText(at, {
    prompt: l10n.t('Address of the server (MinIO, Ceph, …). Empty: Amazon S3.'),
    placeholder: l10n.t('Amazon S3'),
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

function askRegion(state: Asked, at: StepPlace): ReturnType<typeof stepText> {
  const { l10n } = vscode;
  return stepText(at, {
    prompt: l10n.t('Region, where the server wants one. Empty: it is found out.'),
    placeholder: 'us-east-1',
    value: state.draft.region ?? state.region ?? '',
    read: (typed) => {
      if (typed !== '' && !isRegionName(typed)) {
        throw new SkybucketError('format', l10n.t('This is not the name of a region.'));
      }
      return withDraft(state, { region: typed === '' ? undefined : typed });
    },
  });
}

function askLabel(state: Asked, at: StepPlace): ReturnType<typeof stepText> {
  const proposed = proposedLabel(state.draft);
  return stepText(at, {
    prompt: vscode.l10n.t('What to call the connection.'),
    placeholder: proposed,
    value: state.draft.label === '' ? proposed : state.draft.label,
    read: (typed) => withDraft(state, { label: typed === '' ? proposed : typed }),
  });
}
