import type { HttpResponse } from './http';

/**
 * The first `limit` bytes of a body, which bounds what an unasked-for answer can cost. Leaves the rest
 * unread (which closes the connection).
 *
 * @param onBytes told the length of every chunk as it arrives.
 */
export async function readAtMost(
  body: HttpResponse['body'],
  limit: number,
  onBytes: (count: number) => void = () => undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    onBytes(chunk.length);
    const kept = chunk.subarray(0, limit - length);
    chunks.push(kept);
    length += kept.length;
    if (kept.length < chunk.length) {
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}

/** Gives up a body nobody wants, which closes the connection. */
export async function discard(body: HttpResponse['body']): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
