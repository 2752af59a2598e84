/**
 * Undoes Blosc's shuffle: the first bytes of all items, then the second ones, … What is no whole item at
 * the end stands as it was.
 */
export function unshuffleBytes(bytes: Uint8Array, itemLength: number): Uint8Array {
  const items = Math.floor(bytes.length / itemLength);
  const out = bytes.slice();
  for (let j = 0; j < itemLength; j += 1) {
    for (let i = 0, from = j * items, to = j; i < items; i += 1, to += itemLength) {
      out[to] = bytes[from + i] as number;
    }
  }
  return out;
}

/**
 * Undoes Blosc's bit shuffle: the lowest bits of the first bytes of all items, then the next ones, …, eight
 * items in a byte, the first in its lowest bit. Where the items are no multiple of eight, nothing was done.
 */
export function unshuffleBits(bytes: Uint8Array, itemLength: number): Uint8Array {
  const items = Math.floor(bytes.length / itemLength);
  const out = bytes.slice();
  if (items % 8 !== 0) {
    return out;
  }
  const plane = items / 8;
  out.fill(0, 0, items * itemLength);
  for (let j = 0; j < itemLength; j += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const from = (j * 8 + bit) * plane;
      for (let i = 0; i < items; i += 1) {
        const set = ((bytes[from + (i >> 3)] as number) >> (i & 7)) & 1;
        const to = i * itemLength + j;
        out[to] = (out[to] as number) | (set << bit);
      }
    }
  }
  return out;
}
