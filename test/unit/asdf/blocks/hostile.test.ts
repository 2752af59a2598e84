import { describe, expect, it } from 'vitest';
import type { BlockBytes, BlockHeader } from '../../../../src/core/asdf/block';
import { openBlock } from '../../../../src/core/asdf/blocks/open-block';
import { SkybucketError } from '../../../../src/core/errors';
import { concat } from '../../fits/support/made';
import { CountingReader } from '../../fits/support/memory-reader';
import {
  BLOCK_TRUTH,
  blockTools,
  fileBytes,
  headerOf,
  localReader,
  truthHeader,
} from './support/blocks';
import { chunk, noise, noiseBlock, sequence } from './support/lz4-made';

function blockOf(packed: Uint8Array, size: number, more: Partial<BlockHeader> = {}): BlockBytes {
  const header = headerOf('lz4', packed.length, size, { dataOffset: 0, ...more });
  return openBlock(localReader(packed), header, blockTools());
}

/** The code of each span's failure, or its length. */
async function outcomes(
  block: BlockBytes,
  spans: readonly (readonly [number, number])[],
): Promise<unknown[]> {
  const asked = block.readSpans(spans.map(([offset, length]) => ({ offset, length })));
  const settled = await Promise.allSettled(asked);
  return settled.map((each) =>
    each.status === 'fulfilled'
      ? each.value.length
      : each.reason instanceof SkybucketError
        ? each.reason.code
        : each.reason,
  );
}

describe('lz4 blocks that are not what they say', () => {
  const good = noiseBlock(4, 1000, () => 500, 100);

  it('gives what comes before a chunk that is broken', async () => {
    const packed = good.packed.slice();
    // A match from before the start of the third chunk.
    const at = (good.places[2] as number) + 8 + 2 + 101;
    packed.set([0xff, 0xff], at);
    const block = blockOf(packed, 4000);
    const spans = [
      [0, 2000],
      [2000, 90],
      [2000, 1000],
      [1990, 2000],
      [3000, 1000],
    ] as const;
    expect(await outcomes(block, spans)).toEqual([2000, 90, 'format', 'format', 1000]);
    await expect(Promise.all(block.readSpans([{ offset: 2500, length: 1 }]))).rejects.toThrow(
      /before its start \(in the chunk at its byte \d+\)/,
    );
  });

  it('refuses chunks that cannot be', async () => {
    const raw = noise(1000, 1);
    const cases: [string, Uint8Array][] = [
      ['no chunk', new Uint8Array(2000)],
      ['no length', concat(chunk(0, sequence(raw)), new Uint8Array(2000))],
      ['more than the block holds', chunk(2001, sequence(raw))],
      ['more than LZ4 can', chunk(2000, Uint8Array.of(0x10, 1))],
      ['longer than the block', chunk(2000, sequence(raw)).subarray(0, 500)],
      ['too short', chunk(1000, sequence(raw))],
      ['less than it says', chunk(2000, sequence(raw))],
      ['more than it says', concat(chunk(900, sequence(raw)), chunk(1100, sequence(raw)))],
      ['ends in a length', chunk(2000, new Uint8Array(100).fill(255))],
    ];
    for (const [name, packed] of cases) {
      const found = await outcomes(blockOf(packed, 2000), [[0, 2000]]);
      expect([name, ...found]).toEqual([name, 'format']);
    }
  });

  it('does not follow empty or tiny chunks for ever', async () => {
    const one = chunk(1, sequence(Uint8Array.of(7)));
    const many = new Uint8Array(one.length * 300_000);
    for (let at = 0; at < many.length; at += one.length) {
      many.set(one, at);
    }
    const block = blockOf(many, 300_000);
    expect(await outcomes(block, [[299_000, 1000]])).toEqual(['format']);
    expect(await outcomes(block, [[0, 1000]])).toEqual([1000]);
  });

  it('takes no memory for sizes that the bytes at hand cannot have', async () => {
    const header = { available: 998 };
    const packed = chunk(2 ** 32 - 1, noise(990, 1));
    packed.set([2, 0, 0, 0]);
    const block = openBlock(
      localReader(packed),
      headerOf('lz4', 2 ** 32, 2 ** 33, { dataOffset: 0, ...header }),
      blockTools(),
    );
    expect(await outcomes(block, [[0, 2 ** 31]])).toEqual(['truncated']);
  });

  it('is past its end outside', async () => {
    const block = blockOf(good.packed, 4000);
    const spans = [
      [3990, 11],
      [-1, 4],
      [0.5, 2],
      [4000, 0],
      [3999, 1],
    ] as const;
    expect(await outcomes(block, spans)).toEqual(['past-end', 'past-end', 'past-end', 0, 1]);
  });
});

describe('blocks that are cut short', () => {
  for (const name of Object.keys(BLOCK_TRUTH).filter((file) => !file.includes('trailing'))) {
    it(`gives of ${name} what is there`, async () => {
      const full = truthHeader(name);
      const whole = openBlock(localReader(fileBytes(name)), full, blockTools());
      const [all] = await Promise.all(whole.readSpans([{ offset: 0, length: full.size }]));
      for (const part of [0.999, 0.7, 0.3, 0]) {
        const available = Math.floor(full.used * part);
        const bytes = fileBytes(name).subarray(0, full.dataOffset + available);
        const header = truthHeader(name, { available });
        const block = openBlock(CountingReader.of(bytes), header, blockTools());
        const spans = Array.from({ length: 24 }, (_, i) => ({
          offset: Math.floor((i * full.size) / 24),
          length: Math.floor(full.size / 24),
        }));
        const settled = await Promise.allSettled(block.readSpans(spans));
        const last = await Promise.allSettled(
          block.readSpans([{ offset: full.size - 1, length: 1 }]),
        );
        expect(last[0]?.status).toBe('rejected');
        settled.forEach((each, i) => {
          const { offset, length } = spans[i] as { offset: number; length: number };
          if (each.status === 'fulfilled') {
            const truth = (all as Uint8Array).subarray(offset, offset + length);
            expect(Buffer.compare(each.value, truth)).toBe(0);
          } else {
            expect((each.reason as SkybucketError).code).toBe('truncated');
          }
        });
        if (part === 0.7 && /plain|lz4-chunks|lz4f-linked/.test(name)) {
          expect(settled[0]?.status).toBe('fulfilled');
          expect(settled[8]?.status).toBe('fulfilled');
        }
      }
    });
  }
});

describe('blocks whose size is not what the header says', () => {
  for (const name of ['zlib', 'bzp2', 'lz4f', 'zstd', 'lz4', 'blsc']) {
    it(`tells for ${name}`, async () => {
      const file = `${name}.asdf`;
      const { size } = truthHeader(file);
      for (const wrong of [size - 4, size + 4]) {
        const header = truthHeader(file, { size: wrong });
        const block = openBlock(localReader(fileBytes(file)), header, blockTools());
        expect(await outcomes(block, [[0, wrong]])).toEqual(['format']);
      }
    });
  }

  it('finds bytes that were changed, or stays within its bounds', async () => {
    for (const name of Object.keys(BLOCK_TRUTH)) {
      const header = truthHeader(name);
      for (let i = 0; i < 8; i += 1) {
        const bytes = fileBytes(name);
        const at = header.dataOffset + Math.floor(((i * 7919) % 1000) ** 2 * 1e-6 * header.used);
        bytes[at] = (bytes[at] as number) ^ (1 << (i % 8));
        const block = openBlock(localReader(bytes), header, blockTools());
        const [found] = await outcomes(block, [[0, header.size]]);
        expect([header.size, 'format', 'truncated']).toContain(found);
      }
    }
  });
});
