import Blosc from 'numcodecs/blosc';
import { describe, expect, it } from 'vitest';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import type { SkybucketError } from '../../../../src/core/errors';
import { CountingReader } from '../../fits/support/memory-reader';
import { blockTools, fileBytes, headerOf, localReader, truthHeader } from './support/blocks';
import { noise } from './support/lz4-made';

const MIB = 1024 * 1024;

describe('a Blosc chunk', () => {
  it('is read in parts', async () => {
    const raw = noise(24 * MIB + 1234, 9).map((byte, i) => (i & 3 ? byte : 5));
    const packed = await Blosc.fromConfig({
      id: 'blosc',
      cname: 'lz4',
      blocksize: 128 * 1024,
    }).encode(raw);
    const reader = CountingReader.of(packed);
    const header = headerOf('blsc', packed.length, raw.length, { dataOffset: 0 });
    const block = openBlock(reader, header, blockTools());
    for (const offset of [17 * MIB + 5000, raw.length - 1000, 0]) {
      const { bytes, rounds } = reader;
      const [read] = await Promise.all(block.readSpans([{ offset, length: 1000 }]));
      expect(Buffer.compare(read as Uint8Array, raw.subarray(offset, offset + 1000))).toBe(0);
      expect(reader.bytes - bytes).toBeLessThan(1.2 * MIB);
      expect(reader.rounds - rounds).toBeLessThanOrEqual(2);
    }
    expect(block.access).toEqual({ kind: 'chunks', length: MIB });
    const [all] = await Promise.all(block.readSpans([{ offset: 0, length: raw.length }]));
    expect(Buffer.compare(all as Uint8Array, raw)).toBe(0);
  });

  it('is refused where its header or its table cannot be', async () => {
    const name = 'blsc-blocks.asdf';
    const header = truthHeader(name);
    const changes: [number, number[]][] = [
      [0, [3]],
      [0, [0]],
      [4, [255, 255, 255, 255]],
      [8, [1, 0, 0, 0]],
      [8, [0, 0, 0, 0]],
      [8, [255, 255, 255, 127]],
      [12, [0, 0, 0, 1]],
      [16, [0, 0, 0, 0]],
      [16, [255, 255, 255, 255]],
      [3, [0]],
      [2, [0xe1]],
    ];
    for (const [at, bytes] of changes) {
      const file = fileBytes(name);
      file.set(bytes, header.dataOffset + at);
      const block = openBlock(localReader(file), header, blockTools());
      const read = Promise.all(block.readSpans([{ offset: 0, length: header.size }]));
      const outcome = await read.then(
        () => 'read',
        (error: unknown) => (error as SkybucketError).code,
      );
      expect([at, bytes, outcome]).toEqual([at, bytes, 'format']);
    }
  });
});
