/**
 * Where the credentials of a connection come from. None of them stands here: this is written into a setting, and a
 * setting is read by anybody.
 */
export type Auth =
  | { readonly kind: 'unsigned' }
  /** The `AWS_*` variables of the editor's process; a web identity, a container or a machine's role where they say so. */
  | { readonly kind: 'environment' }
  /** A profile of `~/.aws`: keys, SSO, an assumed role, a web identity or a process, as the profile says. */
  | { readonly kind: 'profile'; readonly profile: string }
  /** Keys that the user typed; they are in the editor's secret storage, under the id of the connection. */
  | { readonly kind: 'keys' }
  /** A role taken on with the credentials of a profile, or of the environment where none is named. */
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly profile?: string;
      readonly externalId?: string;
      readonly sessionName?: string;
    }
  /** A role taken on with the token in a file. */
  | {
      readonly kind: 'web-identity';
      readonly roleArn: string;
      readonly tokenFile: string;
      readonly sessionName?: string;
    };

/** What may be said of each kind beside its name; with `!` what must be. */
const FIELDS: Readonly<Record<Auth['kind'], readonly string[]>> = {
  unsigned: [],
  environment: [],
  profile: ['profile!'],
  keys: [],
  role: ['roleArn!', 'profile', 'externalId', 'sessionName'],
  'web-identity': ['roleArn!', 'tokenFile!', 'sessionName'],
};

const FORMS: Readonly<Record<string, readonly [RegExp, string]>> = {
  profile: [/^[^\p{Cc}[\]]{1,128}$/u, 'the name of a profile in ~/.aws'],
  roleArn: [
    /^arn:[a-z-]+:iam::\d*:role\/[\w+=,.@/-]{1,600}$/,
    'like arn:aws:iam::123456789012:role/name',
  ],
  externalId: [/^[\w+=,.@:/-]{2,1224}$/, '2 to 1,224 letters, digits and +=,.@:/-'],
  sessionName: [/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits and +=,.@-'],
  tokenFile: [/^(?:\/|[A-Za-z]:[\\/]|\\\\)[^\p{Cc}]{1,4000}$/u, 'the full path of a file'],
};

/** What is wrong with the text of a field, in one sentence; undefined where nothing is. */
export function authFieldProblem(
  name: 'roleArn' | 'externalId' | 'sessionName' | 'tokenFile',
  text: string,
): string | undefined {
  const form = FORMS[name];
  return form?.[0].test(text) === false ? `This must be ${form[1]}.` : undefined;
}

/**
 * Reads the `auth` of a connection, which may be anything; left out, it is unsigned. What is wrong is told without
 * the values: somebody may have put a secret there.
 */
export function readAuth(value: unknown, wrong: (sentence: string) => void): Auth | undefined {
  if (value === undefined) {
    return { kind: 'unsigned' };
  }
  const fields = typeof value === 'object' && !Array.isArray(value) ? value : null;
  const given = (fields ?? {}) as Readonly<Record<string, unknown>>;
  const { kind } = given;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) {
    const kinds = Object.keys(FIELDS).map((name) => `“${name}”`);
    wrong(`auth must be an object whose kind is one of ${kinds.join(', ')}.`);
    return undefined;
  }
  const known = FIELDS[kind as Auth['kind']];
  const names = known.map((name) => name.replace('!', ''));
  if (Object.keys(given).some((name) => name !== 'kind' && !names.includes(name))) {
    wrong(
      `auth of the kind “${kind}” has ${names.length === 0 ? 'no other fields' : `no fields but ${names.join(', ')}`}; ` +
        'keys and tokens never belong in a setting: “Skybucket: Edit Connection…” keeps them safely.',
    );
    return undefined;
  }
  const bad = known.find((field) => {
    const name = field.replace('!', '');
    const text = given[name];
    return text === undefined
      ? field.endsWith('!')
      : typeof text !== 'string' || FORMS[name]?.[0].test(text) !== true;
  });
  if (bad !== undefined) {
    const name = bad.replace('!', '');
    wrong(`auth.${name} must be ${FORMS[name]?.[1] ?? 'a text'}.`);
    return undefined;
  }
  return Object.fromEntries(Object.entries(given)) as unknown as Auth;
}
