import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ByteSource, Identity, ReadOptions } from '../../../src/core/bytes/source';
import { cancelled, SkybucketError, throwIfAborted } from '../../../src/core/errors';
import { download, type DownloadProgress } from '../../../src/core/transfer/download';
import { FileSink, type OnExisting } from '../../../src/platform/node/download-sink';

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

let folder: string;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skybucket-download-'));
  asked = [];
});

afterEach(() => rm(folder, { recursive: true }));

const sink =
  (name = 'a.fits', answer: OnExisting = 'cancel', into = folder) =>
  (): Promise<FileSink> =>
    FileSink.create({
      folder: into,
      name,
      onExisting: async (existing) => {
        asked.push(existing);
        return answer;
      },
    });

const run = (
  source: FakeSource,
  createSink = sink(),
  options: Parameters<typeof download>[2] = {},
): ReturnType<typeof download> =>
  download(async () => source, createSink, { partSize: 1000, ...options });

const code = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof SkybucketError ? error.code : String(error);
  }
};

describe('download', () => {
  it('writes every part where it belongs, four at a time, and leaves nothing else', async () => {
    const source = new FakeSource();
    const progress: DownloadProgress[] = [];
    const result = await run(source, sink(), { onProgress: (step) => progress.push(step) });

    expect(result).toEqual({ name: join(folder, 'a.fits'), size: 10_000 });
    expect(await readFile(join(folder, 'a.fits'))).toEqual(Buffer.from(CONTENT));
    expect(await readdir(folder)).toEqual(['a.fits']);
    expect(source.reads).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]);
    expect(source.mostUnderWay).toBe(4);
    expect(source.closed).toBe(true);
    expect(progress[0]).toMatchObject({ received: 0, size: 10_000 });
    expect(progress.at(-1)).toMatchObject({ received: 10_000, size: 10_000 });
    expect(progress.some(({ received }) => received % 1000 === 500)).toBe(true);
  });

  it('downloads an empty object', async () => {
    await run(new FakeSource(new Uint8Array(0)));
    expect(await readFile(join(folder, 'a.fits'))).toHaveLength(0);
  });

  it('shows only a hidden name until it is whole', async () => {
    const source = new FakeSource();
    let seen: string[] = [];
    source.beforeRead = async (offset) => {
      seen = offset === 5000 ? await readdir(folder) : seen;
    };
    await run(source);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/^\.a\.fits\.skybucket-part-[0-9a-f]{12}$/);
  });

  it('leaves nothing after a failure and reports the first one', async () => {
    const source = new FakeSource();
    source.beforeRead = (offset) => {
      if (offset === 3000) {
        throw new SkybucketError('network', 'The connection was reset.');
      }
    };
    expect(await code(run(source))).toBe('network');
    expect(await readdir(folder)).toEqual([]);
    expect(source.closed).toBe(true);
    expect(source.underWay).toBe(0);
    expect(source.reads.length).toBeLessThan(10);
  });

  it('leaves nothing after a cancel, which reaches the reads under way', async () => {
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
    expect(await code(run(source, sink(), { signal: stop.signal }))).toBe('cancelled');
    expect(aborted).toEqual([0, 1000, 2000, 3000]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a short read', async () => {
    const source = new FakeSource();
    source.read = async () => new Uint8Array(10);
    expect(await code(run(source))).toBe('truncated');
    expect(await readdir(folder)).toEqual([]);
  });

  it('starts once more when the object changes, then gives up', async () => {
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
    await download(open, sink(), { partSize: 4000 });
    expect(opened).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['a.fits']);

    let opens = 0;
    const always = async (): Promise<FakeSource> => {
      opens += 1;
      return changing();
    };
    expect(await code(download(always, sink('b.fits')))).toBe('changed');
    expect(opens).toBe(2);
    expect(await readdir(folder)).toEqual(['a.fits']);
  });
});

describe('a name that is taken', () => {
  beforeEach(() => writeFile(join(folder, 'a.fits'), 'old'));

  const content = (name: string): Promise<string> => readFile(join(folder, name), 'latin1');
  const fresh = Buffer.from(CONTENT).toString('latin1');

  it('is kept on cancel, before anything is read', async () => {
    const source = new FakeSource();
    expect(await code(run(source))).toBe('cancelled');
    expect(source.reads).toEqual([]);
    expect(await content('a.fits')).toBe('old');
  });

  it('is replaced on overwrite', async () => {
    await run(new FakeSource(), sink('a.fits', 'overwrite'));
    expect(await content('a.fits')).toBe(fresh);
    expect(await readdir(folder)).toEqual(['a.fits']);
  });

  it('is numbered on keep both, past numbers that are taken', async () => {
    await writeFile(join(folder, 'a (2).fits'), 'older');
    const { name } = await run(new FakeSource(), sink('a.fits', 'keep-both'));
    expect(name).toBe(join(folder, 'a (3).fits'));
    expect(await content('a.fits')).toBe('old');
    expect(await content('a (2).fits')).toBe('older');
    expect(asked).toEqual(['a.fits']);
  });

  it('is asked about when it appears during the download', async () => {
    const source = new FakeSource();
    source.beforeRead = () => writeFile(join(folder, 'b.fits'), 'meanwhile');
    expect(await code(run(source, sink('b.fits', 'cancel')))).toBe('cancelled');
    expect(asked).toEqual(['b.fits']);
    expect(await content('b.fits')).toBe('meanwhile');
    expect((await readdir(folder)).sort()).toEqual(['a.fits', 'b.fits']);
  });

  it('may be a link, which is replaced and never followed', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'skybucket-outside-'));
    await writeFile(join(outside, 'precious'), 'precious');
    await symlink(join(outside, 'precious'), join(folder, 'link.fits'));
    await symlink(join(outside, 'nothing'), join(folder, 'dangling.fits'));

    await run(new FakeSource(), sink('link.fits', 'overwrite'));
    await run(new FakeSource(), sink('dangling.fits', 'overwrite'));

    expect(asked).toEqual(['link.fits', 'dangling.fits']);
    expect(await readdir(outside)).toEqual(['precious']);
    expect(await readFile(join(outside, 'precious'), 'utf8')).toBe('precious');
    expect(await content('link.fits')).toBe(fresh);
    await rm(outside, { recursive: true });
  });

  it('may be a folder, which is never replaced', async () => {
    await mkdir(join(folder, 'full.fits'));
    await writeFile(join(folder, 'full.fits', 'x'), 'x');
    expect(await code(run(new FakeSource(), sink('full.fits', 'overwrite')))).toBe('local-file');
    expect((await readdir(folder)).sort()).toEqual(['a.fits', 'full.fits']);
  });
});

describe('the folder', () => {
  it.each(['../a', 'a/b', '..', '.', '', '/a'])('is never left by the name %j', async (name) => {
    expect(await code(run(new FakeSource(), sink(name)))).toBe('local-file');
    expect(await readdir(folder)).toEqual([]);
  });

  it('must exist', async () => {
    const missing = join(folder, 'missing');
    expect(await code(run(new FakeSource(), sink('a', 'cancel', missing)))).toBe('local-file');
  });
});
