import type { Auth, Connection } from '../../core/s3/connection';

/** A connection that is being made or changed. */
export interface Draft {
  readonly auth: Auth;
  /** Left out: Amazon S3. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly pathStyle: boolean;
  readonly requesterPays: boolean;
  readonly readOnly: boolean;
  readonly label: string;
}

export const NEW_DRAFT: Draft = {
  auth: { kind: 'unsigned' },
  pathStyle: false,
  requesterPays: false,
  readOnly: true,
  label: '',
};

export function draftOf(connection: Connection): Draft {
  const { auth, endpoint, region, pathStyle, requesterPays, readOnly, label } = connection;
  return { auth, endpoint, region, pathStyle, requesterPays, readOnly, label };
}

/** The item of the setting for it; what is usual is left out. */
export function settingOf(
  id: string,
  { auth, endpoint, region, pathStyle, requesterPays, readOnly, label }: Draft,
): Record<string, unknown> {
  return {
    id,
    ...(label === '' || label === id ? {} : { label }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(pathStyle === (endpoint !== undefined) ? {} : { pathStyle }),
    ...(auth.kind === 'unsigned' ? {} : { auth }),
    ...(requesterPays ? { requesterPays } : {}),
    ...(readOnly === (auth.kind === 'unsigned') ? {} : { readOnly }),
  };
}

/** The ids in the setting as it is written, also of connections that cannot be used: they are not to be written over. */
export function writtenIds(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) => {
    const id = (item as { readonly id?: unknown } | null | undefined)?.id;
    return typeof id === 'string' ? [id] : [];
  });
}

/** An id of our form for a name that people gave, not among those that are taken. */
export function idFor(label: string, taken: readonly string[]): string {
  const base =
    label
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'connection';
  for (let count = 1; ; count++) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(id)) {
      return id;
    }
  }
}

/** What people call it at first. */
export function proposedLabel({ auth, endpoint }: Draft): string {
  const at = endpoint === undefined ? 'Amazon S3' : new URL(endpoint).host;
  switch (auth.kind) {
    case 'profile':
      return endpoint === undefined ? auth.profile : `${auth.profile} at ${at}`;
    case 'role':
    case 'web-identity':
      return auth.roleArn.split('/').at(-1) ?? at;
    case 'unsigned':
    case 'environment':
    case 'keys':
      return at;
  }
}
