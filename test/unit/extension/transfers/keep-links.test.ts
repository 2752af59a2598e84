import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkStore } from '../../../../src/extension/links';
import { LinkKeepingStore } from '../../../../src/extension/transfers/keep-links';
import { FileQueueStore } from '../../../../src/platform/node/queue-store';
import { makeBatch, makeFiles } from '../../transfer-stores/make-transfers';
import { FakeMemory } from '../fake-memory';

const COUNT = 450;
const SERVICE = 'https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:JWST/product';

describe('a queue of links', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-links-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const written = async (): Promise<string> => {
    const names = await readdir(folder);
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join();
  };

  it('knows all of them after a restart, however many there are', async () => {
    const memory = new FakeMemory();
    const links = new LinkStore(memory);
    const typed = Array.from({ length: COUNT }, (_, i) => links.add(`https://a.org/${i}.fits`));
    const found = Array.from({ length: COUNT }, (_, i) => links.add(`${SERVICE}/${i}`, 'queued'));
    const store = new LinkKeepingStore(new FileQueueStore(folder), links);
    const files = makeFiles('a', 2 * COUNT).map((file, index) => ({
      ...file,
      address: `skybucket://https/${[...typed, ...found][index]?.id}/f.fits`,
    }));
    await store.add(makeBatch('a'), files);
    await store.close();

    const later = new LinkStore(memory);
    const first = typed[0]?.id ?? '';
    expect(() => later.url(first)).toThrow('This link is no longer known.');
    const content = await new LinkKeepingStore(new FileQueueStore(folder), later).read();
    expect(content.files).toHaveLength(2 * COUNT);
    expect(typed.map(({ id }) => later.url(id)).at(-1)).toBe(`https://a.org/${COUNT - 1}.fits`);
    expect([later.url(first), later.url(found[7]?.id ?? '')]).toEqual([
      'https://a.org/0.fits',
      `${SERVICE}/7`,
    ]);
    // They are kept with the queue alone: what the editor remembers is not pushed out by them.
    expect(memory.written).not.toContain('mast.stsci.edu');
  });

  it('writes down none that may be a right to read', async () => {
    const links = new LinkStore(new FakeMemory());
    const ids = [
      links.add('https://a.org/x.fits?X-Amz-Signature=secret').id,
      links.add('https://a.org/y.fits?token=secret', 'session').id,
      links.add('https://me:secret@a.org/z.fits').id,
    ];
    const store = new LinkKeepingStore(new FileQueueStore(folder), links);
    const files = makeFiles('a', 3).map((file, index) => ({
      ...file,
      address: `skybucket://https/${ids[index]}/f.fits`,
    }));
    await store.add(makeBatch('a'), files);
    expect(await written()).toContain(ids[0]);
    expect(await written()).not.toContain('secret');
    await store.close();
  });

  it('does not mind addresses that are none, nor links that make no sense', async () => {
    const links = new LinkStore(new FakeMemory());
    const store = new LinkKeepingStore(new FileQueueStore(folder), links);
    const [one, two] = makeFiles('a', 2);
    const odd = [
      { ...one, address: 'nonsense', link: 'https://a.org/' },
      { ...two, address: 'skybucket://https/abc/f.fits', link: 'no link' },
    ];
    await store.add(makeBatch('a'), odd as ReturnType<typeof makeFiles>);
    await store.close();
    const content = await new LinkKeepingStore(new FileQueueStore(folder), links).read();
    expect(content.files.map(({ file }) => file.link)).toEqual(['https://a.org/', 'no link']);
    expect(() => links.url('abc')).toThrow();
  });
});
