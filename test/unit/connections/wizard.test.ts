import { describe, expect, it } from 'vitest';
import {
  type Connection,
  PUBLIC_CONNECTION,
  readConnections,
} from '../../../src/core/s3/connection';
import {
  draftOf,
  idFor,
  NEW_DRAFT,
  proposedLabel,
  settingOf,
  writtenIds,
} from '../../../src/extension/connections/draft';
import { walk, type WizardStep } from '../../../src/extension/connections/wizard';

describe('a draft of a connection', () => {
  const role = 'arn:aws:iam::111122223333:role/team/reader';
  const drafts: Connection[] = [
    { ...PUBLIC_CONNECTION, id: 'a', label: 'a' },
    { ...PUBLIC_CONNECTION, id: 'a', label: 'A b', readOnly: false },
    {
      ...{ ...PUBLIC_CONNECTION, id: 'a', label: 'a', readOnly: false },
      ...{ auth: { kind: 'keys' }, endpoint: 'http://localhost:9000', pathStyle: true },
    },
    {
      ...{ ...PUBLIC_CONNECTION, id: 'a', label: 'a', region: 'eu-west-3', requesterPays: true },
      ...{ auth: { kind: 'role', roleArn: role, profile: 'x' }, readOnly: true },
    },
    {
      ...{ ...PUBLIC_CONNECTION, id: 'a', label: 'a', readOnly: false },
      ...{ auth: { kind: 'profile', profile: 'x' }, endpoint: 'https://s.org', pathStyle: false },
    },
  ];

  it.each(drafts)('is read from the setting as it was written: %j', (connection) => {
    const read = readConnections([settingOf('a', draftOf(connection))]);
    expect(read).toEqual({ connections: [connection], problems: [] });
  });

  it('gets an id that is free', () => {
    expect(idFor('My Store (Zürich)', [])).toBe('my-store-zu-rich');
    expect(idFor('星', [])).toBe('connection');
    expect(idFor('a', ['a', 'a-2'])).toBe('a-3');
    const written = [{ id: 'a', region: 'NOT ONE' }, null, 7, { id: 8 }, { id: 'b' }];
    expect(writtenIds(written)).toEqual(['a', 'b']);
    expect(writtenIds('nonsense')).toEqual([]);
    expect(readConnections([{ id: idFor('x'.repeat(99), []) }]).problems).toEqual([]);
  });

  it('is called what people would call it', () => {
    expect(proposedLabel(NEW_DRAFT)).toBe('Amazon S3');
    const profile = { ...NEW_DRAFT, auth: { kind: 'profile', profile: 'group' } as const };
    expect(proposedLabel(profile)).toBe('group');
    expect(proposedLabel({ ...profile, endpoint: 'http://m.org:9000' })).toBe(
      'group at m.org:9000',
    );
    expect(proposedLabel({ ...NEW_DRAFT, auth: { kind: 'role', roleArn: role } })).toBe('reader');
  });
});

describe('questions', () => {
  const asking = (
    name: string,
    answers: (string | 'back' | undefined)[],
    applies?: (state: string) => boolean,
  ): WizardStep<string> => ({
    ...(applies === undefined ? {} : { applies }),
    ask: (state, { step, steps }) => {
      seen.push(`${name} ${step}/${steps}`);
      const answer = answers.shift();
      return Promise.resolve(
        answer === undefined || answer === 'back' ? answer : { value: state + answer },
      );
    },
  });
  let seen: string[] = [];

  it('are asked in turn, those that apply', async () => {
    seen = [];
    const steps = [asking('a', ['x']), asking('b', [], (s) => s !== 'x'), asking('c', ['z'])];
    expect(await walk(steps, '')).toBe('xz');
    expect(seen).toEqual(['a 1/3', 'c 2/2']);
  });

  it('are taken back one by one, and propose what was answered before', async () => {
    seen = [];
    const proposed: string[] = [];
    const field = (name: string, answers: string[]): WizardStep<Record<string, string>> => ({
      ask: (state, { step }) => {
        proposed.push(`${step} ${name}=${state[name] ?? ''}`);
        const answer = answers.shift() ?? 'none left';
        return Promise.resolve(
          answer === 'back' ? 'back' : { value: { ...state, [name]: answer } },
        );
      },
    });
    const steps = [
      field('a', ['x', 'w']),
      field('b', ['y', 'back', 'v']),
      field('c', ['back', 'z']),
    ];
    expect(await walk(steps, {})).toEqual({ a: 'w', b: 'v', c: 'z' });
    expect(proposed).toEqual(['1 a=', '2 b=', '3 c=', '2 b=y', '1 a=x', '2 b=y', '3 c=']);
    expect(await walk([asking('a', ['x', undefined]), asking('b', ['back'])], '')).toBeUndefined();
  });

  it('end where the user gives up, also at the first one', async () => {
    expect(await walk([asking('a', ['x']), asking('b', [undefined])], '')).toBeUndefined();
    expect(await walk([asking('a', ['back'])], '')).toBeUndefined();
  });
});
