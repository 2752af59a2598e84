import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPackedRows } from '../../../src/core/fits/tables/packed-rows';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { imageHandlers } from '../../../src/worker/image-handlers';
import { nodeTools } from '../../../src/worker/node-tools';
import { card } from './support/made';
import { CountingReader } from './support/memory-reader';
import { tiledImage } from './support/tiled-image';

/** What `npm run fuzz` found, each as small as it can be. */
describe('found by changing files at random', () => {
  const call = { signal: new AbortController().signal, progress: async () => undefined };

  const handlersOf = (bytes: Uint8Array): ReturnType<typeof imageHandlers> =>
    imageHandlers(
      new SpanReader(new MemorySource('fuzz.fits', bytes), { local: true }),
      nodeTools(tmpdir()),
    );

  /** Seed 2001, cases 15415 and 18728: the thread ended, since nobody waited for the second failure. */
  it('several broken arrays of a compressed table are one failure, and no other', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const path = new URL('../../fixtures/golden/fits/ztables/arrays.fits.gz', import.meta.url);
      const reader = CountingReader.of(new Uint8Array(gunzipSync(await readFile(path))));
      const inflate = new NodeInflate();
      const store = openPackedRows(reader, await new HduIndex(reader).hdu(1), inflate);
      const row = { row: 0, rows: store.rows, start: 0, end: store.rowLength };
      await Promise.all(store.read([row]));
      inflate.gunzip = () => {
        throw new SkybucketError('format', 'The gzip stream is broken.');
      };
      const [bytes] = store.readHeap([{ offset: 0, length: store.heapLength }]);
      await expect(bytes).rejects.toThrow('The gzip stream is broken.');
      await turn();
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  /** Seed 3002, case 22890: two minutes and 900 MB for the average of tiles that are not there. */
  it('an image cannot claim a hundred thousand tiles more than its table has rows', async () => {
    const image = tiledImage({ axes: [10, 2], tile: [10, 2], bitpix: 16, value: () => 1 }).bytes();
    const text = Buffer.from(image.buffer);
    text.write(card('ZNAXIS1', 2 ** 31), text.indexOf('ZNAXIS1'), 'latin1');
    const handlers = handlersOf(image);
    const { lines } = await handlers.structure({}, call);
    expect(lines.map(({ type }) => type)).toEqual(['PrimaryHDU', 'CompImageHDU']);
    await expect(handlers.plane({ hdu: 1, slice: [] }, call)).rejects.toMatchObject({
      code: 'format',
      message:
        'The compressed image of HDU 1 cannot be read: its table has 1 of the rows for its 214748365 tiles.',
    });
  });
});
