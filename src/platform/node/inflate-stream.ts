import { createInflate } from 'node:zlib';
import { ByteQueue } from '../../core/bytes/unpack/byte-queue';
import { cutShort, damaged } from '../../core/bytes/unpack/unpack';
import { FEED_LENGTH, InflateFeed, OUT_LENGTH } from './inflate-feed';

/** Undoes zlib (RFC 1950), one stream with its sum; what follows on it is left out. */
export async function* inflateStream(
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(packed);
  const stream = new InflateFeed(createInflate({ chunkSize: OUT_LENGTH }));
  try {
    while (!stream.ended) {
      const feed = (await queue.need(1)).subarray(0, FEED_LENGTH);
      if (feed.length === 0) {
        yield* await stream.finish();
        if (!stream.ended) {
          throw cutShort();
        }
        return;
      }
      yield* await stream.inflate(feed);
      if (stream.failure !== undefined) {
        throw damaged(stream.used, stream.failure);
      }
      queue.use(feed.length);
    }
  } finally {
    stream.close();
    await queue.stop();
  }
}
