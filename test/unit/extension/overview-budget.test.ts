import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/source';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { ImageContent } from '../../../src/extension/editors/image-file';
import { imageHandlers, type Actions } from '../../../src/extension/editors/image-handlers';
import type { OverviewProgress } from '../../../src/protocol/methods';
import { imageHandlers as workerHandlers } from '../../../src/worker/image-handlers';
import { nodeTools } from '../../../src/worker/node-tools';
import { rampImage } from '../cost/support/ramp-image';

const SIDE = 10_240;

function remote(meter: Meter): SpanReader {
  const image = rampImage(SIDE, SIDE);
  const source: ByteSource = {
    label: 'image.fits',
    size: async () => image.size,
    identity: async () => ({ kind: 'etag', size: image.size, etag: '"1"' }),
    read: async (offset, length, options) => {
      options?.meter?.received(length);
      return image.read(offset, length);
    },
    close: async () => undefined,
  };
  return new SpanReader(source, { meter });
}

/** The overview through the handlers of the host and of the worker, and what it read. */
async function bytesWith(budget: number | undefined): Promise<number> {
  const meter = new Meter();
  const worker = workerHandlers(remote(meter), nodeTools(tmpdir()));
  const call = { signal: new AbortController().signal, progress: async () => undefined };
  const content = {
    request: (_: 'overview', params: Parameters<typeof worker.overview>[0]) =>
      worker.overview(params, call),
  } as unknown as ImageContent;
  const use = <T>(work: (content: ImageContent) => Promise<T>): Promise<T> => work(content);
  const host = imageHandlers({ begin: use, use }, {} as Actions, () => budget);
  const size = { hdu: 0, slice: [], width: 1000, height: 800 };
  const reply: OverviewProgress = await host.overview(size, call);
  expect(reply.done).toBe(1);
  return meter.figures().bytes;
}

describe('the budget of overviews', () => {
  it('bounds what the overview of a remote image reads', async () => {
    const [small, large] = [await bytesWith(4e6), await bytesWith(12e6)];
    expect(small).toBeLessThanOrEqual(4.1e6);
    expect(large).toBeGreaterThan(small);
    expect(large).toBeLessThanOrEqual(12.1e6);
  });
});
