import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { nodeTools } from '../../../src/worker/node-tools';
import { OtherContents } from '../../../src/worker/other-contents';
import { imageFile } from '../fits/support/made';

const FILE = imageFile(8, [2, 2], new Uint8Array([1, 2, 3, 4]));

/** A file whose reads fail from some moment on. */
function readerOf(failure: () => SkybucketError | undefined): ByteReader {
  const reader = new SpanReader(new MemorySource('other.fits', FILE), { local: true });
  const checked = async <T>(work: Promise<T>): Promise<T> => {
    const error = failure();
    if (error !== undefined) {
      throw error;
    }
    return work;
  };
  return {
    ...{ label: reader.label, local: true },
    size: () => checked(reader.size()),
    read: (offset, length) => checked(reader.read(offset, length)),
    readUpTo: (offset, length) => checked(reader.readUpTo(offset, length)),
    readSpans: (spans) => reader.readSpans(spans).map((span) => checked(span)),
  };
}

describe('the file of another viewer', () => {
  it('has changed: that is not told as if ours had', async () => {
    let failure: SkybucketError | undefined = undefined;
    const others = { open: async () => readerOf(() => failure) };
    const contents = new OtherContents(others, nodeTools(tmpdir()));
    const content = await contents.of('a', {});
    const plane = (await content.image(0, {})).plane([]);
    failure = new SkybucketError('changed', 'other.fits has changed.');
    await expect(plane.section({ x0: 0, x1: 2, y0: 0, y1: 2 })).rejects.toMatchObject({
      code: 'not-found',
      message: 'The other file has changed since it was opened here.',
      hint: 'Choose it anew.',
    });
  });

  it('is opened once, also where one who asked stops waiting', async () => {
    const asked: string[] = [];
    let opened: (reader: ByteReader) => void = () => undefined;
    const opening = new Promise<ByteReader>((resolve) => (opened = resolve));
    const others = {
      open: (uri: string): Promise<ByteReader> => {
        asked.push(uri);
        return opening;
      },
    };
    const contents = new OtherContents(others, nodeTools(tmpdir()));
    const stop = new AbortController();
    const [one, other] = [contents.of('a', { signal: stop.signal }), contents.of('a', {})];
    stop.abort();
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    const third = contents.of('a', {});
    opened(readerOf(() => undefined));
    expect(await third).toBe(await other);
    expect(asked).toHaveLength(1);
  });

  it('is opened anew where that failed', async () => {
    let failure: SkybucketError | undefined = new SkybucketError('network', 'No network.');
    const others = { open: async () => readerOf(() => failure) };
    const contents = new OtherContents(others, nodeTools(tmpdir()));
    await expect(contents.of('a', {})).rejects.toMatchObject({ code: 'network' });
    failure = undefined;
    expect((await contents.of('a', {})).format).toBe('FITS');
  });

  it('is forgotten once many others were asked for, and opened again', async () => {
    const asked: string[] = [];
    const others = {
      open: async (uri: string): Promise<ByteReader> => {
        asked.push(uri);
        return readerOf(() => undefined);
      },
    };
    const contents = new OtherContents(others, nodeTools(tmpdir()));
    const first = await contents.of('a', {});
    for (let k = 0; k < 7; k += 1) {
      await contents.of(`b${k}`, {});
    }
    expect(await contents.of('a', {})).toBe(first);
    for (let k = 0; k < 8; k += 1) {
      await contents.of(`c${k}`, {});
    }
    expect(asked).toHaveLength(16);
    expect(await contents.of('a', {})).not.toBe(first);
    expect(asked).toHaveLength(17);
  });
});
