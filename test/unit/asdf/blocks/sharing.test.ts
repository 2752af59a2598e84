import { getEventListeners } from 'node:events';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BlockBytes } from '../../../../src/core/asdf/block';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import type { ByteReader } from '../../../../src/core/bytes/reader';
import type { ReadOptions, Span } from '../../../../src/core/bytes/source';
import { SkybucketError } from '../../../../src/core/errors';
import { concat } from '../../fits/support/made';
import { CountingReader } from '../../fits/support/memory-reader';
import { blockTools, headerOf } from './support/blocks';
import { noise, noiseBlock } from './support/lz4-made';

const MIB = 1024 * 1024;

/** A reader whose answers wait until they are let go; tells which requests were aborted. */
class HeldReader extends CountingReader {
  aborted = 0;
  broken = false;
  private held: (() => void)[] = [];
  private open = false;

  override readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const answers = super.readSpans(spans, { ...options, signal: undefined });
    return answers.map(async (answer, i) => {
      if (!this.open) {
        await new Promise<void>((resolve, reject) => {
          this.held.push(resolve);
          options.signal?.addEventListener('abort', () => {
            this.aborted += 1;
            reject(new SkybucketError('cancelled', 'Cancelled.'));
          });
        });
      }
      if (this.broken) {
        throw new SkybucketError('network', `Span ${i} broke.`, { retryable: true });
      }
      return answer;
    });
  }

  get waiting(): number {
    return this.held.length;
  }

  hold(): void {
    this.open = false;
  }

  letGo(): void {
    this.open = true;
    this.held.splice(0).forEach((resolve) => resolve());
  }
}

/** Lets everything happen that does not wait for the reader. */
async function calm(): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const made = noiseBlock(8, MIB, () => 100);
const lz4Header = headerOf('lz4', made.packed.length, made.raw.length, { dataOffset: 0 });
const raw = concat(noise(5 * MIB, 3), new Uint8Array(20 * MIB), noise(5 * MIB, 4));
const zlib = new Uint8Array(deflateSync(raw, { level: 1 }));
const zlibHeader = headerOf('zlib', zlib.length, raw.length, { dataOffset: 0 });

function held(bytes: Uint8Array): HeldReader {
  return new HeldReader(bytes.length, (offset, length) => bytes.subarray(offset, offset + length));
}

const open = (reader: ByteReader): BlockBytes => openBlock(reader, lz4Header, blockTools());

function same(bytes: Uint8Array | undefined, truth: Uint8Array): void {
  expect(bytes && Buffer.compare(bytes, truth)).toBe(0);
}

describe('chunks that several ask for', () => {
  it('listens to a signal once, however many chunks are read', async () => {
    const many = noiseBlock(24, 200_000, () => 100);
    const header = headerOf('lz4', many.packed.length, many.raw.length, { dataOffset: 0 });
    const reader = held(many.packed);
    const cancel = new AbortController();
    const block = openBlock(reader, header, blockTools());
    // Of the first chunk and the last some is known by now.
    // The first and the last have been read by then.
    const spans = Array.from({ length: 22 }, (_, i) => ({
      offset: 200_000 * (i + 1),
      length: 100,
    }));
    reader.letGo();
    await Promise.all(block.readSpans([{ offset: many.raw.length - 1, length: 1 }]));
    reader.hold();
    const reading = Promise.allSettled(block.readSpans(spans, { signal: cancel.signal }));
    await calm();
    expect(reader.waiting).toBeGreaterThan(20);
    expect(getEventListeners(cancel.signal, 'abort')).toHaveLength(1);
    cancel.abort();
    for (const one of await reading) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
    expect(reader.aborted).toBe(reader.waiting);
  });

  it('reads a chunk once for all of them, and a longer part from where it was', async () => {
    const reader = CountingReader.of(made.packed);
    const block = open(reader);
    const span = { offset: 3 * MIB, length: 200_000 };
    await Promise.all(block.readSpans([{ offset: 4 * MIB, length: 1 }]));
    const before = reader.bytes;
    const asked = [block.readSpans([span]), block.readSpans([span, { ...span, length: 1000 }])];
    await Promise.all(asked.flat());
    const { bytes } = reader;
    expect(bytes - before).toBeLessThan(220_000);
    await Promise.all(block.readSpans([{ ...span, length: 300_000 }]));
    expect(reader.bytes - bytes).toBeLessThan(150_000);
    const all = await Promise.all(block.readSpans([{ offset: 3 * MIB, length: MIB }]));
    same(all[0], made.raw.subarray(3 * MIB, 4 * MIB));
    expect(reader.bytes - before).toBeLessThan(MIB * 1.01);
  });

  it('aborts the reads when the last has cancelled, and not before', async () => {
    const reader = held(made.packed);
    const block = open(reader);
    const [one, two] = [new AbortController(), new AbortController()];
    const span = { offset: 0, length: 500_000 };
    const [first] = block.readSpans([span], { signal: one.signal });
    const [second] = block.readSpans([span], { signal: two.signal });
    await calm();
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await calm();
    reader.letGo();
    same(await second, made.raw.subarray(0, 500_000));

    reader.hold();
    const far = { offset: 5 * MIB, length: 1000 };
    const [third] = block.readSpans([far], { signal: two.signal });
    await calm();
    const { aborted } = reader;
    two.abort();
    await expect(third).rejects.toMatchObject({ code: 'cancelled' });
    expect(reader.aborted).toBeGreaterThan(aborted);
    const { requests } = reader;
    await calm();
    expect(reader.requests).toBe(requests);
    reader.letGo();
    const [again] = await Promise.all(block.readSpans([far]));
    same(again, made.raw.subarray(far.offset, far.offset + far.length));
  });

  it('keeps what was used last, up to its bound', async () => {
    const reader = CountingReader.of(made.packed);
    const tools = blockTools(3 * MIB);
    const block = openBlock(reader, lz4Header, tools);
    for (let k = 0; k < 8; k += 1) {
      await Promise.all(block.readSpans([{ offset: k * MIB, length: MIB }]));
    }
    expect(tools.decoded.weight).toBeLessThanOrEqual(3 * MIB);
    const { requests } = reader;
    await Promise.all(block.readSpans([{ offset: 6 * MIB, length: 2 * MIB }]));
    expect(reader.requests).toBe(requests);
    await Promise.all(block.readSpans([{ offset: 2 * MIB, length: 10 }]));
    expect(reader.requests).toBe(requests + 1);
  });

  it('tells a failure of the network, and forgets it', async () => {
    const reader = held(made.packed);
    reader.broken = true;
    reader.letGo();
    const block = open(reader);
    const span = { offset: 2 * MIB, length: 100 };
    await expect(block.readSpans([span])[0]).rejects.toMatchObject({ code: 'network' });
    reader.broken = false;
    same(await block.readSpans([span])[0], made.raw.subarray(span.offset, span.offset + 100));
  });
});

describe('a block in one stream', () => {
  it('gives its start without reading all of it, and goes on from there', async () => {
    const reader = CountingReader.of(zlib);
    const block = openBlock(reader, zlibHeader, blockTools());
    const [start] = await Promise.all(block.readSpans([{ offset: 1000, length: 100_000 }]));
    same(start, raw.subarray(1000, 101_000));
    const { bytes } = reader;
    expect(bytes).toBeLessThanOrEqual(8 * MIB);
    await Promise.all(block.readSpans([{ offset: 0, length: 100_000 }]));
    expect(reader.bytes).toBe(bytes);
    const last = { offset: raw.length - 50, length: 50 };
    const [end] = await Promise.all(block.readSpans([last]));
    same(end, raw.subarray(last.offset));
    expect(reader.bytes).toBe(zlib.length);
    await Promise.all(block.readSpans([{ offset: 0, length: raw.length }]));
    expect(reader.bytes).toBe(zlib.length);
  });

  it('stops when the last has cancelled, and goes on later', async () => {
    const reader = held(zlib);
    const block = openBlock(reader, zlibHeader, blockTools());
    const { signal, abort } = ((c) => ({ signal: c.signal, abort: () => c.abort() }))(
      new AbortController(),
    );
    const [first] = block.readSpans([{ offset: 0, length: raw.length }], { signal });
    await calm();
    abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await calm();
    expect(reader.aborted).toBeGreaterThan(0);
    const { requests } = reader;
    await calm();
    expect(reader.requests).toBe(requests);
    reader.letGo();
    same(await block.readSpans([{ offset: 0, length: raw.length }])[0], raw);
  });

  it('tells a failure of the network, and goes on later', async () => {
    const reader = held(zlib);
    const block = openBlock(reader, zlibHeader, blockTools());
    reader.broken = true;
    reader.letGo();
    const span = { offset: 26 * MIB, length: 100 };
    await expect(block.readSpans([span])[0]).rejects.toMatchObject({ code: 'network' });
    await calm();
    reader.broken = false;
    same(await block.readSpans([span])[0], raw.subarray(span.offset, span.offset + 100));
  });

  it('asks before it reads more than 64 MB from afar', async () => {
    const large = headerOf('zlib', 65e6, 200e6, { dataOffset: 0, available: zlib.length });
    const block = openBlock(CountingReader.of(zlib), large, blockTools());
    const span = { offset: 0, length: 100 };
    await expect(block.readSpans([span])[0]).rejects.toMatchObject({
      code: 'costly',
      message: /zlib.*65 MB/,
    });
    block.agree();
    same(await block.readSpans([span])[0], raw.subarray(0, 100));
  });

  it('moves to a temporary file what is much', async () => {
    const zeros = new Uint8Array(deflateSync(new Uint8Array(100 * MIB), { level: 1 }));
    const tools = blockTools();
    const block = openBlock(
      CountingReader.of(zeros),
      headerOf('zlib', zeros.length, 100 * MIB, { dataOffset: 0 }),
      tools,
    );
    const spans = [70, 99, 0, 65].map((at) => ({ offset: at * MIB, length: 1000 }));
    for (const bytes of await Promise.all(block.readSpans(spans))) {
      same(bytes, new Uint8Array(1000));
    }
    const [all] = await Promise.all(block.readSpans([{ offset: 0, length: 100 * MIB }]));
    same(all, new Uint8Array(100 * MIB));
    await tools.spools.close();
  });
});
