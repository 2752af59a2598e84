import { Decompress } from 'fzstd';
import type { ByteQueue } from '../../bytes/unpack/byte-queue';
import { damaged } from '../../bytes/unpack/unpack';
import { little, take, unpackFrames } from './frames';
import { ZstdCheck } from './zstd-check';

const MAGIC = 0xfd2fb528;
/** What the command `zstd` takes without being told to. */
const MOST_WINDOW = 128 * 1024 * 1024;
/** Bits of a block header: the last one, its type, its length. */
const BLOCK_HEADER = 3;
const REPEATED = 1;
/** Beyond so many blocks they must hold something: each costs as much as the window is long. */
const SMALL_BLOCKS = 4096;
const LEAST_MEAN = 1024;

/**
 * Undoes Zstandard (RFC 8878), several frames after each other too. The decoder is given one block at a
 * time, so that never more than 128 KB come out at once. Checksums are not looked at: an ASDF block has one
 * over all of its bytes.
 */
export function unpackZstd(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return unpackFrames(packed, { magic: MAGIC, name: 'a Zstandard frame', unpack: unpackFrame });
}

async function* unpackFrame(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  const descriptor = little(await queue.need(5), 4, 1);
  const single = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const header = await take(queue, 5 + (single ? 0 : 1) + dictionary + content);
  const window = single
    ? little(header, 5 + dictionary, content) + (content === 2 ? 256 : 0)
    : windowOf(little(header, 5, 1));
  if (window > MOST_WINDOW) {
    throw damaged(queue.used, `it needs ${Math.round(window / 2 ** 20)} MB of memory`);
  }
  if (dictionary > 0) {
    throw damaged(queue.used, 'it needs a dictionary, which is not in the file');
  }
  const out: Uint8Array[] = [];
  const frame = new Decompress((piece) => out.push(piece));
  checked(queue, () => frame.push(header));
  const check = new ZstdCheck();
  let length = 0;
  for (let blocks = 1; ; blocks += 1) {
    const head = little(await queue.need(BLOCK_HEADER), 0, BLOCK_HEADER);
    const last = (head & 1) === 1;
    const stored = ((head >> 1) & 3) === REPEATED ? 1 : head >> 3;
    const sum = last && descriptor & 4 ? 4 : 0;
    const block = await take(queue, BLOCK_HEADER + stored + sum);
    if (stored > 0 || last) {
      checked(queue, () => {
        check.look(block);
        frame.push(block, last);
      });
    }
    for (const piece of out.splice(0)) {
      length += piece.length;
      if (piece.length > 0) {
        yield piece;
      }
    }
    if (last) {
      return;
    }
    if (blocks > SMALL_BLOCKS && length < LEAST_MEAN * blocks) {
      throw damaged(queue.used, 'its blocks hold hardly anything');
    }
  }
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

/** What the decoder says is wrong is wrong with the stream. */
function checked(queue: ByteQueue, unpack: () => void): void {
  try {
    unpack();
  } catch (error) {
    throw damaged(queue.used, error instanceof Error ? error.message : String(error));
  }
}
