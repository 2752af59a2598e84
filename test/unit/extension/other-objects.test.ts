import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { OtherObjects } from '../../../src/extension/editors/other-objects';
import { openFileUri } from '../../../src/protocol/open-file';
import { FakeObject } from '../editors/fake-object';

describe('the files that a file leads to', () => {
  it('are opened once each, and closed together', async () => {
    const object = new FakeObject(new Uint8Array(4));
    const others = new OtherObjects(() => object.open());
    const [one, again] = await Promise.all([others.open('a.asdf'), others.open('a.asdf')]);
    expect(one).toBe(again);
    await others.open('b.asdf');
    expect(object.opens).toBe(2);
    await others.close();
    expect(object.closes).toBe(2);
    await expect(others.open('a.asdf')).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('are tried again after a failure', async () => {
    let fails = true;
    const object = new FakeObject(new Uint8Array(4));
    const others = new OtherObjects(async () => {
      if (fails) {
        throw new Error('not now');
      }
      return object.open();
    });
    await expect(others.open('a.asdf')).rejects.toThrow('not now');
    fails = false;
    expect((await others.open('a.asdf')).label).toBe('s3://bucket/image.fits');
  });

  it('are only so many', async () => {
    const object = new FakeObject(new Uint8Array(4));
    const others = new OtherObjects(() => object.open());
    for (let i = 0; i < 64; i += 1) {
      await others.open(`${i}.asdf`);
    }
    await expect(others.open('64.asdf')).rejects.toMatchObject({ code: 'too-large' });
    await others.open('3.asdf');
    expect(object.opens).toBe(64);
  });

  it('are closed once another viewer has them in a newer version', async () => {
    const object = new FakeObject(new Uint8Array([1, 2, 3, 4]));
    const [one, other] = [{}, {}];
    const others = new OtherObjects(
      () => object.open(),
      (reference) =>
        reference.includes('one') ? one : reference.includes('other') ? other : undefined,
    );
    await others.open('a.asdf');
    await others.open(openFileUri('other'));
    const readers: ByteReader[] = [];
    for (let version = 0; version < 100; version += 1) {
      readers.push(await others.open(openFileUri(`one${version}`)));
      await others.open(openFileUri(`one${version}`, 'part.asdf'));
    }
    expect(object.opens).toBe(202);
    await expect.poll(() => object.closes).toBe(198);
    const [old, current] = [readers[98], readers[99]];
    const changed = { code: 'changed' };
    await expect(old?.read(0, 4)).rejects.toMatchObject(changed);
    await expect(old?.size()).rejects.toMatchObject(changed);
    await expect(old?.readUpTo(0, 9)).rejects.toMatchObject(changed);
    await expect(old?.readSpans([{ offset: 0, length: 1 }])[0]).rejects.toMatchObject(changed);
    expect(await current?.read(0, 4)).toEqual(new Uint8Array([1, 2, 3, 4]));
    await others.close();
    expect(object.closes).toBe(202);
  });
});
