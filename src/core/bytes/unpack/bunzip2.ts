import { Bits, OutOfBits } from './bits';
import { ByteQueue } from './byte-queue';
import { BrokenBlock, readBlock } from './bzip2-block';
import { bzip2Crc, withoutRuns } from './bzip2-runs';
import { cutShort, damaged, trailing } from './unpack';

const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
/** Bytes of a block for each step of the level 1 to 9. */
const LEVEL_LENGTH = 100_000;
/** No packed block is longer: 900,000 symbols of 20 bits and its tables. */
const LONGEST_PACKED = 2_400_000;

/**
 * Undoes bzip2, several streams after each other too. Every block is checked against its sum before it
 * is given.
 */
export async function* unpackBzip2(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(packed);
  try {
    for (let first = true; ; first = false) {
      const head = await queue.need(4);
      const level = levelOf(head);
      if (level === undefined) {
        if (first || head.length > 0) {
          throw first ? cutShort() : trailing(queue.used);
        }
        return;
      }
      queue.use(4);
      yield* unpackStream(queue, level);
    }
  } finally {
    await queue.stop();
  }
}

function levelOf(head: Uint8Array): number | undefined {
  const isBzip2 = head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68;
  const level = (head[3] ?? 0) - 0x30;
  return isBzip2 && level >= 1 && level <= 9 ? level : undefined;
}

async function* unpackStream(queue: ByteQueue, level: number): AsyncGenerator<Uint8Array> {
  const room = new Uint32Array(level * LEVEL_LENGTH);
  // Blocks follow on each other bit by bit, so that one mostly begins inside a byte.
  let skip = 0;
  let streamSum = 0;
  for (;;) {
    const bits = new Bits(await queue.need(LONGEST_PACKED));
    try {
      if (skip > 0) {
        bits.read(skip);
      }
      const magic = [bits.read(24), bits.read(24)];
      const sum = bits.read32();
      if (sameMagic(magic, END_MAGIC)) {
        queue.use(Math.ceil(bits.used / 8));
        if (sum !== streamSum) {
          throw damaged(queue.used, 'the sum of the stream is wrong');
        }
        return;
      }
      if (!sameMagic(magic, BLOCK_MAGIC)) {
        throw new BrokenBlock('no block where one should be');
      }
      // A block is good as a whole or not at all.
      const block = withoutRuns(readBlock(bits, room));
      if (bzip2Crc(block) !== sum) {
        throw new BrokenBlock('the sum of a block is wrong');
      }
      yield block;
      streamSum = (((streamSum << 1) | (streamSum >>> 31)) ^ sum) >>> 0;
    } catch (error) {
      throw explained(error, queue);
    }
    skip = bits.used % 8;
    queue.use(Math.floor(bits.used / 8));
  }
}

function sameMagic(found: readonly number[], wanted: readonly number[]): boolean {
  return found[0] === wanted[0] && found[1] === wanted[1];
}

function explained(error: unknown, queue: ByteQueue): unknown {
  if (error instanceof OutOfBits) {
    return queue.complete ? cutShort() : damaged(queue.used, 'a block without an end');
  }
  return error instanceof BrokenBlock ? damaged(queue.used, error.message) : error;
}
