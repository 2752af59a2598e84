import { describe, expect, it } from 'vitest';
import { OpenDocuments } from '../../../src/extension/editors/open-documents';
import { OtherObjects } from '../../../src/extension/editors/other-objects';
import type { HduLine } from '../../../src/protocol/methods';
import { openFileUri } from '../../../src/protocol/open-file';
import { FakeObject } from '../editors/fake-object';

const LINE: HduLine = {
  ...{ index: 1, name: 'SCI', version: 1, type: 'ImageHDU', cards: 9, dimensions: '(4, 4)' },
  ...{ format: 'float32', picture: 'yes', table: false, line: false },
};

function stand() {
  let count = 0;
  const documents = new OpenDocuments(() => `id${(count += 1)}`);
  const add = (title: string) => {
    const object = new FakeObject(new Uint8Array(8));
    const told: string[] = [];
    const references: string[] = [];
    const entry = documents.add({
      title,
      open: () => object.open(),
      openOther: (reference) => {
        references.push(reference);
        return object.open();
      },
      broadcast: (name) => void told.push(name),
      showRow: () => undefined,
    });
    return { object, told, references, entry };
  };
  return { documents, add };
}

describe('the documents that are open', () => {
  it('know of each other, and hear what changes', () => {
    const { add } = stand();
    const [a, b] = [add('a.fits'), add('b.fits')];
    expect(a.told).toEqual(['openFilesChanged']);
    expect(b.told).toEqual([]);
    b.entry.learn([LINE]);
    b.entry.learn([{ ...LINE }]);
    expect(a.told).toHaveLength(2);
    expect(a.entry.others()).toEqual([{ id: 'id2', title: 'b.fits', lines: [LINE] }]);
    expect(b.entry.others()).toEqual([{ id: 'id1', title: 'a.fits', lines: [] }]);
    b.entry.remove();
    b.entry.remove();
    expect(a.told).toHaveLength(3);
    expect(a.entry.others()).toEqual([]);
  });

  it('have another id once they have changed', async () => {
    const { documents, add } = stand();
    const [a, b] = [add('a.fits'), add('b.fits')];
    const old = b.entry.id;
    b.entry.learn([LINE]);
    b.entry.renew();
    expect(b.entry.id).not.toBe(old);
    expect(a.entry.others()).toEqual([{ id: b.entry.id, title: 'b.fits', lines: [] }]);
    await expect(documents.open(openFileUri(old))).rejects.toMatchObject({ code: 'not-found' });
    expect(documents.documentOf(openFileUri(old))).toBeUndefined();
    expect(documents.documentOf(openFileUri(b.entry.id, 'x.asdf'))).toBe(documents.get(b.entry.id));
    expect(documents.documentOf('x.asdf')).toBeUndefined();
    expect(documents.get(b.entry.id).title).toBe('b.fits');
    b.entry.remove();
    b.entry.renew();
    expect(a.entry.others()).toEqual([]);
  });

  it('are read by their ids while they are open, and not otherwise', async () => {
    const { documents, add } = stand();
    const b = add('b.fits');
    expect(await documents.open('part.asdf')).toBeUndefined();
    expect(await documents.open('https://example.org/b.fits')).toBeUndefined();
    await expect(documents.open(openFileUri('id7'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(documents.open('skybucket-open:')).rejects.toMatchObject({ code: 'not-found' });
    expect((await documents.open(openFileUri('id1')))?.label).toBe('s3://bucket/image.fits');
    await documents.open(openFileUri('id1', 'parts/x 1.asdf'));
    expect(b.references).toEqual(['parts/x 1.asdf']);
    b.entry.remove();
    await expect(documents.open(openFileUri('id1'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stay readable for who has opened them', async () => {
    const { documents, add } = stand();
    const b = add('b.fits');
    const asker = new OtherObjects(async (uri) => {
      const opened = await documents.open(uri);
      if (opened === undefined) {
        throw new Error('not one of ours');
      }
      return opened;
    });
    const reader = await asker.open(openFileUri('id1'));
    b.entry.remove();
    expect(await reader.read(0, 8)).toHaveLength(8);
    expect(await asker.open(openFileUri('id1'))).toBe(reader);
    expect(b.object.closes).toBe(0);
    await asker.close();
    expect(b.object.closes).toBe(1);
  });

  it('have ids that nobody can guess', () => {
    const documents = new OpenDocuments();
    const document = {
      title: '',
      open: failing,
      openOther: failing,
      broadcast: () => undefined,
      showRow: () => undefined,
    };
    const ids = [documents.add(document).id, documents.add(document).id];
    expect(new Set(ids).size).toBe(2);
    ids.forEach((id) => expect(id).toMatch(/^[0-9a-f-]{36}$/));
  });
});

function failing(): Promise<never> {
  return Promise.reject(new Error('not opened here'));
}
