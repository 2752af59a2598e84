import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION, readConnections } from '../../../src/core/s3/connection';

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
      connections: [{ ...own, endpoint: 'http://127.0.0.1:9000' }],
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
    [[{ id: 'a', auth: { kind: 'profile' } }], [expect.stringContaining('auth must be')]],
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
