import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import { CountingReader } from '../../fits/support/memory-reader';
import { BLOCK_TRUTH, blockTools, fileBytes, localReader, truthHeader } from './support/blocks';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('blocks that asdf, lz4, blosc and zstandard wrote', () => {
  for (const [name, { size, sha256: truth }] of Object.entries(BLOCK_TRUTH)) {
    it(`reads ${name} as a whole`, async () => {
      const block = openBlock(localReader(fileBytes(name)), truthHeader(name), blockTools());
      expect(block.size).toBe(size);
      const [bytes] = await Promise.all(block.readSpans([{ offset: 0, length: size }]));
      expect(sha256(bytes as Uint8Array)).toBe(truth);
    });

    it(`reads ${name} in spans of any order, which overlap`, async () => {
      const bytes = fileBytes(name);
      const whole = openBlock(localReader(bytes), truthHeader(name), blockTools());
      const [all] = await Promise.all(whole.readSpans([{ offset: 0, length: size }]));
      const block = openBlock(CountingReader.of(bytes), truthHeader(name), blockTools(4096));
      const spans = [
        { offset: size - 10, length: 10 },
        { offset: 4990, length: 20 },
        { offset: 5005, length: 6000 },
        { offset: 0, length: 0 },
        { offset: 3, length: 1 },
        { offset: Math.floor(size / 2), length: Math.floor(size / 3) },
      ];
      for (let round = 0; round < 2; round += 1) {
        const read = await Promise.all(block.readSpans(spans));
        spans.forEach(({ offset, length }, i) => {
          const same = Buffer.compare(
            read[i] as Uint8Array,
            (all as Uint8Array).subarray(offset, offset + length),
          );
          expect([length, same]).toEqual([read[i]?.length, 0]);
        });
      }
      for (const offset of [7, 4001, 8_999, 0, 11_900]) {
        const [read] = await Promise.all(block.readSpans([{ offset, length: 100 }]));
        const truth = (all as Uint8Array).subarray(offset, offset + 100);
        expect(Buffer.compare(read as Uint8Array, truth)).toBe(0);
      }
    });
  }

  it('says how the bytes can be had', () => {
    const accesses = ['plain', 'lz4', 'blsc', 'zlib', 'bzp2', 'lz4f', 'zstd'].map((name) => {
      const file = `${name}.asdf`;
      return openBlock(localReader(fileBytes(file)), truthHeader(file), blockTools()).access.kind;
    });
    expect(accesses).toEqual([
      'plain',
      ...['chunks', 'chunks'],
      ...['whole', 'whole', 'whole', 'whole'],
    ]);
  });

  it('refuses what it does not know by name', () => {
    for (const compression of ['bls2', 'lzma']) {
      const header = truthHeader('plain.asdf', { compression });
      expect(() => openBlock(localReader(new Uint8Array(9)), header, blockTools())).toThrow(
        compression === 'lzma' ? /“lzma”/ : /Blosc 2/,
      );
    }
  });

  it('reads a streamed block to the end of the file', async () => {
    const bytes = fileBytes('plain.asdf');
    const { dataOffset } = truthHeader('plain.asdf');
    const available = bytes.length - dataOffset;
    const sizes = { streamed: true, used: 0, size: 0, allocated: 0, available };
    const block = openBlock(localReader(bytes), truthHeader('plain.asdf', sizes), blockTools());
    expect(block.size).toBe(available);
    const [end, beyond] = await Promise.allSettled(
      block.readSpans([
        { offset: available - 4, length: 4 },
        { offset: available - 4, length: 5 },
      ]),
    );
    expect(end).toMatchObject({ value: bytes.subarray(-4) });
    expect(beyond).toMatchObject({ reason: { code: 'past-end' } });
  });
});
