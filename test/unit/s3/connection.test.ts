import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION, readConnections } from '../../../src/core/s3/connection';

const ROLE = 'arn:aws:iam::111122223333:role/reader';

describe('readConnections', () => {
  it('reads a full connection', () => {
    const own = {
      id: 'my-store',
      label: 'My store',
      kind: 's3',
      endpoint: 'http://127.0.0.1:9000/',
      region: 'us-west-2',
      pathStyle: false,
      auth: { kind: 'unsigned' },
      requesterPays: true,
    };
    expect(readConnections([own])).toEqual({
      connections: [{ ...own, endpoint: 'http://127.0.0.1:9000', readOnly: true }],
      problems: [],
    });
  });

  it('fills in what is left out', () => {
    expect(readConnections([{ id: 'aws' }, { id: 'own', endpoint: 'https://x.org' }])).toEqual({
      connections: [
        { ...PUBLIC_CONNECTION, id: 'aws', label: 'aws' },
        {
          ...PUBLIC_CONNECTION,
          id: 'own',
          label: 'own',
          endpoint: 'https://x.org',
          pathStyle: true,
        },
      ],
      problems: [],
    });
  });

  it.each<[unknown, readonly unknown[]]>([
    [undefined, []],
    [null, []],
    ['x', ['The connections are not a list.']],
    [[7], ['Connection 1 is not an object.']],
    [[{ id: 'Mine' }], ['Connection 1: id must be lower-case letters, digits and hyphens.']],
    [[{}], ['Connection 1: id must be lower-case letters, digits and hyphens.']],
    [[{ id: 5 }], ['Connection 1: id is not a string.', expect.any(String)]],
    [[{ id: 'public' }], ["Connection 1: the id “public” is Skybucket's own."]],
    [[{ id: 'https' }], ["Connection 1: the id “https” is Skybucket's own."]],
    [[{ id: 'a', kind: 'gcs' }], ['Connection 1: kind must be “s3”.']],
    [[{ id: 'a', region: 'x/y' }], ['Connection 1: “x/y” is not the name of a region.']],
    [[{ id: 'a', pathStyle: 'yes' }], ['Connection 1: pathStyle is not a boolean.']],
    [[{ id: 'a', auth: null }], [expect.stringContaining('auth must be')]],
    [[{ id: 'a', auth: { kind: 'magic' } }], [expect.stringContaining('auth must be')]],
    [[{ id: 'a', readOnly: 1 }], ['Connection 1: readOnly is not a boolean.']],
    ...(
      [
        [{ kind: 'profile' }, 'auth.profile must be'],
        [{ kind: 'profile', profile: 'a]b' }, 'auth.profile must be'],
        [{ kind: 'profile', profile: 7 }, 'auth.profile must be'],
        [{ kind: 'role', roleArn: 'admin' }, 'auth.roleArn must be'],
        [{ kind: 'role', roleArn: ROLE, externalId: 'a b' }, 'auth.externalId must be'],
        [{ kind: 'role', roleArn: ROLE, sessionName: '/' }, 'auth.sessionName must be'],
        [{ kind: 'web-identity', roleArn: ROLE, tokenFile: 'token' }, 'auth.tokenFile must be'],
        [{ kind: 'web-identity', roleArn: ROLE }, 'auth.tokenFile must be'],
        [{ kind: 'keys', secretAccessKey: 'wJalr' }, 'auth of the kind “keys” has no other'],
      ] as const
    ).map(([auth, problem]): [unknown, unknown[]] => [
      [{ id: 'a', auth }],
      [expect.stringContaining(problem)],
    ]),
    ...[
      'localhost:9000',
      'ftp://x',
      'https://x/path',
      'https://me:pw@x',
      'https://x?q',
      'https://x#f',
    ].map((endpoint): [unknown, unknown[]] => [
      [{ id: 'a', endpoint }],
      [expect.stringContaining('endpoint must be')],
    ]),
  ])('says what is wrong with %j', (value, problems) => {
    expect(readConnections(value)).toEqual({ connections: [], problems });
  });

  it.each([
    { kind: 'environment' },
    { kind: 'profile', profile: 'my group' },
    { kind: 'keys' },
    { kind: 'role', roleArn: ROLE },
    { kind: 'role', roleArn: ROLE, profile: 'a', externalId: 'x1', sessionName: 'me' },
    { kind: 'web-identity', roleArn: ROLE, tokenFile: '/run/token', sessionName: 'me' },
    { kind: 'web-identity', roleArn: ROLE, tokenFile: 'C:\\token' },
  ])('reads the way to sign in %j, and lets it write', (auth) => {
    const { connections, problems } = readConnections([{ id: 'a', auth }]);
    expect(problems).toEqual([]);
    expect(connections).toMatchObject([{ auth, readOnly: false }]);
    expect(readConnections([{ id: 'a', auth, readOnly: true }]).connections).toMatchObject([
      { readOnly: true },
    ]);
  });

  it('writes without signing in only where that is said', () => {
    const read = (more: object): boolean | undefined =>
      readConnections([{ id: 'a', endpoint: 'http://localhost:9000', ...more }]).connections[0]
        ?.readOnly;
    expect(read({})).toBe(true);
    expect(read({ readOnly: false })).toBe(false);
  });

  it('never repeats a secret that was put into the setting', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG';
    const values = [
      { id: 'a', auth: { kind: 'keys', secretAccessKey: secret } },
      { id: 'a', auth: secret },
      { id: 'a', auth: { kind: secret } },
      { id: 'a', auth: { kind: 'role', roleArn: secret } },
      { id: 'a', secretAccessKey: secret },
    ];
    const { problems } = readConnections(values);
    expect(problems.length).toBeGreaterThanOrEqual(values.length);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it('keeps the good ones, once each, and names fields it does not know', () => {
    const { connections, problems } = readConnections([{ id: 'a', secret: 1 }, 3, { id: 'a' }]);
    expect(connections.map(({ id }) => id)).toEqual(['a']);
    expect(problems).toEqual([
      'Connection 1: the field “secret” is not known and has no effect.',
      'Connection 2 is not an object.',
      'Connection 3: the id “a” is taken by one above it.',
    ]);
  });
});
