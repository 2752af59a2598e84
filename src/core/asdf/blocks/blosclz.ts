/** Bits of the first byte of a match that begin its distance, and bits that begin its length. */
const NEAR_BITS = 31;
const LEAST_MATCH = 2;
/** A length of three bits goes on where it is this. */
const GOES_ON = 7;
const FARTHEST = 8191;

/**
 * Unpacks BloscLZ, the codec of Blosc's own, which is FastLZ with longer distances. (Its source is its only
 * description.)
 *
 * @returns whether it filled `out`, no less and no more.
 */
export function unpackBloscLz(source: Uint8Array, out: Uint8Array): boolean {
  const { length } = source;
  let from = 0;
  let at = 0;
  for (let first = true; from < length; first = false) {
    const control = (source[from++] as number) & (first ? NEAR_BITS : 255);
    if (control <= NEAR_BITS) {
      const count = control + 1;
      if (from + count > length || at + count > out.length) {
        return false;
      }
      out.set(source.subarray(from, from + count), at);
      from += count;
      at += count;
      continue;
    }
    let count = (control >> 5) + LEAST_MATCH;
    if (control >> 5 === GOES_ON) {
      let more = 255;
      while (more === 255 && from < length) {
        more = source[from++] as number;
        count += more;
      }
    }
    const high = control & NEAR_BITS;
    const low = source[from++] ?? 0;
    let distance = (high << 8) + low + 1;
    if (high === NEAR_BITS && low === 255) {
      distance = ((source[from] ?? 0) << 8) + (source[from + 1] ?? 0) + FARTHEST + 1;
      from += 2;
    }
    if (from > length || distance > at || at + count > out.length) {
      return false;
    }
    for (const end = at + count; at < end; at += 1) {
      out[at] = out[at - distance] as number;
    }
  }
  return at === out.length;
}
