import type { CrcAlgorithm } from './tools';

/**
 * The CRC of a whole from those of its pieces, so that pieces can be hashed in any order. All three are reflected,
 * begin with ones and end inverted; then `crc(AB) = crc(A) · x^(8·|B|) + crc(B)` modulo the polynomial (as zlib's
 * `crc32_combine` has it).
 */

export interface CrcPiece {
  /** Big-endian. */
  readonly digest: Uint8Array;
  /** Bytes. */
  readonly length: number;
}

/** Bit-reversed, without the leading term. */
const POLYNOMIALS: Readonly<
  Record<CrcAlgorithm, { readonly bits: number; readonly value: bigint }>
> = {
  CRC32: { bits: 32, value: 0xedb88320n },
  CRC32C: { bits: 32, value: 0x82f63b78n },
  CRC64NVME: { bits: 64, value: 0x9a6c9329ac4bc9b5n },
};

/** The CRC of pieces one after the other; that of no bytes where there is none. */
export function combineCrcs(algorithm: CrcAlgorithm, pieces: Iterable<CrcPiece>): Uint8Array {
  const { bits } = POLYNOMIALS[algorithm];
  // Pieces of a transfer have one length, but for the last.
  const shifts = new Map<number, bigint>();
  let crc = 0n;
  for (const { digest, length } of pieces) {
    const shift = shifts.get(length) ?? powerOfX(algorithm, length);
    shifts.set(length, shift);
    crc = multiply(algorithm, crc, shift) ^ toBigInt(digest);
  }
  return Uint8Array.from({ length: bits / 8 }, (_, index) =>
    Number((crc >> BigInt(bits - 8 - 8 * index)) & 0xffn),
  );
}

/** x^(8·length) modulo the polynomial. */
function powerOfX(algorithm: CrcAlgorithm, length: number): bigint {
  const { bits } = POLYNOMIALS[algorithm];
  const one = 1n << BigInt(bits - 1);
  let result = one;
  // x^8, then its squares.
  let square = one >> 8n;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      result = multiply(algorithm, result, square);
    }
    square = multiply(algorithm, square, square);
  }
  return result;
}

/** The product of two reflected polynomials modulo that of the algorithm. */
function multiply(algorithm: CrcAlgorithm, a: bigint, b: bigint): bigint {
  const { bits, value } = POLYNOMIALS[algorithm];
  let product = 0n;
  for (let mask = 1n << BigInt(bits - 1), shifted = b; mask > 0n; mask >>= 1n) {
    if ((a & mask) !== 0n) {
      product ^= shifted;
    }
    shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ value;
  }
  return product;
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
