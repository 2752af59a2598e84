import { bitsOf } from './chance';

/** Pixels `[from, to)` of the image in a row that are missing: the value of the first, over and over. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

const SEED = 70;

/**
 * The missing pixels of one chunk of the science array, first to last. How many there are and how long they
 * are differs from chunk to chunk, and so does what the chunk takes once it is compressed.
 */
export function missingRuns(chunk: number, pixelsPerChunk: number, pixels: number): Run[] {
  const first = chunk * pixelsPerChunk;
  const count = 200 + (bitsOf(chunk, SEED) % 800);
  const longest = 10 + (bitsOf(chunk, SEED + 1) % 100);
  const room = Math.floor(Math.min(pixelsPerChunk, pixels - first) / count);
  return Array.from({ length: count }, (_, i) => {
    const at = chunk * 1000 + i;
    const length = 2 + (bitsOf(at, SEED + 2) % longest);
    // Away from both ends of its room: a block of LZ4 ends with literals.
    const from = first + i * room + 8 + (bitsOf(at, SEED + 3) % (room - length - 16));
    return { from, to: from + length };
  });
}
