import type { HttpClient } from '../bytes/http';
import type { LinkEstimate } from '../bytes/link';
import type { RetryPolicy } from '../bytes/retry';
import type { HttpTarget } from '../bytes/target';
import { knownVersion, type Version, versionOf } from '../bytes/version';
import type { Connection } from '../s3/connection';
import type {
  ChecksumAlgorithm,
  ObjectChecksum,
  ObjectFacts,
  ObjectPlace,
} from '../s3/object-store';

/** The remote end of a download: anything behind HTTP, an object on S3 or a link. */
export interface RemoteFile {
  readonly label: string;
  readonly http: HttpClient;
  readonly target: HttpTarget;
  /** What was measured of the way to its host, by whoever. */
  readonly link: LinkEstimate;
  readonly retry?: RetryPolicy | undefined;
  /** Where it is on S3; a link has none. */
  readonly s3?: { readonly connection: Connection; readonly place: ObjectPlace } | undefined;
}

/** One version of an object, and what its bytes can be compared with. */
export interface RemoteFacts {
  readonly version: Version;
  readonly checksums: readonly ObjectChecksum[];
  /** The ETag may be the MD5 of the bytes: that of S3, of an object uploaded in one, not encrypted by another key. */
  readonly plainETag: boolean;
}

type Headers = Readonly<Record<string, string>>;

/** What the headers of an answer with the whole object say of it. */
export function factsOfAnswer(headers: Headers, size: number, onS3: boolean): RemoteFacts {
  const kms = headers['x-amz-server-side-encryption']?.startsWith('aws:kms') === true;
  const customer = headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
  return {
    version: versionOf(headers, size),
    checksums: onS3 ? checksumsOf(headers) : [],
    plainETag: onS3 && !kms && !customer,
  };
}

export function factsOfHead({
  size,
  etag,
  modified,
  checksums,
  encrypted,
}: ObjectFacts): RemoteFacts {
  const version = knownVersion({ size, etag, modified: modified?.toISOString() });
  return { version, checksums, plainETag: !encrypted };
}

const HEADERS: Readonly<Record<ChecksumAlgorithm, string>> = {
  CRC32: 'x-amz-checksum-crc32',
  CRC32C: 'x-amz-checksum-crc32c',
  CRC64NVME: 'x-amz-checksum-crc64nvme',
  SHA1: 'x-amz-checksum-sha1',
  SHA256: 'x-amz-checksum-sha256',
};

/** `AAAAAA==`, or `AAAAAA==-3` for one of the checksums of three parts. */
function checksumsOf(headers: Headers): ObjectChecksum[] {
  return Object.entries(HEADERS).flatMap(([name, header]): ObjectChecksum[] => {
    const algorithm = name as ChecksumAlgorithm;
    const [, value, parts] =
      /^([A-Za-z0-9+/]+=*)(?:-(\d{1,5}))?$/.exec(headers[header] ?? '') ?? [];
    if (value === undefined) {
      return [];
    }
    const composite =
      parts !== undefined || headers['x-amz-checksum-type']?.toUpperCase() === 'COMPOSITE';
    return [
      composite
        ? {
            algorithm,
            value,
            of: 'composite',
            parts: parts === undefined ? undefined : Number(parts),
          }
        : { algorithm, value, of: 'full' },
    ];
  });
}

/** Facts as a journal keeps them, so that what was begun goes on with the same version and no further question. */
export function encodeFacts({ version, checksums, plainETag }: RemoteFacts): string {
  return JSON.stringify({ ...version, checksums, plainETag });
}

/** Undefined where it cannot be such a text. */
export function decodeFacts(text: string): RemoteFacts | undefined {
  try {
    const { size, identity, checksums, plainETag } = JSON.parse(text) as Version &
      Omit<RemoteFacts, 'version'>;
    const sound =
      Number.isSafeInteger(size) &&
      (identity.kind === 'etag'
        ? typeof identity.etag === 'string'
        : identity.kind === 'modified') &&
      Array.isArray(checksums);
    return sound ? { version: { size, identity }, checksums, plainETag } : undefined;
  } catch {
    // A line that was damaged, or of another format.
    return undefined;
  }
}
