import * as vscode from 'vscode';
import type { Auth } from '../../core/s3/auth';
import type { AwsProfile } from '../../platform/node/aws-credentials';
import { askPick, type Answer, type PickItem, type PickStep } from '../commands/ask';
import { escapeIcons, visibleName } from '../views/display';
import { type Asked, change, withoutField, withWay } from './asked';
import type { StepPlace } from './step-text';

/** A profile by its name. */
type ProfileWay = `profile:${string}`;

/** A kind of signing in, or a profile. */
type Way = Exclude<Auth['kind'], 'profile'> | ProfileWay;

export type Profiles = () => Promise<readonly AwsProfile[]>;

/** Asks how to sign in. */
export async function askWay(
  state: Asked,
  at: StepPlace,
  profiles: Profiles,
): Promise<Answer<Asked>> {
  const { l10n } = vscode;
  const { auth } = state.draft;
  const own = auth.kind === 'profile' ? auth.profile : undefined;
  const ways = [
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
    way('role', l10n.t('$(person) Role…'), l10n.t('Taken on with a profile or the environment')),
    way(
      'web-identity',
      l10n.t('$(file) Web identity…'),
      l10n.t('A role, taken on with a token that stands in a file'),
    ),
    way('unsigned', l10n.t('$(globe) No credentials'), l10n.t('A server that anybody may read')),
  ];
  const known = profiles();
  const answer = await askPick<Way>({
    ...at,
    placeholder: l10n.t('How do you sign in?'),
    ...withProfiles<Way>(ways, own, () => known),
    active: auth.kind === 'profile' ? `profile:${auth.profile}` : auth.kind,
  });
  const listed = answer === undefined || answer === 'back' ? [] : await known.catch(() => []);
  return change(answer, (chosen) => {
    const name = profileOf(chosen);
    const region = listed.find((profile) => profile.name === name)?.region;
    return withWay({ ...state, region }, authOf(chosen, auth));
  });
}

/** Asks with whose credentials a role is taken on. */
export async function askRoleSource(
  state: Asked,
  at: StepPlace,
  profiles: Profiles,
): Promise<Answer<Asked>> {
  const { l10n } = vscode;
  const { auth } = state.draft;
  const own = auth.kind === 'role' ? auth.profile : undefined;
  const environment = {
    label: l10n.t('$(server-environment) Environment'),
    description: l10n.t('The AWS_* variables, else the role of the container or the machine'),
    value: '',
  } as const;
  const answer = await askPick<'' | ProfileWay>({
    ...at,
    placeholder: l10n.t('With whose credentials is the role taken on?'),
    ...withProfiles<'' | ProfileWay>([environment], own, profiles),
    active: own === undefined ? '' : `profile:${own}`,
  });
  return change(answer, (chosen) => {
    if (auth.kind !== 'role') {
      return state;
    }
    const rest = withoutField(auth, 'profile');
    const profile = profileOf(chosen);
    return withWay(state, profile === undefined ? rest : { ...rest, profile });
  });
}

function way(value: Way, label: string, description: string): PickItem<Way> {
  return { label, description, value };
}

/** The profile that is chosen already is the first item, listed or not; the others come below, once they are found. */
function withProfiles<T>(
  items: readonly PickItem<T>[],
  own: string | undefined,
  profiles: Profiles,
): Pick<PickStep<T | ProfileWay>, 'items' | 'more'> {
  return {
    items: [...(own === undefined ? [] : [profileItem({ name: own })]), ...items],
    more: async () => (await profiles()).filter(({ name }) => name !== own).map(profileItem),
  };
}

function profileItem({
  name,
  how = 'other',
  region,
}: Pick<AwsProfile, 'name'> & Partial<AwsProfile>): PickItem<ProfileWay> {
  const facts = [vscode.l10n.t('AWS profile'), how === 'other' ? '' : how, region ?? ''];
  return {
    label: `$(account) ${escapeIcons(visibleName(name))}`,
    description: escapeIcons(facts.filter((fact) => fact !== '').join(' · ')),
    value: `profile:${name}`,
  };
}

function profileOf(chosen: string): string | undefined {
  return chosen.startsWith('profile:') ? chosen.slice('profile:'.length) : undefined;
}

/** The same one where its kind stays. */
function authOf(chosen: Way, before: Auth): Auth {
  if (before.kind === chosen) {
    return before;
  }
  switch (chosen) {
    case 'role':
      return { kind: chosen, roleArn: arnOf(before) };
    case 'web-identity':
      return { kind: chosen, roleArn: arnOf(before), tokenFile: '' };
    case 'keys':
    case 'environment':
    case 'unsigned':
      return { kind: chosen };
    default:
      return { kind: 'profile', profile: chosen.slice('profile:'.length) };
  }
}

function arnOf(auth: Auth): string {
  return auth.kind === 'role' || auth.kind === 'web-identity' ? auth.roleArn : '';
}
