import type { ByteQueue } from '../../bytes/unpack/byte-queue';
import { damaged } from '../../bytes/unpack/unpack';
import { little, take, unpackFrames } from './frames';
import { BrokenLz4, Lz4Decoder } from './lz4-decoder';

const MAGIC = 0x184d2204;

const DICTIONARY = 1;
const CONTENT_SUM = 4;
const CONTENT_SIZE = 8;
const BLOCK_SUM = 16;
const INDEPENDENT = 32;

/** Set in the length of a block that is not packed. */
const AS_IT_IS = 0x80000000;
/** As far back may a match refer. */
const HISTORY = 64 * 1024;

/**
 * Undoes LZ4 frames (lz4_Frame_format.md), several after each other too. Their own sums are not looked at:
 * an ASDF block has one over all of its bytes.
 */
export function unpackLz4Frames(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return unpackFrames(packed, { magic: MAGIC, name: 'an LZ4 frame', unpack: unpackFrame });
}

async function* unpackFrame(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  const [, , , , flags = 0, sizes = 0] = await take(queue, 6);
  const step = (sizes >> 4) & 7;
  if (flags >> 6 !== 1 || step < 4) {
    throw damaged(queue.used, 'a frame header that is none');
  }
  if (flags & DICTIONARY) {
    throw damaged(queue.used, 'it needs a dictionary, which is not in the file');
  }
  await take(queue, (flags & CONTENT_SIZE ? 8 : 0) + 1);
  const history = flags & INDEPENDENT ? 0 : HISTORY;
  const most = 1 << (8 + 2 * step);
  const out = new Uint8Array(history + most);
  for (let kept = 0; ;) {
    const length = little(await take(queue, 4), 0, 4);
    if (length === 0) {
      break;
    }
    const stored = (length & ~AS_IT_IS) >>> 0;
    if (stored === 0 || stored > most) {
      throw damaged(queue.used, 'a block that is longer than any may be');
    }
    const block = await take(queue, stored);
    const end = length & AS_IT_IS ? copy(out, kept, block) : unpack(out, kept, block, queue.used);
    yield out.slice(kept, end);
    await take(queue, flags & BLOCK_SUM ? 4 : 0);
    const start = Math.max(0, end - history);
    out.copyWithin(0, start, end);
    kept = end - start;
  }
  await take(queue, flags & CONTENT_SUM ? 4 : 0);
}

function copy(out: Uint8Array, at: number, block: Uint8Array): number {
  out.set(block, at);
  return at + block.length;
}

function unpack(out: Uint8Array, at: number, block: Uint8Array, used: number): number {
  const decoder = new Lz4Decoder(out, at);
  try {
    if (decoder.feed(block) < block.length || !decoder.mayEnd || decoder.at === at) {
      throw damaged(used, 'a block that does not end where it should');
    }
  } catch (error) {
    throw error instanceof BrokenLz4 ? damaged(used, error.message) : error;
  }
  return decoder.at;
}
