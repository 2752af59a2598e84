import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { ImageFile, type ImageContent } from '../../../src/extension/editors/image-file';
import { imageFile, stored } from '../fits/support/made';
import { InProcessThread } from '../../support/worker/in-process';
import { FakeObject } from './fake-object';

const image = (...values: number[]): Uint8Array =>
  imageFile(16, [values.length, 1], stored(16, values));

function made() {
  const object = new FakeObject(image(1, 2));
  const seen = { reloads: 0, deaths: [] as string[] };
  const threads: InProcessThread[] = [];
  const file = new ImageFile({
    open: object.open,
    startThread: () => {
      const thread = new InProcessThread();
      threads.push(thread);
      return thread;
    },
    meter: new Meter(),
    onReload: () => (seen.reloads += 1),
    onDeath: (reason) => seen.deaths.push(reason),
  });
  opened.push(file);
  return { object, file, seen, threads };
}

const opened: ImageFile[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((file) => file.close()));
});

const PLANE = { hdu: 0, slice: [] };

const widthOf = async (content: ImageContent): Promise<number> =>
  (await content.request('plane', PLANE, {})).width;

/** Reads the first pixels, which no cache of headers can answer. */
const pixels = (content: ImageContent): Promise<{ text: string }> =>
  content.request('value', { ...PLANE, x: 0, y: 0 }, {});

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

  it('starts its thread while it is being opened, one for each version, and ends it', async () => {
    const { object, file, threads } = made();
    const width = file.use(widthOf);
    expect([threads.length, object.opens]).toEqual([1, 0]);
    await width;
    file.reload();
    expect(threads).toHaveLength(2);
    expect(await file.use(widthOf)).toBe(2);
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, false]);
    await file.close();
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, true]);
    await expect(file.use(widthOf)).rejects.toMatchObject({ code: 'cancelled' });
    expect(threads).toHaveLength(2);
  });

  it('keeps no thread of a file that cannot be opened', async () => {
    const { object, file, threads } = made();
    object.failure = new SkybucketError('not-found', 'No such file.');
    await expect(file.begin(widthOf)).rejects.toMatchObject({ code: 'not-found' });
    expect(threads.map(({ terminated }) => terminated)).toEqual([true]);
  });

  it.each([
    [true, 'too-large', /memory/],
    [false, 'protocol', /stopped/],
  ])('says that its thread has died (memory %s) and starts another', async (...wanted) => {
    const [outOfMemory, code, message] = wanted;
    const { object, file, seen, threads } = made();
    await file.use(widthOf);
    const pending = [file.use(pixels), file.use(pixels)];
    const outcomes = Promise.allSettled(pending);
    await Promise.resolve();
    threads[0]?.die({ outOfMemory, reason: 'Because.' });
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code, retryable: true } });
      expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(SkybucketError);
    }
    await expect(pending[0]).rejects.toThrow(message);
    expect(seen).toEqual({ reloads: 0, deaths: ['Because.'] });
    expect(await file.use(pixels)).toEqual({ text: '1' });
    expect([threads.length, object.opens]).toEqual([2, 1]);
  });

  it('knows its size as soon as it has been read, and of the latest version only', async () => {
    const { object, file } = made();
    await file.use(widthOf);
    expect(file.size).toBe(5760);
    object.change(image(...Array.from({ length: 2000 }, () => 7)));
    file.reload();
    expect(file.size).toBeUndefined();
    await file.use(widthOf);
    expect(file.size).toBe(2880 * 3);
  });
});
