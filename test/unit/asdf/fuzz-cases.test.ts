import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { imageHandlers } from '../../../src/worker/image-handlers';
import { nodeTools } from '../../../src/worker/node-tools';
import { CountingReader } from '../fits/support/memory-reader';
import { block, indexed } from './support/make-asdf';

const call = { signal: new AbortController().signal, progress: async () => undefined };

const ONES = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

/** What `npm run fuzz -- --format asdf` found, each as small as it can be. */
describe('found by changing ASDF files at random', () => {
  /** Seeds 101 and 201, cases 9225 and 4467: a read for each of a million rows, most of a minute. */
  it.each<[string, string, (row: number) => number]>([
    ['all are the same', 'shape: [5000], strides: [0], offset: 7', () => 7],
    ['overlap', 'shape: [5000], strides: [2]', (row) => 2 * row],
    ['are repeated', 'shape: [100, 50], strides: [0, 4]', (row) => 4 * (row % 50)],
    ['run backwards', 'shape: [5000], strides: [-4], offset: 19996', (row) => 19_996 - 4 * row],
  ])('rows that %s are read together', async (_, place, startOf) => {
    const data = new Uint8Array(20_000).map((_byte, i) => i % 97);
    const array = `{source: 0, datatype: [uint8, uint8, uint16], byteorder: little, ${place}}`;
    const reader = CountingReader.of(indexed(`a: !core/ndarray-1.1.0 ${array}\n`, block({ data })));
    const handlers = imageHandlers(reader, nodeTools(tmpdir()));
    await handlers.table({ hdu: 1 }, call);
    const before = reader.requests;
    const ref = { hdu: 1, view: '', column: 0 };
    const { count, sum } = await handlers.columnStatistics(ref, call);
    const values = Array.from({ length: 5000 }, (_row, row) => startOf(row) % 97);
    expect([count, sum]).toEqual([5000, values.reduce((total, value) => total + value, 0)]);
    expect(reader.requests - before).toBeLessThan(4);
  });

  /** Found beside: the rows of a tile of such an array were in memory all at once, 13 GB of them. */
  it('pixels far apart are read some rows at a time', async () => {
    const used = 300 * 60_000_000;
    const array = 'source: 0, datatype: float32, byteorder: little, shape: [300, 300]';
    const strides = 'strides: [60000000, 200000]';
    const start = indexed(
      `a: !core/ndarray-1.1.0 {${array}, ${strides}}\n`,
      block({ data: new Uint8Array(0), used: BigInt(used), allocated: BigInt(used) }),
    );
    const asked: number[] = [];
    const reader = new CountingReader(start.length + used, (offset, length) => {
      const bytes = new Uint8Array(Math.min(length, 300_000));
      bytes.set(start.subarray(offset, offset + bytes.length));
      return bytes;
    });
    const read = reader.readSpans.bind(reader);
    reader.readSpans = (spans, options) => {
      asked.push(spans.reduce((sum, { length }) => sum + length, 0));
      // What is far longer than all that is there is not made up: the test is about what is asked for.
      return spans.some(({ length }) => length > 300_000)
        ? spans.map(() => Promise.reject(new SkybucketError('network', 'There is no more.')))
        : read(spans, options);
    };
    const handlers = imageHandlers(reader, nodeTools(tmpdir()));
    const tile = { hdu: 1, slice: [], x0: 0, y0: 0, x1: 256, y1: 256, step: 1 };
    await expect(handlers.tile(tile, call)).rejects.toThrow('There is no more.');
    expect(Math.max(...asked)).toBeGreaterThan(50e6);
    expect(Math.max(...asked)).toBeLessThanOrEqual(2 ** 28);
  });

  /** Seed 501, case 3942: fzstd 0.1.1 never ended; of the last two, not within a minute. */
  it.each([
    ['one weight', 'its Huffman table has no end', [0x02, 0x40, 1, 8, 0xf0, 0x03, ...ONES]],
    [
      'one weight after one that is never used',
      'its Huffman table has no end',
      [0x02, 0x40, 1, 8, 0x10, 0xf8, ...ONES],
    ],
    [
      '98,000 matches of 64 kB',
      'longer than blocks can be',
      [0, 255, 255, 255, 0x54, 0, 0, 52, ...ONES],
    ],
    [
      'matches of 99 bytes, longer than a block',
      'longer than blocks can be',
      [0, 255, 255, 255, 0x54, 0, 0, 42, ...Array<number>(90_000).fill(1)],
    ],
  ])('a Zstandard block that holds %s is refused', async (_, message, content) => {
    // A frame with a window of 128 kB, and its only block.
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x38];
    const head = (content.length << 3) | (2 << 1) | 1;
    const header = [head & 255, (head >> 8) & 255, head >> 16];
    const data = Uint8Array.of(...frame, ...header, ...content);
    const array = '{source: 0, datatype: uint8, byteorder: big, shape: [10, 10]}';
    const packed = block({ compression: 'zstd', data, size: 100n });
    const reader = CountingReader.of(indexed(`a: !core/ndarray-1.1.0 ${array}\n`, packed));
    const handlers = imageHandlers(reader, nodeTools(tmpdir()));
    const value = handlers.value({ hdu: 1, slice: [], x: 0, y: 0 }, call);
    await expect(value).rejects.toThrow(message);
  });
});
