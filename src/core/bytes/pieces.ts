import type { ByteReader } from './reader';
import type { ReadOptions, Span } from './source';

const PIECE_LENGTH = 2 * 1024 * 1024;
/** Pieces that are under way while one is worked on. */
const AHEAD = 4;

/**
 * A long span from its start to its end in pieces of some MB, the next ones read ahead. Stopping the loop
 * stops the requests.
 */
export async function* piecesOf(
  reader: ByteReader,
  { offset, length }: Span,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) {
    abort();
  }
  try {
    const underWay: Promise<Uint8Array>[] = [];
    const end = offset + length;
    for (let next = offset; next < end || underWay.length > 0;) {
      while (next < end && underWay.length < AHEAD) {
        const count = Math.min(PIECE_LENGTH, end - next);
        const piece = reader.read(next, count, { ...options, signal: stop.signal });
        // One may fail before it is waited for.
        piece.catch(() => undefined);
        underWay.push(piece);
        next += count;
      }
      yield (await underWay.shift()) as Uint8Array;
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}
