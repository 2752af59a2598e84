import type { ChecksumAlgorithm } from '../../s3/object-store';

/** What bytes are compared by: the checksums of S3, and the MD5 that a plain ETag is. */
export type DigestAlgorithm = ChecksumAlgorithm | 'MD5';

/** A checksum that is fed piece by piece, in order. */
export interface Digest {
  /** The bytes may be changed as soon as it returns. */
  update(bytes: Uint8Array): void;
  /** Resolves when few enough bytes wait that more may be given; at once where it works on this thread. */
  drained(): Promise<void>;
  /** Big-endian, as S3 writes it (4, 8, 16, 20 or 32 bytes). Once; nothing may be added after. */
  digest(): Promise<Uint8Array>;
  /** Lets go of it where no digest is wanted any more. Does nothing after one. */
  discard(): void;
}

/** Checksums as the platform computes them. */
export interface ChecksumTools {
  /**
   * Loads what it takes at the first use.
   *
   * @param length how many bytes there will be, where that is known
   */
  begin(algorithm: DigestAlgorithm, length?: number): Promise<Digest>;
}

/** The checksum of bytes that are all there. */
export async function digestOf(
  tools: ChecksumTools,
  algorithm: DigestAlgorithm,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const digest = await tools.begin(algorithm, bytes.length);
  digest.update(bytes);
  return digest.digest();
}

/** Whether the checksum of a whole follows from those of its pieces and their lengths. */
export function isCombinable(algorithm: DigestAlgorithm): algorithm is CrcAlgorithm {
  return algorithm === 'CRC32' || algorithm === 'CRC32C' || algorithm === 'CRC64NVME';
}

export type CrcAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME';

export const DIGEST_BYTES: Readonly<Record<DigestAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  MD5: 16,
  SHA1: 20,
  SHA256: 32,
};
