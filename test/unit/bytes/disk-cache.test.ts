import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlockCache } from '../../../src/core/bytes/block-cache';
import { DiskCache } from '../../../src/core/bytes/disk-cache';
import type { DiskStore } from '../../../src/core/bytes/disk-store';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { Meter } from '../../../src/core/bytes/meter';
import type { Identity } from '../../../src/core/bytes/source';
import { SpanReader, type SpanReaderOptions } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { NodeDiskStore } from '../../../src/platform/node/disk-store';
import { ManualSource, settle } from '../../support/bytes/manual-source';
import { MemoryDiskStore } from '../../support/bytes/memory-disk-store';
import { pattern, PLAIN_TARGET, ScriptedClient, serve } from '../../support/bytes/scripted-client';

const BYTES = pattern(400_000);
const NAME = 'skybucket://public/bucket/image.fits';
/** Nothing is worth merging. */
const NEAR = new LinkEstimate({ latency: 0.0005, bandwidth: 10e3, parallel: 4 });
/** Everything is worth merging. */
const FAR = new LinkEstimate({ latency: 5, bandwidth: 10e9, parallel: 1 });
const PROBE = 'bytes=0-65535';

function slice(offset: number, length: number): Uint8Array {
  return BYTES.slice(offset, offset + length);
}

function diskCache(store: DiskStore, bound = 100e6): DiskCache & { readonly problems: unknown[] } {
  const problems: unknown[] = [];
  const disk = new DiskCache(store, bound, (error) => problems.push(error));
  return Object.assign(disk, { problems });
}

/** A session of the editor that opens the object: a reader with empty memory. */
function session(
  disk: DiskCache | undefined,
  validators: Record<string, string> = { etag: '"v1"' },
): { client: ScriptedClient; reader: SpanReader; meter: Meter } {
  const client = new ScriptedClient((request) => serve(BYTES, request, validators));
  const meter = new Meter();
  const reader = new SpanReader(new HttpSource(client, PLAIN_TARGET), {
    cache: new BlockCache(10e6),
    cacheKey: NAME,
    link: NEAR,
    disk,
    meter,
  });
  return { client, reader, meter };
}

const SPANS = [
  { offset: 100_000, length: 5000 },
  { offset: 0, length: 2880 },
  { offset: 102_000, length: 5000 },
  { offset: 390_000, length: 10_000 },
];

async function readSpans(reader: SpanReader): Promise<void> {
  const read = await Promise.all(reader.readSpans(SPANS));
  SPANS.forEach(({ offset, length }, i) => expect(read[i]).toEqual(slice(offset, length)));
}

/** Ends a session, after its last bytes came in. */
async function end(disk: DiskCache): Promise<void> {
  await settle();
  await disk.close();
}

/** A folder as an earlier session left it, that read {@link SPANS}. */
async function filled(): Promise<MemoryDiskStore> {
  const store = new MemoryDiskStore();
  const disk = diskCache(store);
  await readSpans(session(disk).reader);
  await end(disk);
  expect(disk.problems).toEqual([]);
  return store;
}

/** A reader of a source that the test answers by hand, of an object named `name`. */
async function manual(
  disk: DiskCache,
  options: SpanReaderOptions & { readonly identity?: Identity } = {},
): Promise<{ source: ManualSource; reader: SpanReader }> {
  const source = new ManualSource(BYTES, options.identity);
  const reader = new SpanReader(source, { cacheKey: NAME, link: NEAR, disk, ...options });
  await reader.size();
  return { source, reader };
}

/** Reads one span of a {@link manual} reader by a request. */
async function fetch(
  { source, reader }: { source: ManualSource; reader: SpanReader },
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const before = source.reads.length;
  const read = reader.read(offset, length);
  await vi.waitFor(() => expect(source.reads.length).toBeGreaterThan(before));
  source.reads.slice(before).forEach((one) => one.finish());
  return read;
}

const folders: string[] = [];

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'skybucket-cache-'));
  folders.push(path);
  return path;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((path) => rm(path, { recursive: true, force: true })));
});

describe('the next session', () => {
  it('asks the network only who the object is', async () => {
    const root = await folder();
    const before = diskCache(new NodeDiskStore(root));
    const first = session(before);
    await readSpans(first.reader);
    expect(first.client.ranges).toEqual([PROBE, 'bytes=100000-106999', 'bytes=390000-399999']);
    await end(before);

    const after = diskCache(new NodeDiskStore(root));
    const second = session(after);
    await readSpans(second.reader);
    expect(second.client.ranges).toEqual([PROBE]);
    expect(second.meter.figures()).toMatchObject({ requests: 1, rounds: 1, bytes: 65_536 });
    expect([...before.problems, ...after.problems]).toEqual([]);
  });

  it('asks for what is missing, and adds it', async () => {
    const store = await filled();
    const disk = diskCache(store);
    const { client, reader } = session(disk);
    expect(await reader.read(99_000, 9000)).toEqual(slice(99_000, 9000));
    expect(client.ranges).toEqual([PROBE, 'bytes=99000-99999', 'bytes=107000-107999']);
    await end(disk);

    const third = session(diskCache(store));
    expect(await third.reader.read(99_000, 9000)).toEqual(slice(99_000, 9000));
    expect(third.client.ranges).toEqual([PROBE]);
  });

  it('uses nothing of another version, nor of another object', async () => {
    const store = await filled();
    const changed = session(diskCache(store), { etag: '"v2"' });
    await readSpans(changed.reader);
    expect(changed.client.requests).toHaveLength(3);
    const other = await manual(diskCache(store), { cacheKey: `${NAME}.gz` });
    await fetch(other, 100_000, 10);
    expect(other.source.spans).toEqual([[100_000, 10]]);
  });

  it('knows an object without ETag by its date, and one without either not at all', async () => {
    for (const [validators, requests] of [
      [{ 'last-modified': 'Wed, 01 May 2024 00:00:00 GMT' }, 1],
      [{}, 3],
    ] as const) {
      const store = new MemoryDiskStore();
      const disk = diskCache(store);
      await readSpans(session(disk, validators).reader);
      await end(disk);
      const second = session(diskCache(store), validators);
      await readSpans(second.reader);
      expect(second.client.requests).toHaveLength(requests);
    }
  });

  it('finds the bytes that came along to bridge a gap', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    const first = await manual(disk, { link: FAR });
    const read = first.reader.readSpans([
      { offset: 0, length: 100 },
      { offset: 900, length: 100 },
    ]);
    await settle();
    expect(first.source.spans).toEqual([[0, 1000]]);
    first.source.reads[0]!.finish();
    await Promise.all(read);
    await end(disk);
    const second = await manual(diskCache(store));
    expect(await second.reader.read(100, 800)).toEqual(slice(100, 800));
    expect(second.source.reads).toEqual([]);
  });

  it('finds what had come in of a request that was given up, and no more', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    const first = await manual(disk);
    const controller = new AbortController();
    const read = first.reader.read(1000, 1000, { signal: controller.signal });
    await settle();
    first.source.reads[0]!.fill(300);
    controller.abort();
    await expect(read).rejects.toMatchObject({ code: 'cancelled' });
    await end(disk);
    const second = await manual(diskCache(store));
    expect(await fetch(second, 1000, 1000)).toEqual(slice(1000, 1000));
    expect(second.source.spans).toEqual([[1300, 700]]);
  });

  it('finds what was given before the source was closed', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    const first = await manual(disk);
    const [near, far] = first.reader.readSpans([
      { offset: 1000, length: 100 },
      { offset: 1100, length: 100 },
    ]);
    await settle();
    first.source.reads[0]!.fill(150);
    expect(await near).toEqual(slice(1000, 100));
    first.source.reads[0]!.fail(new SkybucketError('cancelled', 'Closed.'));
    await expect(far).rejects.toMatchObject({ code: 'cancelled' });
    await end(disk);
    const second = await manual(diskCache(store));
    expect(await second.reader.read(1000, 150)).toEqual(slice(1000, 150));
    expect(second.source.reads).toEqual([]);
  });

  it('reads what two windows have written at once', async () => {
    const root = await folder();
    const [one, two] = [0, 1].map(() => diskCache(new NodeDiskStore(root)));
    const readers = [await manual(one!), await manual(two!)];
    await Promise.all([fetch(readers[0]!, 0, 6000), fetch(readers[1]!, 4000, 6000)]);
    await Promise.all([one!.close(), two!.close()]);
    const third = await manual(diskCache(new NodeDiskStore(root)));
    expect(await third.reader.read(0, 10_000)).toEqual(slice(0, 10_000));
    expect(third.source.reads).toEqual([]);
  });
});

describe('a damaged pack', () => {
  it.each<[string, (pack: Uint8Array) => Uint8Array, number]>([
    ['cut in its head', (pack) => pack.slice(0, 50), 3],
    ['empty', () => new Uint8Array(0), 3],
    ['something else', () => pattern(70_000), 3],
    ['changed in its head', (pack) => pack.with(30, 255), 3],
    ['changed in its data', (pack) => pack.with(pack.length - 20, pack.at(-20)! ^ 1), 3],
    ['cut in its data', (pack) => pack.slice(0, -1), 3],
  ])('that is %s is as if it were not there', async (_, damage, requests) => {
    const store = await filled();
    expect(store.packFiles).toHaveLength(1);
    store.change(damage);
    const disk = diskCache(store);
    const { client, reader } = session(disk);
    await readSpans(reader);
    expect(client.requests.length).toBeGreaterThanOrEqual(requests);
    expect(disk.problems).toEqual([]);
    // What was fetched again is kept again.
    await end(disk);
    const next = session(diskCache(store));
    await readSpans(next.reader);
    expect(next.client.requests).toHaveLength(1);
  });

  it('is left where it is not read', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    await fetch(await manual(disk), 0, 400_000);
    await end(disk);
    store.change((pack) => pack.with(pack.length - 1, pack.at(-1)! ^ 1));
    const next = await manual(diskCache(store));
    expect(await next.reader.read(262_000, 100)).toEqual(slice(262_000, 100));
    expect(await fetch(next, 262_100, 100)).toEqual(slice(262_100, 100));
    expect(next.source.spans).toEqual([[262_144, 56]]);
  });
});

describe('reading from the disk', () => {
  it('gives each span its bytes as soon as they are in', async () => {
    const disk = diskCache(await filled());
    const { source, reader } = await manual(disk);
    const [far, near] = reader.readSpans([
      { offset: 50_000, length: 10 },
      { offset: 100_000, length: 10 },
    ]);
    expect(await near).toEqual(slice(100_000, 10));
    expect(source.spans).toEqual([[50_000, 10]].filter(() => source.reads.length > 0));
    source.reads[0]?.finish();
    expect(await far).toEqual(slice(50_000, 10));
  });

  it('ends at once when it is cancelled, asks for nothing, and serves the others', async () => {
    const store = await filled();
    let goOn: () => void = () => undefined;
    const disk = diskCache(store);
    const { source, reader } = await manual(disk, { cache: new BlockCache(0) });
    store.before = () => new Promise((resolve) => (goOn = resolve));
    const controller = new AbortController();
    const cancelled = reader.read(100_000, 100, { signal: controller.signal });
    const other = reader.read(390_000, 100);
    await settle();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    store.before = () => undefined;
    goOn();
    expect(await other).toEqual(slice(390_000, 100));
    await settle();
    expect(source.reads).toEqual([]);
    // Cancelled is not gone.
    expect(await reader.read(100_000, 100)).toEqual(slice(100_000, 100));
    expect(source.reads).toEqual([]);
  });

  it('joins what is under way', async () => {
    const store = await filled();
    const { source, reader } = await manual(diskCache(store), { cache: new BlockCache(0) });
    store.log.length = 0;
    const reads = reader.readSpans([
      { offset: 100_000, length: 500 },
      { offset: 100_100, length: 700 },
    ]);
    expect(await reads[1]).toEqual(slice(100_100, 700));
    expect(await reads[0]).toEqual(slice(100_000, 500));
    expect(store.log).toEqual(['read']);
    expect(source.reads).toEqual([]);
  });

  it('finds what is not written yet', async () => {
    const store = new MemoryDiskStore();
    const opened = await manual(diskCache(store));
    await fetch(opened, 5000, 1000);
    expect(await opened.reader.read(5500, 100)).toEqual(slice(5500, 100));
    expect(opened.source.reads).toHaveLength(1);
    expect(store.content.size).toBe(0);
  });

  it('counts the request of bytes that have vanished', async () => {
    const store = await filled();
    const { client, reader, meter } = session(diskCache(store));
    await reader.size();
    store.content.clear();
    await readSpans(reader);
    expect(meter.figures().requests).toBe(client.requests.length);
    expect(client.requests.length).toBeGreaterThan(1);
  });
});

describe('writing', () => {
  it('waits until nothing has come for five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const store = new MemoryDiskStore();
      const opened = await manual(diskCache(store));
      const read = opened.reader.readSpans([
        { offset: 0, length: 10 },
        { offset: 5000, length: 10 },
      ]);
      await vi.advanceTimersByTimeAsync(0);
      opened.source.reads[0]!.finish();
      await vi.advanceTimersByTimeAsync(4900);
      opened.source.reads[1]!.finish();
      await vi.advanceTimersByTimeAsync(4900);
      expect(store.packFiles).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(100);
      expect(store.packFiles).toHaveLength(1);
      await Promise.all(read);
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not wait once there are 4 MiB, and cuts them into packs', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    const big = new ManualSource(new Uint8Array(9 * 1024 * 1024).fill(7));
    const reader = new SpanReader(big, { cacheKey: NAME, link: NEAR, disk });
    await reader.size();
    const read = reader.read(0, big.bytes.length);
    await settle();
    big.reads.forEach((one) => one.finish());
    await read;
    await vi.waitFor(() => expect(store.packFiles.length).toBeGreaterThan(1));
    await end(disk);
    expect(store.packFiles.every(({ length }) => length < 4.1 * 1024 * 1024)).toBe(true);
    expect(store.bytes).toBeLessThan(big.bytes.length + 10_000);
  });

  it('writes nothing twice', async () => {
    const store = await filled();
    const bytes = store.bytes;
    const disk = diskCache(store);
    await readSpans(session(disk).reader);
    await end(disk);
    expect(store.bytes).toBe(bytes);
    expect(store.log.filter((operation) => operation === 'write')).toHaveLength(1);
  });
});

describe('the bound', () => {
  /** Opens the object `name` and reads 10,000 bytes of it, of which all comes to the disk. */
  async function use(disk: DiskCache, name: string): Promise<number> {
    const opened = await manual(disk, { cacheKey: name });
    const read = opened.reader.read(0, 10_000);
    await vi.waitFor(async () => {
      opened.source.reads.forEach((one) => one.finish());
      expect(await Promise.race([read.then(() => 'in'), settle()])).toBe('in');
    });
    await disk.flush();
    return opened.source.reads.length;
  }

  it('is kept, and the objects least recently opened go', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store, 45_000);
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(await use(disk, name)).toBe(1);
    }
    const next = diskCache(store, 45_000);
    expect(await use(next, 'a')).toBe(0);
    expect(await use(next, 'e')).toBe(1);
    expect(store.bytes).toBeLessThanOrEqual(45_000);
    const last = diskCache(store, 45_000);
    expect([await use(last, 'a'), await use(last, 'd'), await use(last, 'e')]).toEqual([0, 0, 0]);
    expect(await use(last, 'b')).toBe(1);
    expect(store.bytes).toBeLessThanOrEqual(45_000);
    expect([...disk.problems, ...next.problems, ...last.problems]).toEqual([]);
  });

  it('counts what other windows write', async () => {
    const store = new MemoryDiskStore();
    const windows = [diskCache(store, 45_000), diskCache(store, 45_000)];
    for (let i = 0; i < 10; i++) {
      await use(windows[i % 2]!, `object ${i}`);
      expect(store.bytes).toBeLessThanOrEqual(45_000);
    }
  });

  it('makes room in an object that is alone, and takes none that is beyond it', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store, 45_000);
    const opened = await manual(disk);
    for (let i = 0; i < 6; i++) {
      await fetch(opened, i * 10_000, 10_000);
      await disk.flush();
      expect(store.bytes).toBeLessThanOrEqual(45_000);
    }
    await fetch(opened, 100_000, 200_000);
    await disk.flush();
    expect(store.bytes).toBeLessThanOrEqual(45_000);
    // Whatever is where, the bytes are right.
    for (let i = 0; i < 6; i++) {
      const read = opened.reader.read(i * 10_000, 10_000);
      await settle();
      opened.source.reads.forEach((one) => one.finish());
      expect(await read).toEqual(slice(i * 10_000, 10_000));
    }
    expect(disk.problems).toEqual([]);
  });

  it('can be changed', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store, 45_000);
    for (const name of ['a', 'b', 'c', 'd']) {
      await use(disk, name);
    }
    await disk.resize(25_000);
    expect([...store.content.keys()].map((key) => JSON.parse(key)[0])).toEqual(['c', 'd']);
    await disk.resize(0);
    expect(store.content.size).toBe(0);
    await use(disk, 'e');
    expect(store.content.size).toBe(0);
    await disk.resize(45_000);
    await use(disk, 'f');
    expect(store.content.size).toBe(1);
  });

  it('of 0 leaves the disk alone', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store, 0);
    const { client, reader } = session(disk);
    await readSpans(reader);
    await end(disk);
    expect(client.requests).toHaveLength(3);
    expect(store.log).toEqual([]);
  });

  it('does nothing before an object is opened', async () => {
    const store = new MemoryDiskStore();
    await settle();
    await diskCache(store).close();
    expect(store.log).toEqual([]);
  });

  it('leaves local files alone', async () => {
    const store = new MemoryDiskStore();
    const disk = diskCache(store);
    await fetch(await manual(disk, { local: true }), 0, 1000);
    await end(disk);
    expect(store.log).toEqual([]);
  });
});

describe('clear', () => {
  it('removes what is there, and what waits', async () => {
    const store = await filled();
    const disk = diskCache(store);
    const opened = await manual(disk);
    await fetch(opened, 200_000, 100);
    await disk.clear();
    expect(store.content.size).toBe(0);
    // An open reader asks anew, in one request as ever.
    expect(await fetch(opened, 100_000, 5000)).toEqual(slice(100_000, 5000));
    expect(opened.source.spans).toEqual([
      [200_000, 100],
      [100_000, 5000],
    ]);
    await end(disk);
    const next = await manual(diskCache(store));
    expect(await next.reader.read(100_000, 5000)).toEqual(slice(100_000, 5000));
    expect(next.source.reads).toEqual([]);
  });

  it('says when it cannot', async () => {
    const store = await filled();
    store.before = () => {
      throw new Error('EACCES: permission denied');
    };
    await expect(diskCache(store).clear()).rejects.toMatchObject({ code: 'local-file' });
  });
});

describe('a disk that fails', () => {
  it.each(['packs', 'read', 'touch', 'objects', 'write', 'remove'] as const)(
    'at “%s” is off for the session, is told once, and no reader notices',
    async (failing) => {
      const store = await filled();
      const disk = diskCache(store, 30_000);
      store.before = (operation) => {
        if (operation === failing) {
          throw new Error('ENOSPC: no space left on device');
        }
      };
      for (const etag of ['"v1"', '"v2"', '"v3"']) {
        await readSpans(session(disk, { etag }).reader);
        await disk.flush();
      }
      expect(disk.problems).toEqual([new Error('ENOSPC: no space left on device')]);
      store.log.length = 0;
      await readSpans(session(disk, { etag: '"v4"' }).reader);
      await end(disk);
      expect(store.log).toEqual([]);
    },
  );

  it('by not answering is off after five seconds', async () => {
    const store = await filled();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const disk = diskCache(store);
      const { source, reader } = await manual(disk);
      store.before = () => new Promise(() => undefined);
      const read = reader.read(100_000, 100);
      await vi.advanceTimersByTimeAsync(4999);
      expect(source.reads).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      source.reads[0]!.finish();
      expect(await read).toEqual(slice(100_000, 100));
      expect(disk.problems).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
