/** Cyclic redundancy checks with the bits reflected, of 32 or 64 bits, as two halves of 32. */

interface Half {
  readonly high: number;
  readonly low: number;
}

export interface Polynomial extends Half {
  readonly bytes: 4 | 8;
}

/** Reflected: the polynomials of RFC 3720 (Castagnoli), ISO 3309, and the NVM Express specification. */
export const crc32c: Polynomial = { bytes: 4, high: 0, low: 0x82f63b78 };
export const crc32: Polynomial = { bytes: 4, high: 0, low: 0xedb88320 };
export const crc64nvme: Polynomial = { bytes: 8, high: 0x9a6c9329, low: 0xac4bc9b5 };

/** Of a byte followed by 0 to 7 bytes of zero: entry `256 * zeros + byte`. */
interface Tables {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

function tablesOf(polynomial: Polynomial): Tables {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd === 1) {
        h ^= polynomial.high;
        l ^= polynomial.low;
      }
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let at = 256; at < 8 * 256; at++) {
    const [h, l] = [high[at - 256] ?? 0, low[at - 256] ?? 0];
    const index = l & 255;
    low[at] = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
    high[at] = (h >>> 8) ^ (high[index] ?? 0);
  }
  return { high, low };
}

const known = new Map<Polynomial, Tables>();

/** A check of bytes that come piece by piece. */
export class Crc {
  private high: number;
  private low = 0xffffffff;
  private readonly tables: Tables;

  constructor(private readonly polynomial: Polynomial) {
    this.high = polynomial.bytes === 8 ? 0xffffffff : 0;
    this.tables = known.get(polynomial) ?? tablesOf(polynomial);
    known.set(polynomial, this.tables);
  }

  update(bytes: Uint8Array): void {
    const { high: H, low: L } = this.tables;
    let high = this.high | 0;
    let low = this.low | 0;
    const { length } = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    let i = 0;
    // The tables have an entry for every index that is formed here.
    for (; i + 8 <= length; i += 8) {
      const l = low ^ view.getInt32(i, true);
      const h = high ^ view.getInt32(i + 4, true);
      const [a, b, c, d] = [
        1792 + (l & 255),
        1536 + ((l >>> 8) & 255),
        1280 + ((l >>> 16) & 255),
        1024 + (l >>> 24),
      ];
      const [e, f, g, k] = [
        768 + (h & 255),
        512 + ((h >>> 8) & 255),
        256 + ((h >>> 16) & 255),
        h >>> 24,
      ];
      low = L[a]! ^ L[b]! ^ L[c]! ^ L[d]! ^ L[e]! ^ L[f]! ^ L[g]! ^ L[k]!;
      high = H[a]! ^ H[b]! ^ H[c]! ^ H[d]! ^ H[e]! ^ H[f]! ^ H[g]! ^ H[k]!;
    }
    for (; i < length; i++) {
      const index = (low ^ view.getUint8(i)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ L[index]!;
      high = (high >>> 8) ^ H[index]!;
    }
    this.low = low;
    this.high = high;
  }

  /** Most significant byte first. */
  digest(): Buffer {
    const out = Buffer.alloc(this.polynomial.bytes);
    out.writeUInt32BE(~this.low >>> 0, this.polynomial.bytes - 4);
    if (this.polynomial.bytes === 8) {
      out.writeUInt32BE(~this.high >>> 0, 0);
    }
    return out;
  }
}
