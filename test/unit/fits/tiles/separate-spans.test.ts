import { describe, expect, it, vi } from 'vitest';
import { LinkEstimate } from '../../../../src/core/bytes/link';
import { Meter } from '../../../../src/core/bytes/meter';
import { SpanReader } from '../../../../src/core/bytes/span-reader';
import { readSeparately } from '../../../../src/core/fits/tiles/separate-spans';
import { Stop } from '../../../../src/core/fits/tiles/stop';
import { ManualSource, settle } from '../../../support/bytes/manual-source';
import { readRemotely } from '../../../support/worker/in-process';

const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
const SPANS = [0, 30_000, 60_000].map((offset) => ({ offset, length: 1000 }));
/** Nothing is worth merging, and all go at once. */
const LINK = new LinkEstimate({ latency: 0.0005, bandwidth: 10e3, parallel: 4 });

async function asked() {
  const source = new ManualSource(BYTES);
  const reader = new SpanReader(source, { link: LINK });
  await reader.size();
  const stops = SPANS.map(() => new AbortController());
  const results = readSeparately(
    reader,
    SPANS,
    stops.map(({ signal }) => signal),
    undefined,
  );
  void Promise.allSettled(results);
  await settle();
  return { source, stops, results };
}

describe('spans that are read separately', () => {
  it('come each by itself', async () => {
    const { source, results } = await asked();
    expect(source.spans).toEqual(SPANS.map(({ offset, length }) => [offset, length]));
    source.reads[1]?.finish();
    expect(await results[1]).toEqual(BYTES.slice(30_000, 31_000));
  });

  it('can be given up one by one, which leaves the others as they are', async () => {
    const { source, stops, results } = await asked();
    stops[0]?.abort();
    await expect(results[0]).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(source.reads.map(({ aborted }) => aborted)).toEqual([true, false, false]);
    expect(source.reads).toHaveLength(3);
    source.reads[1]?.finish();
    expect(await results[1]).toHaveLength(1000);
    stops[2]?.abort();
    await settle();
    expect(source.reads.map(({ aborted }) => aborted)).toEqual([true, false, true]);
    await expect(results[2]).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('come together where they follow on each other, also through another thread', async () => {
    const source = new ManualSource(BYTES);
    const reader = new SpanReader(source, { link: LINK });
    const { remote, close } = readRemotely(reader, new Meter());
    const lengths = [1000, 500, 70_000, 20];
    const spans = lengths.map((length, k) => ({
      offset: lengths.slice(0, k).reduce((sum, before) => sum + before, 100),
      length,
    }));
    const asked = vi.spyOn(remote, 'readSpans');
    const stops = spans.map(() => new Stop());
    const results = readSeparately(remote, spans, stops, undefined);
    void Promise.allSettled(results);
    expect(asked.mock.calls[0]?.[0]).toEqual([
      { offset: 100, length: 1500 },
      { offset: 1600, length: 70_000 },
      { offset: 71_600, length: 20 },
    ]);
    // One of two that come together changes nothing for the other.
    stops[0]?.abort();
    while (source.reads.length === 0) {
      await settle();
    }
    source.reads.forEach((read) => read.finish());
    for (const k of [1, 2, 3]) {
      const { offset = 0, length = 0 } = spans[k] ?? {};
      expect(Buffer.from((await results[k]) ?? [])).toEqual(
        Buffer.from(BYTES.subarray(offset, offset + length)),
      );
    }
    await expect(results[0]).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toHaveBeenCalledTimes(1);
    close();
  });

  it('fail for the reason they failed', async () => {
    const { source, stops, results } = await asked();
    stops[0]?.abort();
    await settle();
    source.reads[2]?.fail(new Error('no network'));
    await expect(results[2]).rejects.toThrow('no network');
    source.reads[1]?.finish();
    expect(await results[1]).toHaveLength(1000);
  });
});
