import type { Inflate } from '../../bytes/inflate';
import { SkybucketError } from '../../errors';
import { brokenStream } from './broken-stream';

/**
 * Inflates what can have `most` bytes; more of them are as broken as a stream that ends early.
 *
 * @throws SkybucketError `format`.
 */
export function gunzip(bytes: Uint8Array, most: number, inflate: Inflate): Uint8Array {
  try {
    return inflate.gunzip(bytes, most);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'too-large') {
      throw brokenStream('gzip', `gives more than the ${most} bytes that can be there`);
    }
    throw error;
  }
}

/**
 * Undoes the shuffle of GZIP_2 (FITS 4.0, section 10.4.2): first come the highest bytes of all elements,
 * last their lowest.
 *
 * @param width bytes of an element, which the length is a multiple of.
 */
export function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  const out = new Uint8Array(bytes.length);
  for (let byte = 0; byte < width; byte += 1) {
    const from = byte * count;
    for (let i = 0, at = byte; i < count; i += 1, at += width) {
      out[at] = bytes[from + i] as number;
    }
  }
  return out;
}
