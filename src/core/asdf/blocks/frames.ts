import { ByteQueue } from '../../bytes/unpack/byte-queue';
import { cutShort, damaged, trailing } from '../../bytes/unpack/unpack';

/** Of frames to be left out, but for the last four bits; LZ4 and Zstandard share it. */
const SKIPPED_MAGIC = 0x184d2a50;
const SKIP_LENGTH = 64 * 1024;

/** A little-endian number of some bytes, from a place on. */
export function little(bytes: Uint8Array, from: number, count: number): number {
  if (bytes.length < from + count) {
    throw cutShort();
  }
  let value = 0;
  for (let i = count - 1; i >= 0; i -= 1) {
    value = value * 256 + (bytes[from + i] as number);
  }
  return value;
}

/** The next bytes, all of them. */
export async function take(queue: ByteQueue, count: number): Promise<Uint8Array> {
  const bytes = await queue.need(count);
  if (bytes.length < count) {
    throw cutShort();
  }
  queue.use(count);
  return bytes.subarray(0, count);
}

/** How frames of one kind begin, what they are called, and how one of them is unpacked. */
export interface FrameKind {
  readonly magic: number;
  /** With its article: `an LZ4 frame`. */
  readonly name: string;
  readonly unpack: (queue: ByteQueue) => AsyncIterable<Uint8Array>;
}

/** Unpacks frames that follow on each other, but for those that are to be left out. */
export async function* unpackFrames(
  packed: AsyncIterable<Uint8Array>,
  kind: FrameKind,
): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(packed);
  try {
    for (let first = true; ; first = false) {
      const start = await queue.need(4);
      if (start.length === 0 && !first) {
        return;
      }
      const magic = little(start, 0, 4);
      if (isSkipped(magic)) {
        await skipFrame(queue);
      } else if (magic === kind.magic) {
        yield* kind.unpack(queue);
      } else {
        throw first ? damaged(0, `it does not start as ${kind.name}`) : trailing(queue.used);
      }
    }
  } finally {
    await queue.stop();
  }
}

function isSkipped(magic: number): boolean {
  return (magic & ~15) >>> 0 === SKIPPED_MAGIC;
}

/** Leaves out a frame that is for others. */
async function skipFrame(queue: ByteQueue): Promise<void> {
  const head = await take(queue, 8);
  for (let left = little(head, 4, 4); left > 0;) {
    const { length } = await take(queue, Math.min(left, SKIP_LENGTH));
    left -= length;
  }
}
