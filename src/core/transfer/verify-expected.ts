import { fromBase64 } from './checksum/base64';
import { DIGEST_BYTES, type DigestAlgorithm } from './checksum/tools';
import type { RemoteFacts } from './download-file-remote';
import type { ObjectChecksum } from '../s3/object-store';

/** What the bytes of an object are compared with. */
export interface Expected {
  readonly algorithm: DigestAlgorithm;
  readonly value: Uint8Array;
  /** Lengths in bytes, in order, of what each has a checksum of its own; one for a checksum of all bytes. */
  readonly segments: readonly number[];
  readonly of: ObjectChecksum['of'];
  /** As people know it. */
  readonly name: string;
}

/** The quick ones first: all tell damage. */
const ORDER: readonly DigestAlgorithm[] = ['CRC32', 'CRC64NVME', 'CRC32C', 'SHA256', 'SHA1'];

/** The checksum to compare with, undefined where there is none that makes sense. One of all bytes is preferred. */
export function bestChecksum({
  checksums,
}: Pick<RemoteFacts, 'checksums'>): ObjectChecksum | undefined {
  const sound = checksums.filter(
    ({ algorithm, value }) => fromBase64(value)?.length === DIGEST_BYTES[algorithm],
  );
  const rank = ({ algorithm, of }: ObjectChecksum): number =>
    ORDER.indexOf(algorithm) + (of === 'full' ? 0 : ORDER.length);
  return [...sound].sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * What to compare an object of `size` bytes with.
 *
 * @param parts sizes of the parts a composite checksum is of, where the server told them
 * @returns undefined where its size is all that can be compared
 */
export function expectedOf(
  facts: RemoteFacts,
  parts: readonly number[] | undefined,
): Expected | undefined {
  const { size, identity } = facts.version;
  const checksum = bestChecksum(facts);
  if (checksum !== undefined) {
    const { algorithm, of } = checksum;
    const value = fromBase64(checksum.value) ?? new Uint8Array(0);
    const segments = of === 'full' ? [size] : (parts ?? []);
    const told = segments.reduce((sum, length) => sum + length, 0) === size;
    const counted = of === 'full' || (checksum.parts ?? segments.length) === segments.length;
    if (told && counted && segments.length > 0) {
      return { algorithm, value, segments, of, name: algorithm };
    }
    return undefined;
  }
  const [, md5] =
    /^"([0-9a-f]{32})"$/i.exec(identity.kind === 'etag' && facts.plainETag ? identity.etag : '') ??
    [];
  if (md5 === undefined) {
    return undefined;
  }
  const value = Uint8Array.from(md5.match(/../g) ?? [], (hex) => parseInt(hex, 16));
  return { algorithm: 'MD5', value, segments: [size], of: 'full', name: 'MD5' };
}
