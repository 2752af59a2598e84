import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copySteps } from '../../../src/extension/writes/copy';
import { countChosen } from '../../../src/extension/writes/count';
import { FileVersions } from '../../../src/extension/writes/file-versions';
import { FileWriter, placeName, WriteConflict } from '../../../src/extension/writes/file-writer';
import { moveSteps } from '../../../src/extension/writes/move';
import type { ChosenFolder, Place } from '../../../src/extension/writes/place';
import { removeChosen } from '../../../src/extension/writes/remove';
import { NASTY_KEYS } from '../s3/keys';
import { contentOf, noise } from '../s3/store-rig';
import { openServers, type ServerTools } from './server-tools';
import { at, never } from './support';

const LONGEST = 1000;
const nasty = NASTY_KEYS.filter((key) => Buffer.byteLength(key) <= LONGEST);

const folder = (key: string, connection = 'own'): ChosenFolder => ({
  ...{ kind: 'folder', place: at(key, 'sky', connection) },
});

describe('changing objects of a server', () => {
  let tools: ServerTools;
  const options = { signal: never };

  beforeAll(async () => {
    tools = await openServers('own', 'far');
  });

  afterAll(() => tools.close());

  const text = async (key: string, connection = 'own'): Promise<string | undefined> => {
    const content = await contentOf(tools.bucket(connection), key);
    return content && Buffer.from(content).toString();
  };

  const folderFilled = (prefix: string): void => {
    tools.bucket('own').put(prefix, '');
    for (const key of nasty) tools.bucket('own').put(prefix + key, `content of ${key}`);
  };

  const same = async (prefix: string, connection = 'own'): Promise<boolean[]> =>
    Promise.all(
      nasty.map(async (key) => (await text(prefix + key, connection)) === `content of ${key}`),
    );

  it('copies, moves and deletes every key there can be', async () => {
    folderFilled('in/');
    const copy = { from: folder('in/'), to: at('out/') };
    expect(await copySteps(tools, [copy], options)).toMatchObject({ objects: nasty.length + 1 });
    expect(new Set(await same('out/'))).toEqual(new Set([true]));

    const move = { from: folder('out/'), to: at('end/') };
    expect(await moveSteps(tools, [move], options)).toMatchObject({ kept: 0, problem: undefined });
    expect(new Set(await same('end/'))).toEqual(new Set([true]));
    expect(await countChosen(tools, [folder('out/')], options)).toMatchObject({ objects: 0 });

    const { objects } = await countChosen(tools, [folder('end/')], options);
    expect(objects).toBe(nasty.length);
    const removal = await removeChosen(tools, [folder('end/')], options);
    expect(removal).toEqual({ removed: objects, failed: 0, reasons: [], problem: undefined });
    expect(new Set(await same('in/'))).toEqual(new Set([true]));
    expect(tools.bucket('own').get('end/')).toBeUndefined();
  });

  it('takes every key, and parts of large objects, to another connection', async () => {
    folderFilled('in/');
    const large = noise(40_000_000);
    tools.bucket('own').put('in/large.bin', large, { contentType: 'application/fits' });
    const step = { from: folder('in/'), to: at('there/', 'sky', 'far') };
    await moveSteps(tools, [step], options);
    expect(new Set(await same('there/', 'far'))).toEqual(new Set([true]));
    const there = await contentOf(tools.bucket('far'), 'there/large.bin');
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(there && hash(there)).toBe(hash(large));
    expect(tools.bucket('far').uploads.size).toBe(0);
    expect(await countChosen(tools, [folder('in/')], options)).toMatchObject({ objects: 0 });
  });

  it('saves in place of what was read and nothing else', async () => {
    const versions = new FileVersions();
    const writer = new FileWriter(tools, versions, { tell: () => undefined });
    const place: Place = at('notes/ä + b.txt');
    const bucket = tools.bucket('own');
    bucket.put(place.key, 'one', { contentType: 'text/x-log' });
    const save = async (content: string): Promise<void> => {
      await writer.look(place);
      const bytes = new TextEncoder().encode(content);
      await writer.write(place, bytes, { create: true, overwrite: true, checked: true });
      await writer.look(place);
    };
    const looked = await writer.look(place);
    versions.read(
      placeName(place),
      typeof looked === 'object' ? looked : { etag: undefined, size: 0 },
      false,
    );
    await save('two');
    await save('three');
    expect(await text(place.key)).toBe('three');
    expect(bucket.get(place.key)?.contentType).toBe('text/x-log');
    bucket.put(place.key, 'their');
    await expect(save('mine')).rejects.toThrow(WriteConflict);
    expect(await text(place.key)).toBe('their');
    await writer.look(place);
    versions.accept(placeName(place));
    await save('mine');
    expect(await text(place.key)).toBe('mine');
  });

  it('keeps an original that was changed between the last look and its removal', async () => {
    const bucket = tools.bucket('own');
    ['race/a', 'race/b'].forEach((key) => bucket.put(key, `old ${key}`));
    // Somebody writes when all is listed and nothing is deleted yet.
    const { store } = tools;
    const racing: ServerTools = {
      ...tools,
      store: new Proxy(store, {
        get: (target, name, receiver) => {
          if (name === 'removeMany') bucket.put('race/b', 'somebody’s');
          const value: unknown = Reflect.get(target, name, receiver);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      }),
    };
    const step = { from: folder('race/'), to: at('raced/') };
    const moved = await moveSteps(racing, [step], options);
    expect(moved).toMatchObject({
      ...{ objects: 2, kept: 1 },
      reasons: [
        { key: 'race/b', reason: 's3://sky/race/b was changed meanwhile, and is not deleted.' },
      ],
    });
    expect(bucket.get('race/a')).toBeUndefined();
    expect(await text('race/b')).toBe('somebody’s');
    expect(await text('raced/b')).toBe('old race/b');
  });

  it('makes, renames and deletes folders', async () => {
    const writer = new FileWriter(tools, new FileVersions(), { tell: () => undefined });
    await writer.createFolder(at('new/folder'));
    expect(await writer.look(at('new/folder'))).toBe('folder');
    await writer.transfer('move', at('new/folder'), at('new/other'), options);
    expect(await writer.look(at('new/folder'))).toBeUndefined();
    expect(await writer.look(at('new/other'))).toBe('folder');
    await writer.remove(at('new'), { ...options, recursive: true });
    expect(await writer.look(at('new'))).toBeUndefined();
  });
});
