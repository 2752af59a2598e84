import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { DiskTrouble } from '../../../src/core/transfer/disk-trouble';
import type { LocalTarget, PartialFile } from '../../../src/core/transfer/local-disk';
import { Verification } from '../../../src/core/transfer/verify';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';
import { explainDisk } from '../../../src/platform/node/local-disk-errors';
import { NodePartialFile } from '../../../src/platform/node/local-disk-partial';
import { SmallFile } from '../../../src/platform/node/small-file';
import { SmallFilesDisk } from '../../../src/platform/node/small-files-disk';
import { fromMessage, toMessage } from '../../../src/platform/node/small-files-messages';
import { smallFilesThread } from '../../../src/platform/node/small-files-thread';
import { bundleSmallFiles } from '../../support/transfer/small-files';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('small files by a thread', () => {
  let script = '';
  let folder = '';
  let disk: SmallFilesDisk;
  let threads: Worker[] = [];
  const at = (path: string): LocalTarget => ({ folder, path });
  const opened = async (path: string, content: Uint8Array, id = 'id'): Promise<PartialFile> => {
    const file = await disk.openPartial(at(path), id, content.length);
    await file.write(0, content);
    return file;
  };
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  beforeAll(async () => {
    script = await bundleSmallFiles();
  });
  afterAll(() => rm(dirname(script), { recursive: true }));
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'skybucket-small-')));
    threads = [];
    disk = new SmallFilesDisk(new NodeLocalDisk(), (memory) => {
      const thread = smallFilesThread(script)(memory);
      threads.push(thread);
      return thread;
    });
  });
  afterEach(async () => {
    await disk.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are those of which nobody has noted anything, up to 1 MiB; the others go the ordinary way', async () => {
    const kinds = await Promise.all([
      disk.openPartial(at('a'), 'a', 1024 * 1024),
      disk.openPartial(at('b'), 'b', 1024 * 1024 + 1),
      disk.openPartial(at('c'), 'c', undefined),
      disk.openPartial(at('d'), 'd', 10, async () => undefined),
    ]);
    expect(kinds.map((file) => file instanceof SmallFile)).toEqual([true, false, false, false]);
    await Promise.all(kinds.map((file) => file.discard()));
    expect([await readdir(folder), threads]).toEqual([[], []]);
  });

  it('go the ordinary way where there is no memory for more of them, and leave it to the next', async () => {
    const files = await Promise.all(
      Array.from({ length: 160 }, (_, index) => opened(`f${index}`, bytes(`${index}`), `t${index}`)),
    );
    expect(files.filter((file) => file instanceof NodePartialFile)).toHaveLength(16);
    await Promise.all(files.map((file, index) => file.commit(`${index}`.length, 'skip')));
    for (const index of files.keys()) {
      expect(await readFile(join(folder, `f${index}`), 'utf8')).toBe(`${index}`);
    }
    expect(await opened('last', bytes('x'), 'last')).toBeInstanceOf(SmallFile);
    expect(threads).toHaveLength(1);
  });

  it('have nothing of another file where nothing was written to them', async () => {
    const before = await opened('before', new Uint8Array(1000).fill(7), 'before');
    await before.commit(1000, 'skip');
    const after = await disk.openPartial(at('after'), 'after', 1000);
    await after.write(600, new Uint8Array(400).fill(1));
    await after.commit(1000, 'skip');
    const expected = Buffer.concat([Buffer.alloc(600), Buffer.alloc(400, 1)]);
    expect((await readFile(join(folder, 'after'))).equals(expected)).toBe(true);
    const larger = await disk.openPartial(at('larger'), 'larger', 10);
    await expect(larger.write(1024 * 1024, bytes('x'))).rejects.toThrow(/larger than was said/);
  });

  it('are compared with their checksum beside this thread, which computes none', async () => {
    const content = randomBytes(300_000);
    const file = await opened('x', content);
    const none = { begin: () => Promise.reject(new Error('This thread computes none.')) };
    const verdict = (algorithm: 'MD5' | 'CRC32', value: Uint8Array): Promise<unknown> =>
      new Verification(
        none,
        { algorithm, value, segments: [content.length], of: 'full', name: algorithm },
        () => Promise.reject(new Error('Nothing is read back.')),
        file.memory,
      ).finish('x', () => undefined);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(content));
    const md5 = createHash('md5').update(content).digest();
    expect(await verdict('MD5', md5)).toEqual({ verified: { by: 'md5' } });
    expect(await verdict('CRC32', crc)).toMatchObject({ verified: { by: 'checksum' } });
    crc.writeUInt32BE((crc32(content) ^ 1) >>> 0);
    expect(await failure(verdict('CRC32', crc))).toMatchObject({ code: 'damaged' });
    for (const algorithm of ['CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
      const digest = await nodeChecksums().begin(algorithm);
      digest.update(content);
      expect(await file.memory?.digest(algorithm, content.length)).toEqual(await digest.digest());
    }
    expect(await failure(file.memory?.digest('MD5', 300_001) ?? Promise.resolve())).toMatchObject({
      code: 'truncated',
    });
    await file.discard();
  });

  it('fail with what the disk says, whole, and can be tried again', async () => {
    const file = await opened('sub/x', bytes('x'));
    await rm(folder, { recursive: true });
    const error = await failure(file.commit(1, 'skip'));
    expect(error).toBeInstanceOf(DiskTrouble);
    expect(error).toMatchObject({
      code: 'local-file',
      message: expect.stringMatching(/folder .* is not there any more/) as unknown,
    });
    await mkdir(folder);
    // A folder is taken for what it was for a quarter of a second.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await file.commit(1, 'skip')).toBe(join(folder, 'sub/x'));
  });

  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EBUSY', 'EMFILE'])(
    'that fail with %s fail in the same way as without a thread',
    (code) => {
      const error = explainDisk('/data/x', Object.assign(new Error('said'), { code }));
      const told = fromMessage(structuredClone(toMessage(error)));
      const { message, hint, retryable, cause } = error as SkybucketError;
      expect(told).toMatchObject({ message, hint, retryable, code: 'local-file' });
      expect(told.constructor).toBe((error as SkybucketError).constructor);
      expect((told.cause as { code: unknown }).code).toBe((cause as { code: unknown }).code);
    },
  );

  it('keep both names where what became of them could not be written down', async () => {
    const file = await opened('x', bytes('x'));
    const reason = new Error('no');
    expect(await failure(file.commit(1, 'skip', () => Promise.reject(reason)))).toBe(reason);
    expect((await readdir(folder)).sort()).toEqual(['.x.skybucket-part-id', 'x']);
    await file.discard();
    expect(await readdir(folder)).toEqual(['x']);
  });

  it('that wait when the thread dies may be tried again, and go the ordinary way then', async () => {
    const other = await opened('other', bytes('o'), 'other');
    const file = await opened('x', bytes('x'));
    const work = file.commit(1, 'keep-both', async () => void (await threads[0]?.terminate()));
    const error = await failure(work);
    expect(error).toBeInstanceOf(SkybucketError);
    expect(error).toMatchObject({ code: 'local-file', retryable: true });
    await file.close();
    // It died between the new name and the end of the old one.
    expect((await readdir(folder)).sort()).toEqual(['.x.skybucket-part-id', 'x']);
    const again = await opened('x', bytes('x'));
    expect(again).toBeInstanceOf(NodePartialFile);
    expect(await again.commit(1, 'keep-both')).toBe(join(folder, 'x'));
    expect(await readdir(folder)).toEqual(['x']);
    expect(await failure(other.commit(1, 'skip'))).toMatchObject({ retryable: true });
    await other.discard();
    expect(threads).toHaveLength(1);
  });

  it('go the ordinary way where the thread cannot be started', async () => {
    await disk.close();
    disk = new SmallFilesDisk(new NodeLocalDisk(), smallFilesThread(join(folder, 'none.js')));
    const error = await failure((await opened('x', bytes('x'))).commit(1, 'skip'));
    expect(error).toMatchObject({ code: 'local-file', retryable: true });
    expect(await (await opened('x', bytes('x'))).commit(1, 'skip')).toBe(join(folder, 'x'));
  });
});
