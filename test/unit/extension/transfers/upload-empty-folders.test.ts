import { expect, it } from 'vitest';
import { makeEmptyFolders } from '../../../../src/extension/transfers/upload-empty-folders';
import { ObjectChanges } from '../../../../src/extension/writes/changes';
import { MemoryStore } from '../../../support/s3-store/memory-store';
import { at, never } from '../../writes/support';

it('folders without files are uploaded as markers, those that are there stay as they are', async () => {
  const store = new MemoryStore();
  const kept = store.fill(at('night/set/old/'), 'not nothing');
  const changes = new ObjectChanges();
  const told: string[] = [];
  changes.on((some) => told.push(...some.map(({ kind, place }) => `${kind} ${place.key}`)));
  const host = {
    ...{ store, changes, session: store.session },
    connection: (id: string) => store.connection(id),
  };
  const place = { connection: 'own', bucket: 'sky', prefix: 'night/' };
  const found = [{ emptyFolders: ['set/new', 'set/old'] }, { emptyFolders: [] }];
  await makeEmptyFolders(host, place, found, never);
  expect(store.keys('own', 'sky')).toEqual(['night/set/new/', 'night/set/old/']);
  expect(store.object(at('night/set/new/'))).toMatchObject({
    contentType: 'application/x-directory',
  });
  expect(store.object(at('night/set/old/'))).toBe(kept);
  expect(told).toEqual(['created night/set/new/', 'created night/set/old/']);
});
