import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import {
  ConnectionKeys,
  connectionOfSecret,
} from '../../../src/extension/connections/connection-keys';

const KEYS = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const connection = { ...PUBLIC_CONNECTION, id: 'own', endpoint: 'https://minio.example.org' };

function storage(): { kept: Map<string, string>; keys: ConnectionKeys } {
  const kept = new Map<string, string>();
  const keys = new ConnectionKeys({
    get: (name) => Promise.resolve(kept.get(name)),
    store: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
  });
  return { kept, keys };
}

describe('keys of connections', () => {
  it('are kept by connection, and go with it', async () => {
    const { keys, kept } = storage();
    await keys.set(connection, { ...KEYS, sessionToken: 'token' });
    expect(await keys.get(connection)).toEqual({ ...KEYS, sessionToken: 'token' });
    expect(await keys.get({ ...connection, id: 'other' })).toBeUndefined();
    expect([...kept.keys()].map(connectionOfSecret)).toEqual(['own']);
    expect(connectionOfSecret('skybucket.mast')).toBeUndefined();
    await keys.remove('own');
    expect(kept.size).toBe(0);
  });

  it('do not go along to another endpoint', async () => {
    const { keys } = storage();
    await keys.set(connection, KEYS);
    const { endpoint, ...amazon } = connection;
    for (const led of [{ ...connection, endpoint: `${endpoint}:8443` }, amazon]) {
      await expect(keys.get(led)).rejects.toMatchObject({ code: 'access-denied' });
    }
  });

  it.each(['', 'null', '7', '{', '{"accessKeyId":"a"}', '[]'])(
    'that are damaged (%j) are none',
    async (text) => {
      const { keys, kept } = storage();
      kept.set('skybucket.connection.own', text);
      expect(await keys.get(connection)).toBeUndefined();
    },
  );
});
