import { describe, expect, it } from 'vitest';
import { readEngines } from '../../../src/core/engines/engine-settings';
import { EngineSecrets, type Secrets } from '../../../src/extension/engines/engine-secrets';

const trino = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  ...{ id: 'a', kind: 'trino', address: 'https://trino.example.org' },
  ...more,
});
const problemOf = (item: unknown): string | undefined => readEngines([item]).problems[0];

describe('the setting of engines', () => {
  it('reads both kinds', () => {
    const { engines, problems } = readEngines([
      trino({
        label: 'Cluster',
        user: 'jane',
        auth: 'password',
        tables: { 's3://b/wise/': 'hive.x' },
      }),
      { id: 'b', kind: 'athena', region: 'us-west-2', output: 's3://results/x/' },
    ]);
    expect(problems).toEqual([]);
    expect(engines).toMatchObject([
      { kind: 'trino', label: 'Cluster', auth: 'password', mostRows: 1_000_000 },
      { kind: 'athena', label: 'b', region: 'us-west-2', endpoint: '' },
    ]);
    expect(engines[0]?.tables.get('s3://b/wise')).toBe('"hive"."x"');
  });

  it.each([
    [trino({ address: 'http://trino.example.org', auth: 'password' }), 'by plain http'],
    [trino({ address: 'https://jane:secret@trino.example.org' }), 'has a password in it'],
    [trino({ address: 'ftp://x' }), 'not an http or https link'],
    [trino({ id: 'A b' }), 'Its id has other characters'],
    [trino({ kind: 'spark' }), 'neither “trino” nor “athena”'],
    [trino({ auth: 'magic' }), 'Its auth is neither'],
    [trino({ mostRows: -1 }), 'mostRows is no whole number'],
    [trino({ tables: { x: 'a; DROP' } }), 'is not the name of a table'],
    [trino({ tables: ['x'] }), 'no object of data sets'],
    [{ id: 'b', kind: 'athena', region: 'evil.example.org/' }, 'Its region is none of Amazon’s'],
    [{ id: 'b', kind: 'athena', region: 'us-west-2', output: 'here' }, 'no folder on S3'],
    [
      { id: 'b', kind: 'athena', region: 'us-west-2', endpoint: 'http://x.example.org' },
      'by plain http',
    ],
    [7, 'It is no object.'],
  ])('refuses %j', (item, words) => {
    expect(problemOf(item)).toContain(words);
  });

  it('takes plain http to this very machine, and elsewhere without a password', () => {
    for (const address of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']) {
      expect(problemOf(trino({ address, auth: 'password' })), address).toBeUndefined();
    }
    expect(problemOf(trino({ address: 'http://trino.example.org' }))).toBeUndefined();
  });

  it('survives any value', () => {
    expect(readEngines(undefined)).toEqual({ engines: [], problems: [] });
    expect(readEngines('x').problems).toHaveLength(1);
    expect(readEngines([trino(), trino()]).problems[0]).toContain('two with the id “a”');
  });
});

describe('secrets of engines', () => {
  it('belong to the address and the user that they were given for', async () => {
    const kept = new Map<string, string>();
    const storage: Secrets = {
      get: (key) => Promise.resolve(kept.get(key)),
      store: (key, value) => Promise.resolve(void kept.set(key, value)),
      delete: (key) => Promise.resolve(void kept.delete(key)),
    };
    const secrets = new EngineSecrets(storage);
    const [engine, moved, other] = readEngines([
      trino({ auth: 'password', user: 'jane' }),
    ]).engines.concat(
      readEngines([trino({ auth: 'password', user: 'jane', address: 'https://evil.example.org' })])
        .engines,
      readEngines([trino({ auth: 'password', user: 'joe' })]).engines,
    );
    if (!engine || !moved || !other) {
      throw new Error('The settings are wrong.');
    }
    expect(await secrets.lacks(engine)).toBe(true);
    await secrets.set(engine, 'secret');
    expect(await secrets.get(engine)).toBe('secret');
    expect(await secrets.lacks(engine)).toBe(false);
    expect(await secrets.get(moved)).toBeUndefined();
    expect(await secrets.get(other)).toBeUndefined();
    await secrets.remove(engine);
    expect(await secrets.get(engine)).toBeUndefined();
  });
});
