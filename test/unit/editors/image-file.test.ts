import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { ImageFile, type ImageContent } from '../../../src/extension/editors/image-file';
import { imageFile, stored } from '../fits/support/made';
import { FakeObject } from './fake-object';

const image = (...values: number[]): Uint8Array =>
  imageFile(16, [values.length, 1], stored(16, values));

function made() {
  const object = new FakeObject(image(1, 2));
  const seen = { reloads: 0 };
  const file = new ImageFile(object.open, new Meter(), () => {
    seen.reloads += 1;
  });
  return { object, file, seen };
}

const widthOf = async ({ index }: ImageContent): Promise<number | undefined> =>
  (await index.hdu(0)).axes[0];

/** Reads the first pixels, which no cache of headers can answer. */
const pixels = async ({ index }: ImageContent): Promise<Uint8Array> => index.reader.read(2880, 4);

describe('ImageFile', () => {
  it('is opened when first used, once for all', async () => {
    const { object, file } = made();
    expect(object.opens).toBe(0);
    expect(await Promise.all([file.use(widthOf), file.use(widthOf)])).toEqual([2, 2]);
    expect(object.opens).toBe(1);
    await file.close();
    expect(object.closes).toBe(1);
  });

  it('is opened again after it could not be opened', async () => {
    const { object, file, seen } = made();
    object.failure = new SkybucketError('access-denied', 'No access.');
    await expect(file.begin(widthOf)).rejects.toMatchObject({ code: 'access-denied' });
    expect(await file.begin(widthOf)).toBe(2);
    expect(seen.reloads).toBe(0);
  });

  it('is opened anew once when it changes; what was under way ends as cancelled', async () => {
    const { object, file, seen } = made();
    await file.use(widthOf);
    object.change(image(1, 2, 3));
    const both = await Promise.allSettled([file.use(pixels), file.use(pixels)]);
    expect(both.map((r) => r.status === 'rejected' && (r.reason as SkybucketError).code)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(seen.reloads).toBe(1);
    expect(await file.begin(widthOf)).toBe(3);
    expect([object.opens, object.closes]).toEqual([2, 1]);
  });

  it('that changes again is an error for everything until somebody starts anew', async () => {
    const { object, file, seen } = made();
    await file.use(widthOf);
    object.change(image(1, 2, 3));
    await file.use(pixels).catch(() => undefined);
    await file.begin(widthOf);
    object.change(image(1, 2, 3, 4));
    await expect(file.use(pixels)).rejects.toMatchObject({ code: 'changed' });
    await expect(file.use(widthOf)).rejects.toMatchObject({ code: 'changed' });
    expect(seen.reloads).toBe(1);
    expect(await file.begin(widthOf)).toBe(4);
    expect(seen.reloads).toBe(2);
  });

  it('that changed again is readable once it is reloaded for another reason', async () => {
    const { object, file } = made();
    await file.use(widthOf);
    for (const bytes of [image(1), image(1, 2, 3)]) {
      object.change(bytes);
      await file.use(pixels).catch(() => undefined);
    }
    await expect(file.use(widthOf)).rejects.toMatchObject({ code: 'changed' });
    file.reload();
    expect(await file.use(widthOf)).toBe(3);
  });

  it('gives no result of an old version', async () => {
    const { file } = made();
    let finish: (value: string) => void = () => undefined;
    const work = file.use(
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    await file.use(widthOf);
    file.reload();
    finish('old');
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells of a reload even where it could not be read before', async () => {
    const { object, file, seen } = made();
    object.failure = new SkybucketError('not-found', 'No such file.');
    await expect(file.begin(widthOf)).rejects.toMatchObject({ code: 'not-found' });
    file.reload();
    expect(seen.reloads).toBe(1);
    expect(await file.begin(widthOf)).toBe(2);
  });

  it('recovers from a reload that failed', async () => {
    const { object, file } = made();
    await file.use(widthOf);
    object.failure = new SkybucketError('network', 'The connection broke.');
    file.reload();
    await expect(file.use(widthOf)).rejects.toMatchObject({ code: 'network' });
    expect(await file.use(widthOf)).toBe(2);
    await file.close();
    expect([object.opens, object.closes]).toEqual([2, 2]);
  });

  it('closes what is still being opened', async () => {
    const { object, file } = made();
    void file.use(widthOf).catch(() => undefined);
    await file.close();
    expect([object.opens, object.closes]).toEqual([1, 1]);
  });
});
