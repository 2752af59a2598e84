import { createHash } from 'node:crypto';
import { Crc, crc32, crc32c, crc64nvme } from './crc';
import { S3Error } from './errors';
import type { ObjectBody } from './objects';

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];
/** Of all bytes, or of the checksums of the parts one after the other. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base 64; `-N` behind it where it is composite. */
  readonly value: string;
  readonly type: ChecksumType;
}

export interface Digest {
  update(bytes: Uint8Array): void;
  /** Once. */
  digest(): Buffer;
}

export function digestOf(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return new Crc(crc32);
    case 'CRC32C':
      return new Crc(crc32c);
    case 'CRC64NVME':
      return new Crc(crc64nvme);
    case 'SHA1':
    case 'SHA256':
      return hashOf(algorithm.toLowerCase());
  }
}

/** @param name as node:crypto has it: `md5`, `sha1`, `sha256` */
export function hashOf(name: string): Digest {
  const hash = createHash(name);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest(),
  };
}

const pieceBytes = 1024 * 1024;

/** Reads a body once, piece by piece, into several digests. */
export async function digestBody(
  body: ObjectBody,
  digests: readonly Digest[],
): Promise<readonly Buffer[]> {
  for (let at = 0; at < body.size; at += pieceBytes) {
    const piece = await body.read(at, Math.min(pieceBytes, body.size - at));
    digests.forEach((digest) => digest.update(piece));
  }
  return digests.map((digest) => digest.digest());
}

/** A checksum of all bytes of a body. */
export async function fullChecksum(
  body: ObjectBody,
  algorithm: ChecksumAlgorithm,
): Promise<StoredChecksum> {
  const [digest] = await digestBody(body, [digestOf(algorithm)]);
  return { algorithm, value: (digest as Buffer).toString('base64'), type: 'FULL_OBJECT' };
}

/** @param parts checksums of the parts in order, in base 64 */
export function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly string[],
): StoredChecksum {
  const digest = digestOf(algorithm);
  parts.forEach((part) => digest.update(Buffer.from(part, 'base64')));
  const value = `${digest.digest().toString('base64')}-${parts.length}`;
  return { algorithm, value, type: 'COMPOSITE' };
}

/** `x-amz-checksum-crc32` and the like. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** `ChecksumCRC32` and the like, as they stand in XML. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** @throws S3Error 400 where it is none of the five */
export function readAlgorithm(name: string): ChecksumAlgorithm {
  const found = checksumAlgorithms.find((one) => one === name.toUpperCase());
  if (found === undefined) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  return found;
}
