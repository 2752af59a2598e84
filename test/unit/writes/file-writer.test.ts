import { describe, expect, it } from 'vitest';
import { FileVersions } from '../../../src/extension/writes/file-versions';
import {
  AlreadyThere,
  FileWriter,
  LARGEST_WRITE,
  placeName,
  WriteConflict,
} from '../../../src/extension/writes/file-writer';
import type { ObjectChange } from '../../../src/extension/writes/changes';
import type { Place } from '../../../src/extension/writes/place';
import { SkybucketError } from '../../../src/core/errors';
import { KeptTags } from '../../../src/extension/writes/kept-tags';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, never } from './support';

/** A file system over buckets in memory, and an editor that uses it as VS Code does. */
class Bench {
  readonly store = new MemoryStore();
  readonly versions = new FileVersions();
  readonly told: string[] = [];
  readonly asked: string[] = [];
  withoutTags = false;
  time = 1_000_000;
  readonly writer = new FileWriter(
    this.store,
    this.versions,
    { tell: (changes: readonly ObjectChange[]) => this.note(changes) },
    () => this.time,
    new KeptTags(this.store, async (message) => {
      this.asked.push(message);
      return Promise.resolve(this.withoutTags);
    }),
  );

  /** Opens a file: a look, then its bytes. */
  async open(place: Place): Promise<void> {
    await this.writer.look(place);
    const { etag, bytes } = this.store.object(place) ?? { etag: undefined, bytes: [] };
    this.versions.read(placeName(place), { etag, size: bytes.length }, false);
  }

  /** Saves a text: a look, a write, a look. */
  async save(place: Place, text: string): Promise<void> {
    await this.writer.look(place);
    await this.write(place, text, { checked: true });
    await this.writer.look(place);
  }

  write(
    place: Place,
    text: string,
    { create = true, overwrite = true, checked = false } = {},
  ): Promise<void> {
    const content = new TextEncoder().encode(text);
    return this.writer.write(place, content, { create, overwrite, checked });
  }

  private note(changes: readonly ObjectChange[]): void {
    this.told.push(...changes.map(({ kind, place }) => `${kind} ${place.key}`));
  }
}

describe('saving a file', () => {
  it('again and again replaces one’s own versions', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    await bench.open(at('a.txt'));
    for (const text of ['two', 'six', 'four']) {
      await bench.save(at('a.txt'), text);
      bench.time += 60_000;
    }
    expect(bench.store.text(at('a.txt'))).toBe('four');
    expect(bench.told).toEqual(Array(3).fill('changed a.txt'));
  });

  it('refuses to replace what somebody else wrote, even of the same size', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    await bench.open(at('a.txt'));
    bench.store.fill(at('a.txt'), 'two');
    await expect(bench.save(at('a.txt'), 'mine')).rejects.toThrow(WriteConflict);
    expect(bench.store.text(at('a.txt'))).toBe('two');
    // The user chose to overwrite it.
    bench.versions.accept(placeName(at('a.txt')));
    await bench.save(at('a.txt'), 'mine');
    expect(bench.store.text(at('a.txt'))).toBe('mine');
  });

  it('refuses what was written between the look and the write', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    await bench.open(at('a.txt'));
    bench.store.before = (operation) => {
      if (operation === 'put') bench.store.fill(at('a.txt'), 'much longer');
    };
    await expect(bench.save(at('a.txt'), 'mine')).rejects.toThrow(WriteConflict);
    expect(bench.store.text(at('a.txt'))).toBe('much longer');
  });

  it('says what the server says of a conflict that is nobody else’s', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    for (const [retryable, kind] of [
      [true, WriteConflict],
      [false, SkybucketError],
    ] as const) {
      await bench.open(at('a.txt'));
      bench.store.before = (operation) => {
        if (operation === 'put') throw new SkybucketError('conflict', 'In the way.', { retryable });
      };
      const saved = await bench.save(at('a.txt'), 'two').catch((error: unknown) => error);
      expect((saved as object).constructor).toBe(kind);
    }
  });

  it('makes a new file, unless it has come meanwhile', async () => {
    const bench = new Bench();
    await bench.save(at('a/new.csv'), 'x,y');
    expect(bench.store.object(at('a/new.csv'))?.contentType).toBe('text/csv');
    expect(bench.told).toEqual(['created a/new.csv']);
    bench.store.before = (operation) => {
      if (operation === 'put') bench.store.fill(at('b.txt'), 'theirs');
    };
    await expect(bench.save(at('b.txt'), 'mine')).rejects.toThrow(WriteConflict);
    expect(bench.store.text(at('b.txt'))).toBe('theirs');
  });

  it('makes a file anew that was deleted by somebody', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    await bench.open(at('a.txt'));
    await bench.store.remove(bench.store.connection('own'), at('a.txt'));
    await bench.save(at('a.txt'), 'mine');
    expect(bench.store.text(at('a.txt'))).toBe('mine');
  });

  it('keeps all that the object says of itself, its tags and how it is encrypted', async () => {
    const bench = new Bench();
    const attributes = {
      ...{ contentType: 'text/x-log', contentDisposition: 'inline', contentLanguage: 'de' },
      ...{ cacheControl: 'no-cache', expires: new Date(0), storageClass: 'STANDARD_IA' },
      ...{ metadata: { observer: 'Hubble' }, encryption: { kind: 'AES256' as const } },
      tags: [{ key: 'project', value: 'deep' }],
    };
    bench.store.fill(at('a.txt'), 'one', { attributes, ...attributes });
    for (const text of ['two', 'three']) {
      await bench.save(at('a.txt'), text);
      bench.time += 60_000;
    }
    expect(bench.store.text(at('a.txt'))).toBe('three');
    expect(bench.store.object(at('a.txt'))?.attributes).toMatchObject(attributes);
  });

  it('asks before tags are lost that may not be read, and else writes nothing', async () => {
    const bench = new Bench();
    const denied = new SkybucketError('access-denied', 'Not for you.');
    bench.store.fill(at('a.txt'), 'one');
    bench.store.before = (operation) => {
      if (operation === 'tags') throw denied;
    };
    await expect(bench.save(at('a.txt'), 'two')).rejects.toMatchObject({ code: 'access-denied' });
    expect(bench.store.text(at('a.txt'))).toBe('one');
    expect(bench.asked).toEqual([
      'Whether s3://sky/a.txt has tags cannot be told: the connection may not read them. Writing it would remove them.',
    ]);
    bench.withoutTags = true;
    await bench.save(at('a.txt'), 'two');
    // Said once for a bucket.
    await bench.save(at('a.txt'), 'three');
    expect(bench.store.text(at('a.txt'))).toBe('three');
    expect(bench.asked.length).toBe(2);
  });

  it('asks about each object that has tags, whatever was answered for others', async () => {
    const bench = new Bench();
    const denied = new SkybucketError('access-denied', 'Not for you.');
    const attributes = { tags: [{ key: 'project', value: 'deep' }] };
    bench.store.fill(at('a.txt'), 'one');
    bench.store.fill(at('b.txt'), 'one', { attributes });
    bench.store.before = (operation) => {
      if (operation === 'tags') throw denied;
    };
    bench.withoutTags = true;
    await bench.save(at('a.txt'), 'two');
    bench.withoutTags = false;
    await expect(bench.save(at('b.txt'), 'two')).rejects.toMatchObject({ code: 'access-denied' });
    expect(bench.store.text(at('b.txt'))).toBe('one');
    expect(bench.asked.at(-1)).toBe(
      's3://sky/b.txt has 1 tag, which the connection may not read. Writing it would remove them.',
    );
  });

  it('writes nothing where tags that were counted cannot be had', async () => {
    const bench = new Bench();
    const attributes = { tags: [{ key: 'project', value: 'deep' }] };
    bench.store.fill(at('a.txt'), 'one', { attributes });
    bench.store.before = (operation) => {
      if (operation === 'tags') throw new SkybucketError('server', 'No.');
    };
    await expect(bench.save(at('a.txt'), 'two')).rejects.toMatchObject({ code: 'server' });
    expect(bench.store.text(at('a.txt'))).toBe('one');
  });

  it('keeps what the object says of itself', async () => {
    const bench = new Bench();
    const headers = { contentType: 'text/x-log', metadata: { observer: 'Hubble' } };
    bench.store.fill(at('a.txt'), 'one', headers);
    await bench.save(at('a.txt'), 'two');
    expect(bench.store.object(at('a.txt'))).toMatchObject(headers);
    bench.time += 60_000;
    // Without a look by the editor there is one of our own.
    await bench.write(at('a.txt'), 'three');
    expect(bench.store.object(at('a.txt'))).toMatchObject(headers);
    expect(bench.store.text(at('a.txt'))).toBe('three');
  });

  it('does as create and overwrite say', async () => {
    const bench = new Bench();
    await expect(bench.write(at('a.txt'), 'x', { create: false })).rejects.toMatchObject({
      code: 'not-found',
    });
    bench.store.fill(at('b.txt'), 'one');
    const refused = bench.write(at('b.txt'), 'x', { overwrite: false });
    await expect(refused).rejects.toThrow(AlreadyThere);
    bench.store.fill(at('d/e.txt'), 'one');
    await expect(bench.write(at('d'), 'x')).rejects.toThrow(/is a folder/);
    expect(bench.store.keys('own', 'sky')).toEqual(['b.txt', 'd/e.txt']);
  });

  it('is not for what is too large or read-only', async () => {
    const bench = new Bench();
    const large = { length: LARGEST_WRITE + 1 } as Uint8Array;
    const options = { create: true, overwrite: true, checked: false };
    await expect(bench.writer.write(at('a'), large, options)).rejects.toMatchObject({
      code: 'too-large',
    });
    bench.store.connect('own', { readOnly: true });
    await expect(bench.write(at('a'), 'x')).rejects.toThrow(/the connection “own” is read-only/);
    expect(bench.store.operations).toEqual([]);
  });

  it('is seen by the next look without asking, and by the one after that as it is', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    await bench.save(at('a.txt'), 'two!');
    bench.store.fill(at('a.txt'), 'theirs');
    expect(await bench.writer.look(at('a.txt'))).toMatchObject({ size: 6 });
    await bench.write(at('b.txt'), 'mine');
    bench.store.fill(at('b.txt'), 'theirs');
    bench.time += 60_000;
    expect(await bench.writer.look(at('b.txt'))).toMatchObject({ size: 6 });
  });
});

describe('files and folders', () => {
  it('are told apart', async () => {
    const bench = new Bench();
    for (const key of ['a/b.txt', 'marked/', 'both', 'both/c']) bench.store.fill(at(key), '');
    const kinds = await Promise.all(
      ['a', 'a/', 'marked', 'both', 'lost', ''].map(async (key) => {
        const found = await bench.writer.look(at(key));
        return typeof found === 'object' ? 'file' : found;
      }),
    );
    expect(kinds).toEqual(['folder', 'folder', 'folder', 'file', undefined, 'folder']);
  });

  it('new folders are markers, made once', async () => {
    const bench = new Bench();
    await bench.writer.createFolder(at('a/new'));
    expect(bench.store.text(at('a/new/'))).toBe('');
    expect(bench.told).toEqual(['created a/new/']);
    await expect(bench.writer.createFolder(at('a/new'))).rejects.toThrow(AlreadyThere);
    await expect(bench.writer.createFolder(at('a'))).rejects.toThrow(AlreadyThere);
  });

  it('are deleted; folders with something in them only when that is meant', async () => {
    const bench = new Bench();
    for (const key of ['a/', 'a/b', 'c', 'ab']) bench.store.fill(at(key), '');
    const folder = bench.writer.remove(at('a'), { signal: never, recursive: false });
    await expect(folder).rejects.toThrow(/is not empty/);
    await bench.writer.remove(at('a'), { signal: never, recursive: true });
    await bench.writer.remove(at('c'), { signal: never, recursive: false });
    expect(bench.store.keys('own', 'sky')).toEqual(['ab']);
    expect(bench.told).toEqual(['deleted a/', 'deleted c']);
    const lost = bench.writer.remove(at('lost'), { signal: never, recursive: true });
    await expect(lost).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are renamed, never over something else', async () => {
    const bench = new Bench();
    for (const key of ['a/b', 'a/c/d', 'e', 'f']) bench.store.fill(at(key), key);
    const { writer } = bench;
    await writer.transfer('move', at('a'), at('z'), { signal: never });
    await expect(writer.transfer('move', at('e'), at('f'), { signal: never })).rejects.toThrow(
      AlreadyThere,
    );
    await writer.transfer('move', at('e'), at('f'), { signal: never, overwrite: true });
    await writer.transfer('copy', at('f'), at('g'), { signal: never });
    expect(bench.store.keys('own', 'sky')).toEqual(['f', 'g', 'z/b', 'z/c/d']);
    expect(bench.store.text(at('f'))).toBe('e');
    expect(bench.told).toContain('deleted a/');
  });
});

describe('a whole bucket', () => {
  it('is neither deleted nor moved by one call', async () => {
    const bench = new Bench();
    bench.store.fill(at('a.txt'), 'one');
    const { writer } = bench;
    const refusal = { code: 'unsupported' };
    const options = { signal: never };
    const all = writer.remove(at(''), { ...options, recursive: true });
    await expect(all).rejects.toMatchObject(refusal);
    const moved = writer.transfer('move', at(''), at('there/', 'other'), options);
    await expect(moved).rejects.toMatchObject(refusal);
    await expect(writer.createFolder(at(''))).rejects.toThrow(AlreadyThere);
    await writer.transfer('copy', at(''), at('there', 'other'), options);
    expect(bench.store.keys('own', 'other')).toEqual(['there/a.txt']);
    expect(bench.store.keys('own', 'sky')).toEqual(['a.txt']);
  });
});
