import type { ByteQueue } from '../../bytes/unpack/byte-queue';
import { cutShort } from '../../bytes/unpack/unpack';

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

export function isSkipped(magic: number): boolean {
  return (magic & ~15) >>> 0 === SKIPPED_MAGIC;
}

/** Leaves out a frame that is for others. */
export async function skipFrame(queue: ByteQueue): Promise<void> {
  const head = await take(queue, 8);
  for (let left = little(head, 4, 4); left > 0;) {
    const { length } = await take(queue, Math.min(left, SKIP_LENGTH));
    left -= length;
  }
}
