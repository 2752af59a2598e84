/** After this many equal bytes stands how many more of them follow. */
const RUN_LENGTH = 4;
/** More than that is written as another run. */
const MOST_REPEATS = 255;

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value;
});

/** The bytes of a bzip2 block with its runs written out. */
export function withoutRuns(block: Uint8Array): Uint8Array {
  // Runs are rare in what is worth compressing twice, and five bytes become 259 at most.
  let out = new Uint8Array(block.length + MOST_REPEATS);
  let filled = 0;
  let equal = 0;
  let last = -1;
  for (let i = 0; i < block.length; i += 1) {
    const byte = block[i] ?? 0;
    if (equal < RUN_LENGTH) {
      equal = byte === last ? equal + 1 : 1;
      last = byte;
      out[filled] = byte;
      filled += 1;
      continue;
    }
    const needed = filled + byte + block.length - i;
    if (needed > out.length) {
      const longer = new Uint8Array(2 * needed);
      longer.set(out.subarray(0, filled));
      out = longer;
    }
    out.fill(last, filled, filled + byte);
    filled += byte;
    equal = 0;
    last = -1;
  }
  return out.subarray(0, filled);
}

/** CRC-32 as bzip2 counts it: highest bit first. */
export function bzip2Crc(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i += 1) {
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  }
  return ~crc >>> 0;
}
