import { describe, expect, it } from 'vitest';
import { OtherObjects } from '../../../src/extension/editors/other-objects';
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
});
