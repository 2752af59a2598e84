import { afterEach, describe, expect, it } from 'vitest';
import { BlockCache } from '../../../src/core/bytes/block-cache';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { Meter, type MeterFigures } from '../../../src/core/bytes/meter';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { ManualSource } from '../../support/bytes/manual-source';
import { pattern, PLAIN_TARGET, ScriptedClient, serve } from '../../support/bytes/scripted-client';
import { readRemotely } from '../../support/worker/in-process';
import { imageFile } from '../fits/support/made';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

function remotely(reader: ByteReader, meter = new Meter()): ReturnType<typeof readRemotely> {
  const made = readRemotely(reader, meter);
  closing.push(made.close);
  return made;
}

/** Waits until messages have gone to the other end and back. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The progress messages among all. */
const reports = (messages: readonly unknown[]): unknown[] =>
  messages.filter((message) => (message as { type: string }).type === 'progress');

describe('RemoteReader', () => {
  const bytes = pattern(10_000);
  const part = (offset: number, length: number): Uint8Array => bytes.slice(offset, offset + length);

  it('reads what the reader behind it reads', async () => {
    const { remote } = remotely(new SpanReader(new MemorySource('memory', bytes), { local: true }));
    expect([remote.label, remote.local]).toEqual(['memory', true]);
    expect(await remote.size()).toBe(10_000);
    expect(await remote.read(100, 50)).toEqual(part(100, 50));
    expect(await remote.read(100, 0)).toEqual(new Uint8Array(0));
    expect(await remote.readUpTo(9_990, 50)).toEqual(part(9_990, 10));
    expect(await remote.readUpTo(20_000, 50)).toEqual(new Uint8Array(0));
    expect(remote.readSpans([])).toEqual([]);
    const spans = [
      { offset: 5_000, length: 10 },
      { offset: 0, length: 0 },
      { offset: 4_995, length: 10 },
    ];
    expect(await Promise.all(remote.readSpans(spans))).toEqual(
      spans.map(({ offset, length }) => part(offset, length)),
    );
  });

  it('leaves the bytes of the cache where they are', async () => {
    const source = new ManualSource(bytes);
    const cache = new BlockCache(2 ** 20);
    const { remote } = remotely(new SpanReader(source, { cache, cacheKey: 'manual' }));
    const first = remote.read(0, 1000);
    await until(() => source.reads.length === 1);
    source.reads[0]?.finish();
    expect(await first).toEqual(part(0, 1000));
    expect(await remote.read(0, 1000)).toEqual(part(0, 1000));
    expect(source.reads).toHaveLength(1);
  });

  it('gives each span as soon as its bytes are in, and those of one turn in one message', async () => {
    const source = new ManualSource(bytes);
    const { remote, messages } = remotely(new SpanReader(source));
    const order: number[] = [];
    const spans = [4, 0, 1, 2, 3].map((k) => ({ offset: 1000 * k, length: 1000 }));
    const all = remote.readSpans(spans).map((span, index) => span.then(() => order.push(index)));
    await until(() => source.reads.length === 1);
    source.reads[0]?.fill(3000);
    await until(() => order.length === 3);
    expect(order).toEqual([1, 2, 3]);
    source.reads[0]?.finish();
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3, 4, 0]);
    expect(reports(messages)).toHaveLength(2);
  });

  it('sends a cancel on to what is being read', async () => {
    const source = new ManualSource(bytes);
    const { remote } = remotely(new SpanReader(source));
    const stop = new AbortController();
    const spans = [
      { offset: 0, length: 10 },
      { offset: 5000, length: 10 },
    ];
    const [first, second] = remote.readSpans(spans, { signal: stop.signal });
    await until(() => source.reads.length > 0);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await expect(second).rejects.toBeInstanceOf(SkybucketError);
    await until(() => source.reads.every(({ aborted }) => aborted));
  });

  it('fails with what reading fails with, each span for itself', async () => {
    const source = new ManualSource(bytes);
    const { remote } = remotely(new SpanReader(source));
    const [fine, beyond] = remote.readSpans([
      { offset: 0, length: 10 },
      { offset: 9_999, length: 10 },
    ]);
    await expect(beyond).rejects.toMatchObject({ code: 'past-end' });
    await until(() => source.reads.length === 1);
    source.reads[0]?.finish();
    expect(await fine).toEqual(part(0, 10));

    const next = remote.read(2000, 10);
    await until(() => source.reads.length === 2);
    const hint = 'Open it again.';
    source.reads[1]?.fail(new SkybucketError('changed', 'It changed.', { hint, retryable: true }));
    const error: unknown = await next.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SkybucketError);
    expect(error).toMatchObject({ code: 'changed', message: 'It changed.', hint, retryable: true });
  });

  it('costs what reading directly costs', async () => {
    const file = imageFile(-32, [2000, 500], new Uint8Array(4 * 2000 * 500));
    const opened = (meter: Meter): SpanReader => {
      const http = new ScriptedClient((request) => serve(file, request, undefined, 65_536));
      const cache = new BlockCache(2 ** 24);
      return new SpanReader(new HttpSource(http, PLAIN_TARGET), { cache, meter });
    };
    const counted = async (reader: ByteReader, meter: Meter): Promise<Partial<MeterFigures>> => {
      const index = new HduIndex(reader);
      const plane = openPlane(reader, await index.hdu(0), [], PLANE_TOOLS);
      await plane.section({ x0: 100, y0: 200, x1: 300, y1: 260 });
      const rows = [0, 100, 490, 480, 470];
      for await (const row of plane.rows(rows, 0, 2000)) {
        expect(row.values).toHaveLength(2000);
      }
      await Promise.all([plane.exact(5, 5), plane.exact(1999, 499)]);
      const { requests, bytes: received, rounds } = meter.figures();
      return { requests, bytes: received, rounds };
    };
    const near = new Meter();
    const far = new Meter();
    const direct = await counted(opened(near), near);
    expect(await counted(remotely(opened(far), far).remote, far)).toEqual(direct);
    expect(direct.rounds).toBe(4);
  });
});
