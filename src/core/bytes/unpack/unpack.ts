/**
 * What comes out of packed bytes, in pieces of any length as the packed ones come in.
 *
 * @throws BrokenStream after the last piece that could be had, or what `packed` throws.
 */
export type Unpack = (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A compressed stream that cannot be unpacked to its end; `message` is the second half of a sentence. */
export class BrokenStream extends Error {}

/** It ends before its end mark. */
export function cutShort(): BrokenStream {
  return new BrokenStream('it ends early');
}

/** @param at how many packed bytes went before. */
export function damaged(at: number, what: string): BrokenStream {
  return new BrokenStream(`it is damaged near its byte ${at} (${what})`);
}

/** Something else stands after the end of the stream. */
export function trailing(at: number): BrokenStream {
  return new BrokenStream(`from its byte ${at} on it is something else`);
}
