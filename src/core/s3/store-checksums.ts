import { compositeOf } from '../transfer/checksum/composite';
import { combineCrcs } from '../transfer/checksum/combine';
import { fromBase64, toBase64 } from '../transfer/checksum/base64';
import { type ChecksumTools, digestOf, isCombinable } from '../transfer/checksum/tools';
import { SkybucketError } from '../errors';
import type { ChecksumAlgorithm, ObjectChecksum, ObjectPlace, SentPart } from './object-store';
import { formatS3Uri } from './uri';

const ALGORITHMS: readonly ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

type ChecksumFields = {
  readonly [Name in `Checksum${ChecksumAlgorithm}`]?: string | undefined;
};

/** The checksum of one algorithm in an answer, as it stands. */
export function checksumField(
  answer: ChecksumFields,
  algorithm: ChecksumAlgorithm | undefined,
): string | undefined {
  return algorithm && answer[`Checksum${algorithm}`];
}

/** The same as the input of a command. */
export function checksumInput(
  algorithm: ChecksumAlgorithm | undefined,
  value: string | undefined,
): ChecksumFields {
  return algorithm === undefined || value === undefined ? {} : { [`Checksum${algorithm}`]: value };
}

/** The checksums of an object that an answer tells. One of the checksums of parts may end with their number. */
export function checksumsOf(
  answer: ChecksumFields & {
    readonly ChecksumType?: string | undefined;
    readonly PartsCount?: number | undefined;
  },
): ObjectChecksum[] {
  return ALGORITHMS.flatMap((algorithm): ObjectChecksum[] => {
    const [, value, count] =
      /^([^-]+)(?:-(\d{1,5}))?$/.exec(checksumField(answer, algorithm) ?? '') ?? [];
    if (value === undefined) {
      return [];
    }
    if (count === undefined && answer.ChecksumType !== 'COMPOSITE') {
      return [{ algorithm, value, of: 'full' }];
    }
    const parts = count === undefined ? answer.PartsCount : Number(count);
    return [{ algorithm, value, of: 'composite', ...(parts === undefined ? {} : { parts }) }];
  });
}

/** Base 64, as headers have it. */
export async function digestText(
  checksums: ChecksumTools,
  algorithm: ChecksumAlgorithm | 'MD5',
  bytes: Uint8Array,
): Promise<string> {
  return toBase64(await digestOf(checksums, algorithm, bytes));
}

/** The checksum of an object from those of its parts; undefined where one is missing, or none follows from them. */
export async function checksumOfParts(
  checksums: ChecksumTools,
  algorithm: ChecksumAlgorithm | undefined,
  parts: readonly SentPart[],
  of: ObjectChecksum['of'],
): Promise<ObjectChecksum | undefined> {
  const pieces = parts.flatMap(({ checksum, size }) => {
    const digest = checksum === undefined ? undefined : fromBase64(checksum);
    return digest === undefined ? [] : [{ digest, length: size }];
  });
  if (algorithm === undefined || pieces.length < parts.length) {
    return undefined;
  }
  if (of === 'full') {
    return isCombinable(algorithm)
      ? { algorithm, of, value: toBase64(combineCrcs(algorithm, pieces)) }
      : undefined;
  }
  const value = await compositeOf(
    checksums,
    algorithm,
    pieces.map(({ digest }) => digest),
  );
  return { algorithm, of, value: toBase64(value), parts: parts.length };
}

/**
 * @param retryable true for a part, which may be sent once more; an object that is there would be taken for another's
 * @throws SkybucketError `damaged` where the server keeps another checksum of what was sent
 */
export function checkKept(
  sent: ObjectChecksum,
  kept: ObjectChecksum,
  place: ObjectPlace,
  retryable = false,
): void {
  if (sent.value !== kept.value) {
    throw new SkybucketError(
      'damaged',
      `The server keeps other bytes of ${formatS3Uri(place.bucket, place.key)} than were sent.`,
      { hint: 'Upload it once more.', retryable },
    );
  }
}

/** The ETag that S3 gives to an object of these parts, where it encrypts none of them; undefined for other ETags. */
export async function etagOfParts(
  checksums: ChecksumTools,
  parts: readonly SentPart[],
): Promise<string | undefined> {
  const digests = parts.flatMap(({ etag }) => {
    const hex = plainMd5(etag);
    return hex === undefined ? [] : [fromHex(hex)];
  });
  return digests.length < parts.length
    ? undefined
    : `"${toHex(await compositeOf(checksums, 'MD5', digests))}-${parts.length}"`;
}

/** The hex digits of an ETag that may be an MD5. */
export function plainMd5(etag: string | undefined): string | undefined {
  return /^"?([0-9a-f]{32})"?$/i.exec(etag ?? '')?.[1]?.toLowerCase();
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
