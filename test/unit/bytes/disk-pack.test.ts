import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  decodeHead,
  encodePack,
  headLength,
  layBlocks,
} from '../../../src/core/bytes/disk-pack';
import { pattern } from '../../support/bytes/scripted-client';

const BYTES = pattern(1_000_000);
const KEY = '["skybucket://public/bucket/größe.fits",{"kind":"etag"}]';

function piece(offset: number, length: number): { offset: number; bytes: Uint8Array } {
  return { offset, bytes: BYTES.subarray(offset, offset + length) };
}

/** The blocks of a pack as a reader finds them. */
function reread(pack: Uint8Array): Block[] | undefined {
  const head = pack.subarray(0, headLength(pack));
  return decodeHead(head, KEY, crc32)?.map(({ spans, position, length, crc }) => {
    const bytes = pack.slice(position, position + length);
    expect(crc32(bytes)).toBe(crc);
    return { spans, bytes };
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}

describe('layBlocks', () => {
  it('makes one span of adjacent pieces and cuts at 256 KiB', () => {
    const blocks = [...layBlocks([piece(10, 90), piece(100, 300_000), piece(400_000, 1)])];
    expect(blocks.map(({ spans }) => spans)).toEqual([
      [{ offset: 10, length: 262_144 }],
      [
        { offset: 262_154, length: 37_946 },
        { offset: 400_000, length: 1 },
      ],
    ]);
    expect(blocks.map(({ bytes }) => bytes)).toEqual([
      BYTES.slice(10, 262_154),
      joined([BYTES.subarray(262_154, 300_100), BYTES.subarray(400_000, 400_001)]),
    ]);
  });

  it('begins a new block after 4,096 spans', () => {
    const blocks = [...layBlocks(Array.from({ length: 5000 }, (_, i) => piece(2 * i, 1)))];
    expect(blocks.map(({ spans }) => spans.length)).toEqual([4096, 904]);
  });

  it('lays nothing out of nothing', () => {
    expect([...layBlocks([])]).toEqual([]);
  });
});

describe('a pack', () => {
  const blocks = [...layBlocks([piece(0, 300_000), piece(600_000, 10), piece(999_999, 1)])];
  const { chunks, entries } = encodePack(KEY, blocks, crc32);
  const pack = joined(chunks);

  it('gives back what was put in', () => {
    expect(reread(pack)).toEqual(blocks);
    expect(decodeHead(chunks[0]!, KEY, crc32)).toEqual(entries);
  });

  it('keeps offsets beyond 4 GiB', () => {
    const far = [{ spans: [{ offset: 2 ** 45 + 1, length: 3 }], bytes: Uint8Array.of(1, 2, 3) }];
    expect(reread(joined(encodePack(KEY, far, crc32).chunks))).toEqual(far);
  });

  it('is not that of another object', () => {
    expect(decodeHead(chunks[0]!, `${KEY} `, crc32)).toBeUndefined();
  });

  it('has nothing where any byte of its head is wrong', () => {
    const head = chunks[0]!;
    for (let at = 0; at < head.length; at++) {
      const wrong = head.slice();
      wrong[at]! ^= 1;
      expect(decodeHead(wrong, KEY, crc32)).toBeUndefined();
    }
  });

  it('has nothing where its head is cut', () => {
    const head = chunks[0]!;
    for (let length = 0; length < head.length; length++) {
      expect(decodeHead(head.subarray(0, length), KEY, crc32)).toBeUndefined();
    }
  });

  it('has nothing where the checksum is right but the index is not', () => {
    const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer);
    const edits: ((head: Uint8Array, blocksAt: number) => void)[] = [
      (head) => view(head).setUint32(16, 0xffffffff, true),
      (head) => view(head).setUint32(20, 0xffffffff, true),
      (head, at) => view(head).setUint32(at, 1, true),
      (head, at) => view(head).setUint32(at + 8, 0xffffffff, true),
      (head, at) => view(head).setFloat64(at + 12, NaN, true),
      (head, at) => view(head).setFloat64(at + 12, -1, true),
      (head, at) => view(head).setFloat64(at + 12, 0.5, true),
      (head, at) => view(head).setFloat64(at + 12, Number.MAX_SAFE_INTEGER, true),
    ];
    for (const edit of edits) {
      const head = chunks[0]!.slice();
      edit(head, 24 + new TextEncoder().encode(KEY).length);
      view(head).setUint32(12, crc32(head.subarray(16)), true);
      expect(decodeHead(head, KEY, crc32)).toBeUndefined();
    }
  });

  it('is told from other files by its first bytes', () => {
    expect(headLength(pack)).toBe(chunks[0]!.length);
    expect(headLength(new Uint8Array(0))).toBeUndefined();
    expect(headLength(BYTES)).toBeUndefined();
    const huge = pack.slice(0, 100);
    new DataView(huge.buffer).setUint32(8, 2 ** 31, true);
    expect(headLength(huge)).toBeUndefined();
  });
});
