import { joined } from '../../bytes/joined';
import { digestOf, type ChecksumTools, type DigestAlgorithm } from './tools';

/**
 * The checksum of the checksums of all parts, in order: what S3 keeps of an object that was uploaded in parts, where
 * it does not keep one of all bytes. An ETag with a number of parts is the same over MD5.
 */
export function compositeOf(
  tools: ChecksumTools,
  algorithm: DigestAlgorithm,
  digests: readonly Uint8Array[],
): Promise<Uint8Array> {
  return digestOf(tools, algorithm, joined(digests));
}
