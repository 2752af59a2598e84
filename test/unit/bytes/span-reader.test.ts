import { describe, expect, it } from 'vitest';
import { BlockCache } from '../../../src/core/bytes/block-cache';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader, type SpanReaderOptions } from '../../../src/core/bytes/span-reader';
import type { Span } from '../../../src/core/bytes/source';
import { SkybucketError } from '../../../src/core/errors';
import { ManualSource, settle } from '../../support/bytes/manual-source';
import { pattern, PLAIN_TARGET, ScriptedClient, serve } from '../../support/bytes/scripted-client';

const BYTES = pattern(200_000);
/** Nothing is worth merging: a request costs next to nothing. */
const NEAR = new LinkEstimate({ latency: 0.0005, bandwidth: 10e3, parallel: 4 });
/** Everything is worth merging. */
const FAR = new LinkEstimate({ latency: 5, bandwidth: 10e9, parallel: 1 });

function slice(offset: number, length: number): Uint8Array {
  return BYTES.slice(offset, offset + length);
}

async function opened(
  options: SpanReaderOptions = { link: NEAR },
): Promise<{ source: ManualSource; reader: SpanReader }> {
  const source = new ManualSource(BYTES);
  const reader = new SpanReader(source, options);
  await reader.size();
  return { source, reader };
}

/** State of a promise now. */
async function state(promise: Promise<unknown>): Promise<string> {
  return Promise.race([
    promise.then(
      () => 'in',
      (error: unknown) => (error instanceof SkybucketError ? error.code : 'other'),
    ),
    settle().then(() => 'pending'),
  ]);
}

function inNextTurn(): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('later'), 0));
}

describe('SpanReader', () => {
  it('gives every span its bytes, in any order and overlapping', async () => {
    const reader = new SpanReader(new MemorySource('memory', BYTES), { local: true });
    const spans = Array.from({ length: 300 }, (_, i) => ({
      offset: (i * 7919) % 199_000,
      length: (i * 37) % 900,
    }));
    const results = await Promise.all(reader.readSpans(spans));
    spans.forEach(({ offset, length }, i) => expect(results[i]).toEqual(slice(offset, length)));
  });

  it('resolves each span as soon as its own bytes are in', async () => {
    const { source, reader } = await opened({ link: FAR });
    const [last, first, middle] = reader.readSpans([
      { offset: 900, length: 100 },
      { offset: 0, length: 100 },
      { offset: 50, length: 400 },
    ]);
    await settle();
    expect(source.spans).toEqual([[0, 1000]]);
    source.reads[0]!.fill(449);
    expect([await state(first!), await state(middle!), await state(last!)]).toEqual([
      'in',
      'pending',
      'pending',
    ]);
    source.reads[0]!.fill(450);
    expect(await middle).toEqual(slice(50, 400));
    source.reads[0]!.finish();
    expect(await last).toEqual(slice(900, 100));
  });

  it('fetches bytes asked for twice while under way once', async () => {
    const { source, reader } = await opened();
    const first = reader.read(1000, 1000);
    await settle();
    const inside = reader.read(1200, 100);
    const over = reader.read(1500, 1000);
    await settle();
    expect(source.spans).toEqual([
      [1000, 1000],
      [2000, 500],
    ]);
    source.reads.forEach((read) => read.finish());
    expect(await first).toEqual(slice(1000, 1000));
    expect(await inside).toEqual(slice(1200, 100));
    expect(await over).toEqual(slice(1500, 1000));
  });

  it('does not fetch again what is under way to bridge a gap', async () => {
    const { source, reader } = await opened({ link: FAR });
    void reader.read(1000, 100).catch(() => undefined);
    await settle();
    void reader.readSpans([
      { offset: 900, length: 50 },
      { offset: 1200, length: 50 },
    ]);
    await settle();
    source.reads[0]!.finish();
    await settle();
    source.reads[1]!.finish();
    await settle();
    expect(source.spans).toEqual([
      [1000, 100],
      [900, 50],
      [1200, 50],
    ]);
  });

  it('aborts a request when the last of its askers cancels, and not before', async () => {
    const { source, reader } = await opened();
    const one = new AbortController();
    const two = new AbortController();
    const first = reader.read(0, 1000, { signal: one.signal });
    const second = reader.read(500, 100, { signal: two.signal });
    await settle();
    one.abort();
    expect(await state(first)).toBe('cancelled');
    expect(await state(second)).toBe('pending');
    expect(source.reads[0]!.aborted).toBe(false);
    two.abort();
    expect(await state(second)).toBe('cancelled');
    expect(source.reads[0]!.aborted).toBe(true);
    // Whoever asks now starts anew.
    const third = reader.read(0, 1000);
    await settle();
    source.reads[1]!.finish();
    expect(await third).toEqual(slice(0, 1000));
  });

  it('aborts a request whose only unserved asker cancels', async () => {
    const { source, reader } = await opened({ link: FAR });
    const quick = reader.read(0, 100);
    await settle();
    source.reads[0]!.finish();
    await quick;
    const one = new AbortController();
    const [head, tail] = reader.readSpans(
      [
        { offset: 1000, length: 10 },
        { offset: 1900, length: 100 },
      ],
      { signal: one.signal },
    );
    await settle();
    source.reads[1]!.fill(50);
    one.abort();
    expect(await state(head!)).toBe('in');
    expect(await state(tail!)).toBe('cancelled');
    expect(source.reads[1]!.aborted).toBe(true);
  });

  it('cancels at once while the size is not known yet, and others go on', async () => {
    const source = new ManualSource(BYTES);
    const reader = new SpanReader(source, { link: NEAR });
    const one = new AbortController();
    const first = reader.read(0, 10, { signal: one.signal });
    const second = reader.read(0, 10);
    one.abort();
    expect(await state(first)).toBe('cancelled');
    await settle();
    source.reads[0]!.finish();
    expect(await second).toEqual(slice(0, 10));
  });

  it('has at most so many requests on the wire and never sends what nobody waits for', async () => {
    const { source, reader } = await opened();
    const controllers = Array.from({ length: 8 }, () => new AbortController());
    const results = controllers.map(({ signal }, i) => reader.read(i * 20_000, 10, { signal }));
    await settle();
    expect(source.reads).toHaveLength(4);
    controllers[5]!.abort();
    source.reads[0]!.finish();
    await settle();
    source.reads[1]!.finish();
    await settle();
    expect(source.spans.map(([offset]) => offset / 20_000)).toEqual([0, 1, 2, 3, 4, 6]);
    expect(await state(results[5]!)).toBe('cancelled');
  });

  it('keeps no failure', async () => {
    const { source, reader } = await opened({ link: NEAR, cache: new BlockCache(1e6) });
    const failed = reader.read(0, 10);
    const shared = reader.read(5, 5);
    await settle();
    source.reads[0]!.fail(new SkybucketError('server', 'No.'));
    expect([await state(failed), await state(shared)]).toEqual(['server', 'server']);
    const again = reader.read(0, 10);
    await settle();
    source.reads[1]!.finish();
    expect(await again).toEqual(slice(0, 10));
  });

  it('reads what is cached nowhere else, and only what is missing elsewhere', async () => {
    const { source, reader } = await opened({ link: NEAR, cache: new BlockCache(1e6) });
    const first = reader.read(1000, 1000);
    await settle();
    source.reads[0]!.finish();
    await first;
    expect(await reader.read(1100, 900)).toEqual(slice(1100, 900));
    expect(source.reads).toHaveLength(1);
    const wider = reader.read(500, 2000);
    await settle();
    expect(source.spans.slice(1)).toEqual([
      [500, 500],
      [2000, 500],
    ]);
    source.reads.slice(1).forEach((read) => read.finish());
    expect(await wider).toEqual(slice(500, 2000));
  });

  it('keeps the bytes of an aborted request that did come in', async () => {
    const { source, reader } = await opened({ link: NEAR, cache: new BlockCache(1e6) });
    const controller = new AbortController();
    const lost = reader.read(0, 1000, { signal: controller.signal });
    await settle();
    source.reads[0]!.fill(400);
    controller.abort();
    expect(await state(lost)).toBe('cancelled');
    expect(await reader.read(0, 400)).toEqual(slice(0, 400));
  });

  it('shares the cache between readers of the same version only', async () => {
    const cache = new BlockCache(1e6);
    const options = { link: NEAR, cache, cacheKey: 'public/bucket/key' };
    const first = await opened(options);
    const read = first.reader.read(0, 100);
    await settle();
    first.source.reads[0]!.finish();
    await read;
    const second = await opened(options);
    expect(await second.reader.read(0, 100)).toEqual(slice(0, 100));
    expect(second.source.reads).toHaveLength(0);

    for (const identity of [{ kind: 'etag', etag: '"v2"' }, { kind: 'unknown' }] as const) {
      const other = new ManualSource(BYTES, identity);
      void new SpanReader(other, options).read(0, 100).catch(() => undefined);
      await settle();
      expect(other.reads).toHaveLength(1);
    }
  });

  it('fails everything, now and later, once the source has changed', async () => {
    const { source, reader } = await opened({ link: NEAR, cache: new BlockCache(1e6) });
    const done = reader.read(0, 10);
    await settle();
    source.reads[0]!.finish();
    await done;
    const first = reader.read(1000, 10);
    const second = reader.read(50_000, 10);
    await settle();
    source.reads[1]!.fail(new SkybucketError('changed', 'It has changed.'));
    expect([await state(first), await state(second)]).toEqual(['changed', 'changed']);
    expect(source.reads[2]!.aborted).toBe(true);
    expect(await state(reader.read(0, 10))).toBe('changed');
  });

  it('refuses spans beyond the end and nonsense, without failing the others', async () => {
    const { source, reader } = await opened({ link: FAR });
    const results = reader.readSpans([
      { offset: 199_990, length: 11 },
      { offset: -1, length: 2 },
      { offset: 0.5, length: 2 },
      { offset: 0, length: NaN },
      { offset: 0, length: 2 ** 31 + 1 },
      { offset: 500_000, length: 0 },
      { offset: 199_990, length: 10 },
    ]);
    await settle();
    source.reads[0]!.finish();
    expect(await Promise.all(results.map(state))).toEqual([
      'past-end',
      'past-end',
      'past-end',
      'past-end',
      'too-large',
      'in',
      'in',
    ]);
    expect(source.spans).toEqual([[199_990, 10]]);
  });

  it('reads up to the end', async () => {
    const reader = new SpanReader(new MemorySource('memory', BYTES), { local: true });
    expect(await reader.readUpTo(199_990, 1000)).toEqual(slice(199_990, 10));
    expect(await reader.readUpTo(300_000, 10)).toHaveLength(0);
    expect(await reader.readUpTo(10, 10)).toEqual(slice(10, 10));
  });

  it('keeps to the budget', async () => {
    const { source, reader } = await opened({ link: FAR, budget: (wanted) => wanted * 1.1 });
    void reader.readSpans([
      { offset: 0, length: 100 },
      { offset: 110, length: 100 },
      { offset: 1000, length: 100 },
    ]);
    await settle();
    source.reads[0]!.finish();
    await settle();
    expect(source.spans).toEqual([
      [0, 210],
      [1000, 100],
    ]);
  });

  describe('in one turn', () => {
    /** Three rows of 1000 bytes, 20,000 apart, in two tiles side by side. */
    const tile = (column: number): Span[] =>
      [0, 20_000, 40_000].map((offset) => ({ offset: offset + column * 500, length: 500 }));

    it('makes one request of what lies side by side, whoever asked', async () => {
      const { source, reader } = await opened();
      const meter = new Meter();
      const left = reader.readSpans(tile(0), { meter });
      const right = reader.readSpans(tile(1), { meter });
      expect(source.spans).toEqual([]);
      await settle();
      expect(source.spans).toEqual([
        [0, 1000],
        [20_000, 1000],
        [40_000, 1000],
      ]);
      source.reads.forEach((read) => read.finish());
      expect(await Promise.all(left)).toEqual(tile(0).map((s) => slice(s.offset, s.length)));
      expect(await Promise.all(right)).toEqual(tile(1).map((s) => slice(s.offset, s.length)));
    });

    it('asks for what was wanted first first, wherever it lies', async () => {
      const { source, reader } = await opened();
      void reader.readSpans([{ offset: 90_000, length: 10 }]);
      void reader.readSpans([
        { offset: 150_000, length: 10 },
        { offset: 10, length: 10 },
      ]);
      void reader.readSpans([
        { offset: 0, length: 10 },
        { offset: 90_010, length: 10 },
      ]);
      await settle();
      expect(source.spans).toEqual([
        [90_000, 20],
        [150_000, 10],
        [0, 20],
      ]);
    });

    it('keeps the signals apart: a request lives as long as one of its askers', async () => {
      const { source, reader } = await opened();
      const leaving = new AbortController();
      const early = new AbortController();
      const left = reader.readSpans(tile(0), { signal: leaving.signal });
      const right = reader.readSpans(tile(1));
      const never = reader.read(100_000, 10, { signal: early.signal });
      early.abort();
      await settle();
      expect(await state(never)).toBe('cancelled');
      expect(source.reads).toHaveLength(3);
      leaving.abort();
      expect(await state(left[0]!)).toBe('cancelled');
      expect(source.reads.some((read) => read.aborted)).toBe(false);
      source.reads.forEach((read) => read.finish());
      expect(await right[2]).toEqual(slice(40_500, 500));
    });

    it('gives what is cached without waiting for the end of the turn', async () => {
      const { source, reader } = await opened({ link: NEAR, cache: new BlockCache(1e6) });
      const first = reader.read(0, 100);
      await settle();
      source.reads[0]!.finish();
      await first;
      expect(await Promise.race([reader.read(0, 50), inNextTurn()])).toEqual(slice(0, 50));
    });

    it('sends nothing more once the source has changed', async () => {
      const { source, reader } = await opened();
      const first = reader.read(0, 10);
      await settle();
      source.reads[0]!.fail(new SkybucketError('changed', 'It has changed.'));
      const gathered = reader.read(100, 10);
      expect([await state(first), await state(gathered)]).toEqual(['changed', 'changed']);
      expect(source.reads).toHaveLength(1);
    });

    it('counts for who asked first, in the round the last part was known to be needed', async () => {
      const { source, reader } = await opened();
      const meters = [new Meter(), new Meter()] as const;
      void reader.read(0, 10, { meter: meters[0] });
      void reader.read(10, 10, { meter: meters[1] });
      void reader.read(50_000, 10, { meter: meters[0] });
      meters[0].delivered({ round: 1, parent: undefined });
      void reader.read(20, 10, { meter: meters[0] });
      await settle();
      expect(source.reads.map(({ options }) => [options.meter, options.ask?.round])).toEqual([
        [meters[0], 2],
        [meters[0], 1],
      ]);
    });

    it('is not waited for where every byte is at hand', async () => {
      const source = new ManualSource(BYTES);
      const reader = new SpanReader(source, { local: true });
      await reader.size();
      void reader.read(0, 10);
      expect(source.spans).toEqual([[0, 10]]);
    });
  });

  it('fetches little beyond what is wanted, however fast the link', async () => {
    const source = new ManualSource(new Uint8Array(8 * 2 ** 20));
    const reader = new SpanReader(source, { link: FAR });
    await reader.size();
    void reader.readSpans(
      Array.from({ length: 8 }, (_, i) => ({ offset: i * 2 ** 20, length: 100 })),
    );
    await settle();
    source.reads.forEach((read) => read.finish());
    await settle();
    // Three gaps of 1 MiB are 3 MiB at most; the rest are requests of their own.
    expect(source.reads[0]?.length).toBeLessThan(4 * 2 ** 20);
  });

  it('counts the section of a large image as one round', async () => {
    const size = 5760 + 10_240 * 10_240 * 4;
    const client = new ScriptedClient((request) => {
      const [start = 0, end = 0] = request.headers['range']!.match(/\d+/g)!.map(Number);
      const headers = { etag: '"v1"', 'content-range': `bytes ${start}-${end}/${size}` };
      return { status: 206, headers, chunks: [new Uint8Array(end + 1 - start)] };
    });
    const meter = new Meter();
    const source = new HttpSource(client, PLAIN_TARGET, { known: { size, etag: '"v1"' } });
    const link = new LinkEstimate({ latency: 0.04, bandwidth: 10e6, parallel: 32 });
    const reader = new SpanReader(source, { meter, link });
    await reader.size();
    const rows = Array.from({ length: 256 }, (_, row) => ({
      offset: 5760 + (4000 + row) * 40_960 + 12_000,
      length: 1024,
    }));
    await Promise.all(reader.readSpans(rows));
    expect(meter.figures()).toMatchObject({ rounds: 1, requests: 256, bytes: 256 * 1024 });
  });

  it('counts a request that follows from the first bytes of an unfinished one as a round', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const client = {
      send: async (request: Parameters<ScriptedClient['send']>[0]) => {
        const answer = serve(BYTES, request, { etag: '"v1"' }, 100);
        const body = async function* (): AsyncGenerator<Uint8Array> {
          for (const [index, chunk] of (answer.chunks ?? []).entries()) {
            if (index === 1) {
              await finished;
            }
            yield chunk;
          }
        };
        return { status: answer.status, headers: answer.headers ?? {}, body: body() };
      },
    };
    const meter = new Meter();
    const known = { size: BYTES.length, etag: '"v1"' };
    const reader = new SpanReader(new HttpSource(client, PLAIN_TARGET, { known }), {
      link: FAR,
      meter,
    });
    const [head, rest] = reader.readSpans([
      { offset: 0, length: 100 },
      { offset: 100, length: 400 },
    ]);
    await head;
    const next = reader.read(1000, 50);
    finish();
    await Promise.all([rest, next]);
    expect(meter.figures()).toMatchObject({ requests: 2, rounds: 2, bytes: 550 });
  });
});
