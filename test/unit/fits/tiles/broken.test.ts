import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../../src/core/errors';
import { decodeTile } from '../../../../src/core/fits/tiles/decode-tile';
import type { TileEncoding, TileJob } from '../../../../src/core/fits/tiles/tile-job';
import { NodeInflate } from '../../../../src/platform/node/inflate';
import { seededRandom } from './support/seeded-random';
import { tiledImages } from './support/tiles-of';

const inflate = new NodeInflate();

function job(encoding: Partial<TileEncoding>, shape: readonly number[] = [8, 8]): TileJob {
  return {
    encoding: {
      compression: 'RICE_1',
      bitpix: 16,
      rice: { blockSize: 32, bytesPerPixel: 2 },
      smooth: false,
      quantisation: 'none',
      ditherSeed: 1,
      plioOffset: 0,
      ...encoding,
    },
    column: 'compressed',
    tile: 12,
    shape,
    scale: undefined,
    zero: undefined,
    blank: undefined,
  };
}

function failure(work: () => unknown): SkybucketError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(SkybucketError);
    return error as SkybucketError;
  }
  throw new Error('It did not fail.');
}

function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [(value >> 8) & 255, value & 255]));
}

/** An HCOMPRESS header, of 8 × 8 pixels and nothing in them. */
function hcompress(change: Readonly<Record<number, number>> = {}, body = [0, 0, 0]): Uint8Array {
  const bytes = new Uint8Array(25 + body.length);
  bytes.set([0xdd, 0x99, 0, 0, 0, 8, 0, 0, 0, 8]);
  bytes.set(body, 25);
  Object.entries(change).forEach(([at, value]) => (bytes[Number(at)] = value));
  return bytes;
}

describe('a stream within more bytes', () => {
  const noise = Uint8Array.from({ length: 16 }, (_, i) => 37 * i + 11);
  const decoded = (encoding: Partial<TileEncoding>, bytes: Uint8Array): unknown => {
    try {
      return decodeTile(job(encoding), bytes, inflate);
    } catch (error) {
      return (error as SkybucketError).code;
    }
  };

  it.each<[string, Partial<TileEncoding>, Uint8Array]>([
    ['RICE_1', { compression: 'RICE_1' }, words(5, 0x0000)],
    ['RICE_1 that ends early', { compression: 'RICE_1' }, words(5, 0x3123)],
    ['RICE_1 of endless zeros', { compression: 'RICE_1' }, words(5, 0x1000, 0, 0)],
    ['HCOMPRESS_1', { compression: 'HCOMPRESS_1' }, hcompress()],
    ['HCOMPRESS_1 that ends early', { compression: 'HCOMPRESS_1' }, hcompress({ 22: 9 }, [0xf3])],
  ])('%s is decoded as if nothing followed', (_, encoding, bytes) => {
    const inside = new Uint8Array([...bytes, ...noise]).subarray(0, bytes.length);
    expect(decoded(encoding, inside)).toEqual(decoded(encoding, bytes));
  });
});

describe('a broken stream', () => {
  const rice = { compression: 'RICE_1' } as const;
  const plio = { compression: 'PLIO_1' } as const;
  const hcomp = { compression: 'HCOMPRESS_1' } as const;
  const gzip1 = { compression: 'GZIP_1' } as const;

  it.each<[string, Partial<TileEncoding>, Uint8Array, RegExp]>([
    ['RICE_1 without a byte', rice, new Uint8Array(0), /too short for 64 pixels/],
    ['RICE_1 with the first pixel only', rice, words(5), /too short for 64 pixels/],
    ['RICE_1 that ends in a block', rice, words(5, 0x3123), /ends before its last pixel/],
    ['RICE_1 of endless zeros', rice, words(5, 0x1000, 0, 0), /ends before its last pixel/],
    ['RICE_1 of plain pixels that end', rice, words(5, 0xf000, 9), /ends before its last pixel/],
    [
      'RICE_1 with a code that is not defined',
      { rice: { blockSize: 32, bytesPerPixel: 4 } },
      words(0, 0, 0xf800, 0, 0, 0),
      /a block with the code 31/,
    ],
    [
      'RICE_1 with blocks of nothing',
      { rice: { blockSize: 0, bytesPerPixel: 2 } },
      words(0, 0, 0),
      /blocks of 0 pixels/,
    ],
    ['PLIO_1 without a header', plio, words(0, 7), /ends within its header/],
    ['PLIO_1 longer than it is', plio, words(0, 0, 9, 0x4005), /says it has 9 words/],
    ['PLIO_1 in the long form, likewise', plio, words(0, 7, -100, 0, 9, 0, 0), /294912 words/],
    ['PLIO_1 that starts in its header', plio, words(0, 1, -100, 4, 0), /from 1 on/],
    ['PLIO_1 that writes too much', plio, words(0, 0, 4, 0x4041), /beyond the last of 64/],
    ['PLIO_1 that skips too much', plio, words(0, 0, 5, 0x0fff, 0x4001), /beyond the last/],
    ['PLIO_1 that ends in a level', plio, words(0, 0, 4, 0x1fff), /ends within an instruction/],
    ['PLIO_1 with what is no instruction', plio, words(0, 0, 4, -32768), /instruction 8/],
    ['HCOMPRESS_1 without a header', hcomp, words(0xdd99), /ends within its header/],
    ['HCOMPRESS_1 of something else', hcomp, hcompress({ 0: 1 }), /does not begin as one/],
    ['HCOMPRESS_1 of another shape', hcomp, hcompress({ 5: 16, 9: 4 }), /4 × 16 pixels/],
    ['HCOMPRESS_1 of a vast shape', hcomp, hcompress({ 2: 127 }), /2130706440 pixels/],
    ['HCOMPRESS_1 of a negative shape', hcomp, hcompress({ 2: 255 }), /-16777208 pixels/],
    ['HCOMPRESS_1 of a negative scale', hcomp, hcompress({ 10: 255 }), /scale of -16777216/],
    ['HCOMPRESS_1 of too many planes', hcomp, hcompress({ 22: 255 }), /numbers that no image/],
    ['HCOMPRESS_1 of a vast sum', hcomp, hcompress({ 14: 127 }), /numbers that no image/],
    ['HCOMPRESS_1 that ends in a plane', hcomp, hcompress({ 22: 9 }), /ends early/],
    ['HCOMPRESS_1 of unknown planes', hcomp, hcompress({ 22: 1 }, [0x50, 0]), /unknown kind 5/],
    ['HCOMPRESS_1 without an end', hcomp, hcompress({}, [0x10, 0]), /does not end its bit/],
    ['HCOMPRESS_1 without signs', hcomp, hcompress({ 22: 1 }, [0x0f, 0xff, 0xf0]), /ends early/],
    ['GZIP_1 that is not', gzip1, words(1, 2, 3), /gzip stream is broken/],
    ['GZIP_1 that ends early', gzip1, gzipSync(words(1, 2, 3)).subarray(0, -9), /ends early/],
    ['GZIP_1 of fewer pixels', gzip1, gzipSync(words(1, 2, 3)), /has 6 bytes where 64 pixels/],
    ['GZIP_1 that bursts', gzip1, gzipSync(new Uint8Array(1e6)), /more than the 256 bytes/],
    [
      'GZIP_2 of half a pixel',
      { compression: 'GZIP_2' },
      gzipSync(new Uint8Array(127)),
      /127 bytes for 64 pixels/,
    ],
    ['NOCOMPRESS of fewer', { compression: 'NOCOMPRESS' }, words(1), /has 2 bytes where 64/],
    [
      'GZIP_1 of floats two bytes wide',
      { compression: 'GZIP_1', bitpix: -32 },
      gzipSync(new Uint8Array(128)),
      /has 128 bytes where 64/,
    ],
  ])('%s', (_, encoding, bytes, message) => {
    const { code, message: text } = failure(() => decodeTile(job(encoding), bytes, inflate));
    expect([code, text]).toEqual(['format', expect.stringMatching(message)]);
    expect(text).toMatch(/^Tile 13 cannot be decoded: /);
  });

  it('of 64-bit integers in RICE_1 is refused by name', () => {
    const encoding = { rice: { blockSize: 32, bytesPerPixel: 8 } } as const;
    const { code, message } = failure(() => decodeTile(job(encoding), words(1, 2), inflate));
    expect([code, message]).toEqual(['unsupported', expect.stringMatching(/BYTEPIX = 8/)]);
  });

  it.each<[readonly number[], string]>([
    [[0, 8], 'format'],
    [[-1, 8], 'format'],
    [[0.5, 8], 'format'],
    [[1e6, 1e6], 'too-large'],
  ])('for a tile of %j is refused before anything is allocated', (shape, code) => {
    expect(failure(() => decodeTile(job(rice, shape), words(1, 2, 3), inflate)).code).toBe(code);
  });

  it('fails as broken or decodes to something, whatever its bytes', async () => {
    const random = seededRandom(20261121);
    const names = ['rice', 'plio', 'hcompress', 'hcompress-lossy', 'gzip-2', 'quantised-rice-1'];
    const files = await Promise.all(names.map((name) => tiledImages(`${name}.fits.gz`)));
    const tiles = files.flat().flatMap((image) => image.tiles);
    let failed = 0;
    for (let round = 0; round < 3000; round += 1) {
      const { job: tile, bytes } = tiles[Math.floor(random() * tiles.length)] as (typeof tiles)[0];
      const broken = new Uint8Array(bytes.subarray(0, bytes.length * Math.max(random(), 0.3)));
      for (let flips = 1 + Math.floor(random() * 4); flips > 0; flips -= 1) {
        broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
      }
      try {
        const pixels = decodeTile(tile, broken, inflate);
        expect(pixels.length).toBe(tile.shape.reduce((product, length) => product * length, 1));
      } catch (error) {
        failed += 1;
        expect(error).toBeInstanceOf(SkybucketError);
        expect((error as SkybucketError).code).toBe('format');
      }
    }
    expect(failed).toBeGreaterThan(1000);
  });

  it('of a few bytes does not take the memory of a large tile', () => {
    const vast = job({ compression: 'PLIO_1' }, [2 ** 14, 2 ** 13]);
    const error = failure(() => decodeTile(vast, words(0, 0, 4, 0x4005), inflate));
    expect(error).toMatchObject({
      code: 'format',
      message: expect.stringContaining('too short for 134217728 pixels') as string,
    });
  });
});
