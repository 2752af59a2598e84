import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Lz4Decoder } from '../../../src/core/asdf/blocks/lz4-decoder';
import { FULL_SIZE_ARRAYS, CHUNK, unpackedBytes } from '../../support/roman/arrays';
import { fullSizeElement, fullSizeL2 } from '../../support/roman/full-size-l2';

/** That roman_datamodels opens the file is shown by `test/fixtures/make_roman_positions.py`. */
describe('the Roman image of full size', () => {
  const body = fullSizeL2({ checksums: false });
  const read = (offset: number, length: number): Buffer =>
    Buffer.from(body.read(offset, length) as Uint8Array);
  const head = read(0, 512 * 1024);
  const firstBlock = head.indexOf('\xd3BLK', 0, 'latin1');
  const tail = read(body.size - 1024, 1024).toString('latin1');
  const offsets = [...tail.matchAll(/^- (\d+)$/gm)].map(([, at]) => Number(at));

  it('is as large as one of the telescope', () => {
    expect(body.size).toBe(342_904_303);
    expect(head.toString('latin1', 0, firstBlock)).toMatch(/shape: \[4088, 4088\]/);
    expect(offsets).toHaveLength(FULL_SIZE_ARRAYS.length);
    expect(offsets[0]).toBe(firstBlock);
  });

  it('has an index whose every offset is that of a block', () => {
    for (const at of offsets) {
      expect(read(at, 14).toString('latin1')).toBe('\xd3BLK\0\x30\0\0\0\0lz4\0');
    }
  });

  it('gives the same bytes whatever the range they are read with', () => {
    const at = firstBlock + 54;
    const whole = read(at, 200_000);
    for (const [from, to] of [
      [0, 1],
      [3, 9],
      [7, 70_001],
      [12_345, 12_346],
      [99_999, 200_000],
    ] as const) {
      expect(read(at + from, to - from).equals(whole.subarray(from, to))).toBe(true);
    }
  });

  it('has chunks of the science array that LZ4 unpacks, each of another size', () => {
    const sizes: number[] = [];
    for (let at = firstBlock + 54; sizes.length < 3;) {
      const stored = read(at, 8).readUInt32BE(0);
      const packed = read(at + 8, stored - 4);
      const decoder = new Lz4Decoder(new Uint8Array(CHUNK));
      decoder.feed(packed);
      expect(decoder.at).toBe(CHUNK);
      const from = sizes.length * CHUNK;
      const made = unpackedBytes(FULL_SIZE_ARRAYS[0]!, from, from + CHUNK);
      expect(Buffer.compare(decoder.out, made)).toBe(0);
      sizes.push(stored);
      at += 4 + stored;
    }
    expect(sizes).toEqual([4136739, 4168158, 4101577]);
  });

  it('has the checksum of the block in its header', () => {
    const checked = fullSizeL2();
    const at = offsets.at(-1)!;
    const header = Buffer.from(checked.read(at, 54) as Uint8Array);
    const used = Number(header.readBigUInt64BE(22));
    const md5 = createHash('md5')
      .update(read(at + 54, used))
      .digest();
    expect(header.subarray(38).equals(md5)).toBe(true);
  });

  it('knows its elements', () => {
    expect(fullSizeElement('dq_border_ref_pix_top', 5)).toBe(2 ** 31);
    expect(fullSizeElement('data', 0)).toBeCloseTo(0.62, 0);
  });
});
