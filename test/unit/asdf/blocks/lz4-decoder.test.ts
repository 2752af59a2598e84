import { compressBlock, decompressBlock } from 'lz4js';
import { describe, expect, it } from 'vitest';
import { BrokenLz4, Lz4Decoder } from '../../../../src/core/asdf/blocks/lz4-decoder';
import { BLOCK_TRUTH, fileBytes } from './support/blocks';
import { noise, sequence } from './support/lz4-made';

/** LZ4 blocks of python-lz4, with their unpacked lengths. */
function writtenBlocks(): { block: Uint8Array; length: number }[] {
  return Object.entries(BLOCK_TRUTH)
    .filter(([, { compression }]) => compression === 'lz4')
    .flatMap(([name, { dataOffset, used }]) => {
      const bytes = fileBytes(name);
      const view = new DataView(bytes.buffer);
      const blocks = [];
      for (let at = dataOffset; at < dataOffset + used; at += 4 + view.getUint32(at)) {
        const block = bytes.subarray(at + 8, at + 4 + view.getUint32(at));
        blocks.push({ block, length: view.getUint32(at + 4, true) });
      }
      return blocks;
    });
}

/** Packs by lz4js: noise of few values, with long runs in it. */
function packedBlock(seed: number): { block: Uint8Array; length: number } {
  const raw = noise(40_000, seed).map((byte, i) => (i % 9000 < 1000 * seed ? 7 : byte & 3));
  const target = new Uint8Array(50_000);
  const length = compressBlock(raw, target, 0, raw.length, new Uint32Array(65_536));
  return { block: target.subarray(0, length), length: raw.length };
}

const BLOCKS = [...writtenBlocks(), ...[1, 2, 3, 4].map(packedBlock)];

function byLz4js({ block, length }: { block: Uint8Array; length: number }): Uint8Array {
  const out = new Uint8Array(length);
  expect(decompressBlock(block, out, 0, block.length, 0)).toBe(length);
  return out;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('Lz4Decoder', () => {
  it('unpacks as lz4js does', () => {
    expect(BLOCKS.length).toBeGreaterThan(15);
    for (const each of BLOCKS) {
      const decoder = new Lz4Decoder(new Uint8Array(each.length));
      expect(decoder.feed(each.block)).toBe(each.block.length);
      expect([decoder.at, decoder.mayEnd]).toEqual([each.length, true]);
      expect(same(decoder.out, byLz4js(each))).toBe(true);
    }
  });

  it('goes on where the bytes, or the room, ended', () => {
    for (const each of BLOCKS) {
      const truth = byLz4js(each);
      for (const [step, room] of [
        [61, 503],
        [7, 1000],
        [997, 13],
      ] as const) {
        const decoder = new Lz4Decoder(new Uint8Array(0));
        let rest = new Uint8Array(0);
        for (let at = 0; decoder.at < each.length;) {
          if (decoder.at === decoder.out.length) {
            const longer = new Uint8Array(Math.min(each.length, decoder.at + room));
            longer.set(decoder.out);
            decoder.out = longer;
          }
          const used = decoder.feed(rest);
          rest = rest.slice(used);
          if (decoder.at < decoder.out.length) {
            rest = each.block.slice(at - rest.length, at + step);
            at += step;
          }
        }
        expect(same(decoder.out, truth)).toBe(true);
      }
    }
  });

  it('refuses matches from before the start, and never writes beyond its room', () => {
    const far = sequence(Uint8Array.of(1, 2, 3), { distance: 4, length: 9 });
    expect(() => new Lz4Decoder(new Uint8Array(50)).feed(far)).toThrow(BrokenLz4);
    const none = sequence(Uint8Array.of(1, 2, 3), { distance: 0, length: 9 });
    expect(() => new Lz4Decoder(new Uint8Array(50)).feed(none)).toThrow(BrokenLz4);
    const long = sequence(Uint8Array.of(1, 2, 3), { distance: 3, length: 10_000 });
    const decoder = new Lz4Decoder(new Uint8Array(5));
    decoder.feed(long);
    expect([decoder.at, [...decoder.out], decoder.mayEnd]).toEqual([5, [1, 2, 3, 1, 2], false]);
  });
});
