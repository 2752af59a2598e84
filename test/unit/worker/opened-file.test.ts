import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { StructureReply } from '../../../src/protocol/methods';
import { FitsContent } from '../../../src/worker/fits-content';
import { nodeTools } from '../../../src/worker/node-tools';
import { OpenedFile } from '../../../src/worker/opened-file';
import { structureOf } from '../../../src/worker/structure';
import { imageFile, stored } from '../fits/support/made';
import { CountingReader, type Content } from '../fits/support/memory-reader';

const ALL_TOOLS = nodeTools(tmpdir());
const TOOLS = ALL_TOOLS.unpack;
const PACKED = new Uint8Array(
  readFileSync(new URL('../../fixtures/golden/fits/packed/members.fits.gz', import.meta.url)),
);

/** A gzip file that is filled up with zeros, which gzip leaves alone. */
const longContent: Content = (offset, length) => {
  const bytes = new Uint8Array(length);
  bytes.set(PACKED.subarray(offset, offset + length));
  return bytes;
};

const remote = (size: number): CountingReader => new CountingReader(size, longContent);

describe('OpenedFile', () => {
  it('reads a plain file as it is, its start once', async () => {
    const bytes = imageFile(16, [3, 2], stored(16, [1, 2, 3, 4, 5, 6]));
    const reader = CountingReader.of(bytes);
    const file = new OpenedFile(reader, TOOLS);
    const opened = await file.open({});
    expect(opened.reader).toBe(reader);
    expect((await opened.index.hdu(0)).axes).toEqual([3, 2]);
    expect(await file.open({})).toBe(opened);
    expect(file.compression).toBeUndefined();
    expect(reader.requests).toBe(1);
  });

  it('unpacks a small remote file without asking', async () => {
    const file = new OpenedFile(CountingReader.of(PACKED), TOOLS);
    const { index, reader } = await file.open({});
    expect(file.compression).toBe('gzip');
    expect(reader.local).toBe(true);
    expect((await index.hdu(2)).name).toBe('IMAGE1');
  });

  it('asks before it reads the whole of a large remote file', async () => {
    const reader = remote(70e6);
    const file = new OpenedFile(reader, TOOLS);
    await expect(file.open({})).rejects.toMatchObject({
      code: 'costly',
      message:
        'test.fits is compressed as a whole with gzip, so it cannot be read in parts: reading it ' +
        'takes all its 70 MB.',
    });
    expect(reader.bytes).toBe(64 * 1024);
    file.agree();
    const { index } = await file.open({});
    expect((await index.hdu(1)).name).toBe('IMAGE0');
  });

  it('does not ask for a local one', async () => {
    const bytes = new Uint8Array(66e6);
    bytes.set(PACKED);
    const local = new SpanReader(new MemorySource('a.fits.gz', bytes), { local: true });
    await expect(new OpenedFile(local, TOOLS).open({})).resolves.toBeDefined();
  });

  it('unpacks once for all who ask, until the last of them cancels', async () => {
    const reader = remote(30e6);
    const file = new OpenedFile(reader, TOOLS);
    const stops = [new AbortController(), new AbortController()] as const;
    const asked = stops.map(({ signal }) => file.open({ signal }).catch((error: unknown) => error));
    const unwatch = file.watch(() => {
      unwatch();
      stops[0].abort();
    });
    expect(await asked[0]).toMatchObject({ code: 'cancelled' });
    expect(await asked[1]).toHaveProperty('index');
    expect(reader.bytes).toBeLessThan(30.1e6);

    const again = remote(30e6);
    const other = new OpenedFile(again, TOOLS);
    const stop = new AbortController();
    other.watch(() => stop.abort());
    await expect(other.open({ signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(again.bytes).toBeLessThan(20e6);
  });

  it('says that a file is packed twice', async () => {
    const twice = new Uint8Array(gzipSync(PACKED));
    const { index } = await new OpenedFile(CountingReader.of(twice), TOOLS).open({});
    await expect(index.hdu(0)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'test.fits is compressed as a whole with gzip, and more than once.',
    });
  });
});

describe('the structure of a packed file', () => {
  const structure = async (
    reader: CountingReader,
    clock: () => number = () => 0,
  ): Promise<{ reply: StructureReply; reports: StructureReply[] }> => {
    const reports: StructureReply[] = [];
    const file = new OpenedFile(reader, TOOLS);
    const report = async (reply: StructureReply): Promise<void> => void reports.push(reply);
    const open = async (): Promise<FitsContent> => new FitsContent(await file.open({}), ALL_TOOLS);
    return { reply: await structureOf(file, open, {}, clock, report), reports };
  };

  it('names the compression, and where the stream breaks off', async () => {
    const { reply } = await structure(CountingReader.of(PACKED.subarray(0, 2100)));
    expect(reply.compression).toBe('gzip');
    expect(reply.unpacking).toBeUndefined();
    expect(reply.lines.length).toBeGreaterThan(1);
    expect(reply.warnings[0]).toMatch(/^test\.fits is compressed with gzip, but it ends early; /);
    expect(reply.warnings).toHaveLength(2);
  });

  it('tells how far it has come', async () => {
    let time = 0;
    const { reports } = await structure(remote(10e6), () => (time += 1000));
    const unpacking = reports.flatMap((reply) => reply.unpacking ?? []);
    expect(unpacking.length).toBe(5);
    expect(unpacking.at(-1)).toEqual({ read: 10e6, total: 10e6 });
    expect(reports[0]).toMatchObject({ compression: 'gzip', lines: [], first: undefined });
  });
});
