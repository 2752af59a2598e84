import { crc32, createInflateRaw } from 'node:zlib';
import { ByteQueue } from '../../core/bytes/unpack/byte-queue';
import { cutShort, damaged, trailing } from '../../core/bytes/unpack/unpack';
import { FEED_LENGTH, InflateFeed, OUT_LENGTH } from './inflate-feed';

/** Longest header of a member that is read: names and comments have no bound of their own. */
const LONGEST_HEADER = 1024 * 1024;

const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

/** Undoes gzip (RFC 1952), several members after each other too; zeros after the last are padding. */
export async function* gunzipStream(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(packed);
  try {
    for (let first = true; ; first = false) {
      const start = await queue.need(2);
      if (start.length === 0 && !first) {
        return;
      }
      if (start[0] !== 0x1f || start[1] !== 0x8b) {
        if (first) {
          throw damaged(0, 'it does not start as gzip');
        }
        return await skipPadding(queue);
      }
      await skipHeader(queue);
      yield* inflateMember(queue);
    }
  } finally {
    await queue.stop();
  }
}

async function skipPadding(queue: ByteQueue): Promise<void> {
  const at = queue.used;
  for (;;) {
    const rest = await queue.need(1);
    if (rest.length === 0) {
      return;
    }
    for (const byte of rest) {
      if (byte !== 0) {
        throw trailing(at);
      }
    }
    queue.use(rest.length);
  }
}

async function skipHeader(queue: ByteQueue): Promise<void> {
  const need = async (count: number): Promise<Uint8Array> => {
    if (count > LONGEST_HEADER) {
      throw damaged(queue.used, 'its header does not end');
    }
    const bytes = await queue.need(count);
    if (bytes.length < count) {
      throw cutShort();
    }
    return bytes;
  };
  const fixed = await need(10);
  const flags = fixed[3] ?? 0;
  if (fixed[2] !== 8 || (flags & 0xe0) !== 0) {
    throw damaged(queue.used, 'its header is not of gzip');
  }
  let length = 10;
  if (flags & EXTRA) {
    const bytes = await need(length + 2);
    length += 2 + (bytes[length] ?? 0) + 256 * (bytes[length + 1] ?? 0);
  }
  for (const text of [NAME, COMMENT]) {
    if (flags & text) {
      for (let bytes = await need(length + 1); bytes[length] !== 0;) {
        length += 1;
        bytes = await need(length + 1);
      }
      length += 1;
    }
  }
  length += flags & HEADER_CRC ? 2 : 0;
  await need(length);
  queue.use(length);
}

async function* inflateMember(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  const start = queue.used;
  const member = new InflateFeed(createInflateRaw({ chunkSize: OUT_LENGTH }));
  let crc = 0;
  let length = 0;
  try {
    while (!member.ended) {
      const feed = (await queue.need(1)).subarray(0, FEED_LENGTH);
      if (feed.length === 0) {
        throw cutShort();
      }
      for (const piece of await member.inflate(feed)) {
        crc = crc32(piece, crc);
        length += piece.length;
        yield piece;
      }
      if (member.failure !== undefined) {
        throw damaged(start + member.used, member.failure);
      }
      // Behind the end of the stream stand its sums.
      queue.use(start + member.used - queue.used);
    }
  } finally {
    member.close();
  }
  const sums = await queue.need(8);
  if (sums.length < 8) {
    throw cutShort();
  }
  const view = new DataView(sums.buffer, sums.byteOffset);
  if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== length % 2 ** 32) {
    throw damaged(queue.used, 'its checksum is wrong');
  }
  queue.use(8);
}
