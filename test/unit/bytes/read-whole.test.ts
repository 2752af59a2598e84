import { describe, expect, it } from 'vitest';
import { readWhole, type ReadWholeOptions, type Whole } from '../../../src/core/bytes/read-whole';
import type { ByteSource, Identity, ReadOptions } from '../../../src/core/bytes/source';
import { cancelled, SkybucketError, throwIfAborted } from '../../../src/core/errors';

const CONTENT = Uint8Array.from({ length: 10_000 }, (_, index) => (index * 7) % 251);

class FakeSource implements ByteSource {
  readonly label = 's3://bucket/key';
  readonly reads: number[] = [];
  closed = false;
  underWay = 0;
  mostUnderWay = 0;
  identities: Identity[] = [{ kind: 'etag', etag: '"1"' }];
  beforeRead: (offset: number, options: ReadOptions) => Promise<void> | void = () => undefined;

  constructor(private readonly bytes: Uint8Array = CONTENT) {}

  async size(): Promise<number> {
    return this.bytes.length;
  }

  async identity(): Promise<Identity> {
    const [first, second] = this.identities;
    if (second !== undefined) {
      this.identities.shift();
    }
    return first ?? { kind: 'unknown' };
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    this.reads.push(offset);
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    try {
      await this.beforeRead(offset, options);
      await Promise.resolve();
      throwIfAborted(options.signal);
      const bytes = this.bytes.slice(offset, offset + length);
      options.onFill?.(Math.floor(bytes.length / 2), bytes);
      return bytes;
    } finally {
      this.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

const run = (source: FakeSource, options: ReadWholeOptions = {}): Promise<Whole> =>
  readWhole(async () => source, { partSize: 1000, ...options });

const code = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof SkybucketError ? error.code : String(error);
  }
};

describe('an object that is read whole', () => {
  it('has every part where it belongs, four at a time', async () => {
    const source = new FakeSource();
    const progress: number[] = [];
    const onProgress = (received: number, size: number): void => {
      expect(size).toBe(10_000);
      progress.push(received);
    };
    const { bytes, identity } = await run(source, { onProgress });
    expect(bytes).toEqual(CONTENT);
    expect(identity).toEqual({ kind: 'etag', etag: '"1"' });
    expect(source.reads).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]);
    expect(source.mostUnderWay).toBe(4);
    expect(source.closed).toBe(true);
    expect([progress[0], progress.at(-1)]).toEqual([0, 10_000]);
    expect(progress.some((received) => received % 1000 === 500)).toBe(true);
  });

  it('may be empty', async () => {
    expect((await run(new FakeSource(new Uint8Array(0)))).bytes).toHaveLength(0);
  });

  it('is not read where its size will not do', async () => {
    const source = new FakeSource();
    const check = (size: number): void => {
      throw new SkybucketError('too-large', `${size} bytes are too many.`);
    };
    expect(await code(run(source, { check }))).toBe('too-large');
    expect([source.reads, source.closed]).toEqual([[], true]);
  });

  it('fails with the first failure, and nothing is under way any more', async () => {
    const source = new FakeSource();
    source.beforeRead = (offset) => {
      if (offset === 3000) {
        throw new SkybucketError('network', 'The connection was reset.');
      }
    };
    expect(await code(run(source))).toBe('network');
    expect([source.closed, source.underWay]).toEqual([true, 0]);
    expect(source.reads.length).toBeLessThan(10);
  });

  it('can be cancelled, which reaches the reads under way', async () => {
    const source = new FakeSource();
    const stop = new AbortController();
    const aborted: number[] = [];
    source.beforeRead = (offset, { signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          aborted.push(offset);
          reject(cancelled());
        });
        if (offset === 3000) {
          stop.abort();
        }
      });
    expect(await code(run(source, { signal: stop.signal }))).toBe('cancelled');
    expect(aborted).toEqual([0, 1000, 2000, 3000]);
  });

  it('refuses a short read', async () => {
    const source = new FakeSource();
    source.read = async () => new Uint8Array(10);
    expect(await code(run(source))).toBe('truncated');
  });

  it('is read once more when it changes, then given up', async () => {
    const changing = (): FakeSource => {
      const source = new FakeSource();
      source.identities = [
        { kind: 'etag', etag: '"1"' },
        { kind: 'etag', etag: '"2"' },
      ];
      return source;
    };
    const opened: FakeSource[] = [];
    const open = async (): Promise<FakeSource> => {
      opened.push(opened.length === 0 ? changing() : new FakeSource());
      return opened.at(-1) ?? new FakeSource();
    };
    expect((await readWhole(open, { partSize: 4000 })).bytes).toEqual(CONTENT);
    expect(opened).toHaveLength(2);

    let opens = 0;
    const always = async (): Promise<FakeSource> => {
      opens += 1;
      return changing();
    };
    expect(await code(readWhole(always))).toBe('changed');
    expect(opens).toBe(2);
  });

  it('is read once where the server tells nothing of versions, neither before nor after', async () => {
    const source = new FakeSource();
    source.identities = [];
    expect(await run(source)).toEqual({ bytes: CONTENT, identity: { kind: 'unknown' } });
    source.identities = [{ kind: 'unknown' }, { kind: 'etag', etag: '"1"' }];
    source.reads.length = 0;
    await run(source);
    expect(source.reads).toHaveLength(20);
  });

  it('is not read where it was cancelled while it was opened', async () => {
    const source = new FakeSource();
    const stop = new AbortController();
    const open = async (): Promise<ByteSource> => {
      stop.abort();
      return source;
    };
    expect(await code(readWhole(open, { signal: stop.signal }))).toBe('cancelled');
    expect([source.reads, source.closed]).toEqual([[], true]);
  });
});
