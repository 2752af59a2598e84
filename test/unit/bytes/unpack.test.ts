import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { Compression } from '../../../src/core/bytes/unpack/compression';
import type { Spool } from '../../../src/core/bytes/unpack/spool';
import {
  unpackFile,
  type Unpacked,
  type UnpackLimits,
  type UnpackOptions,
} from '../../../src/core/bytes/unpack/unpacked-reader';
import { gunzipStream } from '../../../src/platform/node/gunzip-stream';
import { NodeSpools } from '../../../src/platform/node/spool';
import { concat, latin1 } from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';

const packed = (name: string): Uint8Array =>
  new Uint8Array(
    readFileSync(new URL(`../../fixtures/golden/fits/packed/${name}`, import.meta.url)),
  );

/** Without the zeros behind its last member. */
const GZIP = packed('members.fits.gz').subarray(0, -700);
const BZIP2 = packed('blocks.fits.bz2');
const LZW = packed('wide-codes.fits.Z');

function pattern(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) {
    bytes[i] = (i >> 8) ^ i;
  }
  return bytes;
}

const ROOMY: UnpackLimits = { inMemory: 2 ** 28, most: 2 ** 36, anyGrowth: 2 ** 32 };

describe('unpackFile', () => {
  let folder: string;
  const opened: Unpacked[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skybucket-unpack-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((file) => file.close()));
    rmSync(folder, { recursive: true });
  });

  async function unpack(
    bytes: Uint8Array,
    compression: Compression = 'gzip',
    options: UnpackOptions = {},
  ): Promise<Unpacked> {
    const reader = new SpanReader(new MemorySource('a.fits.gz', bytes), { local: true });
    const tools = { gunzip: gunzipStream, spools: new NodeSpools(folder) };
    const file = await unpackFile(reader, compression, tools, options);
    opened.push(file);
    return file;
  }

  /** Not `toEqual`, which takes seconds for megabytes. */
  const expectSame = (bytes: Uint8Array, wanted: Uint8Array): void => {
    expect(bytes.length).toBe(wanted.length);
    expect(Buffer.compare(bytes, wanted)).toBe(0);
  };

  const contents = async ({ reader }: Unpacked): Promise<Uint8Array> =>
    reader.read(0, await reader.size());

  // The whole files stand in the golden set; here is what happens to broken ones.
  it.each([
    ['gzip', GZIP],
    ['bzip2', BZIP2],
    ['compress (.Z)', LZW],
  ] as const)('gives what comes before the end of a cut file: %s', async (compression, bytes) => {
    const whole = await contents(await unpack(bytes, compression));
    for (const share of [0.6, 0.8]) {
      const cut = await unpack(bytes.subarray(0, Math.floor(bytes.length * share)), compression);
      const there = await contents(cut);
      expect(there.length).toBeGreaterThan(0);
      expectSame(there, whole.subarray(0, there.length));
      const told =
        `a.fits.gz is compressed with ${compression}, but it ends early; what it holds is there up to ` +
        `byte ${there.length}, and what comes after is missing.`;
      // A .Z has no end mark, so that nothing can be told.
      expect(cut.warning).toBe(compression === 'compress (.Z)' ? undefined : told);
    }
  });

  it('gives every byte of a gzip member whose sum is wrong', async () => {
    const content = pattern(300_000);
    const bytes = new Uint8Array(gzipSync(content));
    bytes[bytes.length - 6]! ^= 1;
    const file = await unpack(bytes);
    expectSame(await contents(file), content);
    expect(file.warning).toContain(
      '(its checksum is wrong); what it holds is there up to byte 300000',
    );
  });

  it('gives the blocks of bzip2 before one whose sum is wrong', async () => {
    const whole = await contents(await unpack(BZIP2, 'bzip2'));
    const bytes = BZIP2.slice();
    bytes[bytes.length - 60]! ^= 0x10;
    const file = await unpack(bytes, 'bzip2');
    const there = await contents(file);
    expect(there.length).toBeGreaterThan(100_000);
    expectSame(there, whole.subarray(0, there.length));
    expect(file.warning).toMatch(
      /but it is damaged near its byte \d+ \(.*\); what it holds is there/,
    );
  });

  it.each([
    ['gzip', GZIP],
    ['bzip2', BZIP2],
  ] as const)('says what stands behind the end of a stream: %s', async (compression, bytes) => {
    const whole = await contents(await unpack(bytes, compression));
    const file = await unpack(concat(bytes, latin1('and more')), compression);
    expectSame(await contents(file), whole);
    expect(file.warning).toContain(`but from its byte ${bytes.length} on it is something else;`);
  });

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0, 0, 0]],
    ['gzip', [0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0, 1, 2]],
    ['gzip', [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, 65]],
    ['gzip', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x30]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['compress (.Z)', [0x1f, 0x9d]],
    ['compress (.Z)', [0x1f, 0x9d, 0x9f, 1, 2, 3]],
    ['compress (.Z)', [0x1f, 0x9d, 0x90, 0xff, 0xff]],
  ] as const)('refuses %s that holds nothing: %j', async (compression, bytes) => {
    await expect(unpack(Uint8Array.from(bytes), compression)).rejects.toMatchObject({
      code: 'format',
      message: expect.stringMatching(
        /^a\.fits\.gz is compressed with .*, but it .*; nothing of it can be read\.$/,
      ) as string,
    });
  });

  it('keeps what is long in a file without a name', async () => {
    const content = pattern(9_000_000);
    const bytes = new Uint8Array(gzipSync(content, { level: 1 }));
    const file = await unpack(bytes, 'gzip', { limits: { ...ROOMY, inMemory: 5e6 } });
    expect(readdirSync(folder)).toEqual([]);
    expectSame(await contents(file), content);
    expect(await file.reader.read(4_194_300, 10)).toEqual(content.subarray(4_194_300, 4_194_310));
    await expect(file.reader.read(8_999_999, 2)).rejects.toMatchObject({ code: 'past-end' });
  });

  it('reads across the pieces it keeps in memory', async () => {
    const content = pattern(9_000_000);
    const file = await unpack(new Uint8Array(gzipSync(content, { level: 1 })));
    expectSame(await contents(file), content);
    expect(await file.reader.readUpTo(8_999_990, 100)).toEqual(content.subarray(8_999_990));
  });

  it('refuses what holds more than may be kept, before it is written', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(20_000_000)));
    const most = { ...ROOMY, most: 10e6 };
    await expect(unpack(bomb, 'gzip', { limits: most })).rejects.toMatchObject({
      code: 'too-large',
      message: 'a.fits.gz holds more than the 10 MB that are unpacked at most.',
    });
    const growth = { ...ROOMY, anyGrowth: 100_000 };
    await expect(unpack(BZIP2, 'bzip2', { limits: growth })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('grows to more than 1100 times its size') as string,
    });
  });

  it('says that the disk has no room', async () => {
    const spools = new NodeSpools(folder);
    spools.room = async () => 2 ** 30 + 6e6;
    const bytes = new Uint8Array(gzipSync(new Uint8Array(20_000_000)));
    const reader = new SpanReader(new MemorySource('a.fits.gz', bytes), { local: true });
    const tools = { gunzip: gunzipStream, spools };
    const limits = { ...ROOMY, inMemory: 4e6 };
    await expect(unpackFile(reader, 'gzip', tools, { limits })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('more than the 6 MB that can be written') as string,
    });
  });

  it('says that there is no place for temporary files', async () => {
    const spools = new NodeSpools('/dev/null/nowhere');
    const bytes = new Uint8Array(gzipSync(new Uint8Array(20_000_000)));
    const reader = new SpanReader(new MemorySource('a.fits.gz', bytes), { local: true });
    const limits = { ...ROOMY, inMemory: 4e6 };
    const tools = { gunzip: gunzipStream, spools };
    await expect(unpackFile(reader, 'gzip', tools, { limits })).rejects.toMatchObject({
      code: 'local-file',
      message: expect.stringContaining('No temporary file can be written to') as string,
    });
  });

  it('tells how far it has come, in bytes of the file', async () => {
    const content = pattern(6_000_000);
    const bytes = new Uint8Array(gzipSync(content, { level: 0 }));
    const told: number[] = [];
    await unpack(bytes, 'gzip', { onProgress: ({ read }) => told.push(read) });
    expect(told).toEqual([2 ** 21, 2 ** 22, bytes.length]);
  });

  it('reads a few pieces ahead, and stops when it is cancelled', async () => {
    const bytes = new Uint8Array(gzipSync(new Uint8Array(30e6), { level: 0 }));
    const reader = CountingReader.of(bytes);
    const stop = new AbortController();
    const tools = { gunzip: gunzipStream, spools: new NodeSpools(folder) };
    const unpacking = unpackFile(reader, 'gzip', tools, {
      signal: stop.signal,
      onProgress: ({ read }) => read > 4e6 && stop.abort(),
    });
    await expect(unpacking).rejects.toMatchObject({ code: 'cancelled' });
    expect(reader.bytes).toBeLessThanOrEqual(7 * 2 ** 21);
  });

  it('gives back its temporary file when it is cancelled at the last moment', async () => {
    const bytes = new Uint8Array(gzipSync(new Uint8Array(5e6)));
    const reader = new SpanReader(new MemorySource('a.fits.gz', bytes), { local: true });
    const spools = new NodeSpools(folder);
    const stop = new AbortController();
    let closed = 0;
    const open = async (): Promise<Spool> => {
      const spool = await spools.open();
      let written = 0;
      return {
        append: async (piece) => {
          await spool.append(piece);
          written += piece.length;
          if (written === 5e6) {
            stop.abort();
          }
        },
        read: (offset, length) => spool.read(offset, length),
        close: async () => {
          closed += 1;
          await spool.close();
        },
      };
    };
    const tools = { gunzip: gunzipStream, spools: { open, room: () => spools.room() } };
    const limits = { ...ROOMY, inMemory: 1e6 };
    const unpacking = unpackFile(reader, 'gzip', tools, { limits, signal: stop.signal });
    await expect(unpacking).rejects.toMatchObject({ code: 'cancelled' });
    expect(closed).toBe(1);
  });

  it('says that a temporary file cannot be read', async () => {
    const spool = await new NodeSpools(folder).open();
    await spool.append(pattern(100));
    await expect(spool.read(90, 20)).rejects.toMatchObject({
      code: 'local-file',
      message: 'A temporary file cannot be read (it was cut short by another program).',
    });
    await spool.close();
    await expect(spool.read(0, 10)).rejects.toMatchObject({
      code: 'local-file',
      message: expect.stringMatching(/^A temporary file cannot be read \(.+\)\.$/) as string,
    });
  });

  it('fails with the transport', async () => {
    const reader = new CountingReader(GZIP.length, () => {
      throw new Error('reset');
    });
    const tools = { gunzip: gunzipStream, spools: new NodeSpools(folder) };
    await expect(unpackFile(reader, 'gzip', tools)).rejects.toThrow('reset');
  });
});
