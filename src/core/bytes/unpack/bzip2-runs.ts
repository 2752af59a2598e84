/** After this many equal bytes stands how many more of them follow. */
const RUN_LENGTH = 4;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value >>> 0;
});

/** The bytes of a bzip2 block with its runs written out. */
export function withoutRuns(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(lengthWithoutRuns(block));
  let filled = 0;
  let equal = 0;
  let last = -1;
  for (const byte of block) {
    if (equal === RUN_LENGTH) {
      out.fill(last, filled, filled + byte);
      filled += byte;
      equal = 0;
      last = -1;
      continue;
    }
    equal = byte === last ? equal + 1 : 1;
    last = byte;
    out[filled] = byte;
    filled += 1;
  }
  return out;
}

function lengthWithoutRuns(block: Uint8Array): number {
  let length = 0;
  let equal = 0;
  let last = -1;
  for (const byte of block) {
    if (equal === RUN_LENGTH) {
      length += byte;
      equal = 0;
      last = -1;
    } else {
      equal = byte === last ? equal + 1 : 1;
      last = byte;
      length += 1;
    }
  }
  return length;
}

/** CRC-32 as bzip2 counts it: highest bit first. */
export function bzip2Crc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0);
  }
  return ~crc >>> 0;
}
