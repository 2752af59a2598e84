import type { CallOptions } from './calls';
import type { Connection } from './connection';

/** One object of a bucket, or one version of it. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** The checksums S3 can keep of an object (API reference, "Checking object integrity"). */
export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base 64 as the header has it; a composite one without its `-N`. */
  readonly value: string;
  /** `full`: of all bytes. `composite`: of the checksums of the parts, one after the other. */
  readonly of: 'full' | 'composite';
  /** How many parts a composite one is of. */
  readonly parts?: number | undefined;
}

/** One tag of an object, in plain text. */
export interface ObjectTag {
  readonly key: string;
  readonly value: string;
}

/** How the server encrypts an object, beyond what it does by itself. */
export interface ObjectEncryption {
  readonly kind: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** Of KMS; left out for the bucket's own key. */
  readonly keyId?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

/** What an object says of itself beside its bytes. A write replaces all of it: what is left out is gone. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly expires?: Date | undefined;
  /** Where a bucket that is served as a web site leads instead. */
  readonly redirect?: string | undefined;
  /** `x-amz-meta-*`, names in lower case. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly storageClass?: string | undefined;
  readonly encryption?: ObjectEncryption | undefined;
  readonly tags?: readonly ObjectTag[] | undefined;
}

/** What HEAD says of an object. */
export interface ObjectFacts extends Omit<ObjectAttributes, 'tags'> {
  readonly size: number;
  /** With its quotes, as `If-Match` wants it; undefined where the server gives none that is strong. */
  readonly etag: string | undefined;
  readonly modified: Date | undefined;
  readonly contentType: string | undefined;
  readonly storageClass: string | undefined;
  readonly versionId: string | undefined;
  readonly checksums: readonly ObjectChecksum[];
  /** True where the server encrypts it with a key of the user's (KMS, SSE-C): its ETag is no MD5 then. */
  readonly encrypted: boolean;
  /** How many tags it has, for those who may know; they are asked for by themselves. */
  readonly tagCount?: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One part of an object that was uploaded in parts, in order. */
export interface ObjectPart {
  readonly number: number;
  readonly size: number;
  readonly checksum?: string | undefined;
}

/** When a write is to take place (RFC 9110 section 13.1); otherwise it is refused with `changed`. */
export type WriteCondition = { readonly ifMatch: string } | { readonly ifNoneMatch: '*' };

export interface WriteOptions extends CallOptions, ObjectAttributes {
  readonly condition?: WriteCondition | undefined;
  /** Bytes of the body that have gone out; fewer than before where it is sent once more. */
  readonly onSent?: ((sent: number) => void) | undefined;
}

export interface Written {
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  /** What the server says that it keeps, compared with what was sent. */
  readonly checksum: ObjectChecksum | undefined;
}

/** An upload in parts that is under way at the server. */
export interface PartedUpload {
  readonly place: ObjectPlace;
  readonly uploadId: string;
  /** Undefined where the server takes none: then parts go with `Content-MD5`. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** What the checksum of the whole will be of, as the server says. */
  readonly checksumType?: ObjectChecksum['of'] | undefined;
}

export interface SentPart {
  /** From 1. */
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly checksum?: string | undefined;
}

export interface BucketFacts {
  readonly name: string;
  readonly created: Date | undefined;
  readonly region: string | undefined;
}

export interface NotRemoved {
  readonly key: string;
  /** One sentence. */
  readonly reason: string;
}

export interface RemoveManyOptions extends CallOptions {
  /** ETags of keys: such an object is deleted only while it is that version, as far as the server can see to that. */
  readonly etags?: ReadonlyMap<string, string> | undefined;
  /** Told how many are gone so far. */
  readonly onRemoved?: ((count: number) => void) | undefined;
}

export interface CopyOptions extends CallOptions {
  /** Of the object that is copied: refused with `changed` where it is another one by now. */
  readonly etag?: string | undefined;
  /** Of the place it goes to. */
  readonly condition?: WriteCondition | undefined;
  /** Bytes that are at the new place. */
  readonly onCopied?: ((bytes: number, size: number) => void) | undefined;
}

/**
 * What can be done with the objects of a connection beyond listing and reading. Requests go to the region of the
 * bucket, are signed as the connection says, counted, tried again where that is safe, and cancelled to the socket.
 * Writes throw `unsupported` on a connection that is read-only, before any request.
 *
 * @throws SkybucketError `not-found`, `no-such-bucket`, `access-denied`, `changed` (a condition did not hold), `conflict`
 *   (somebody else writes it at the same time), `damaged` (other bytes are kept than were sent), `unsupported`,
 *   `bad-address`, `server`, `network`, `timeout`, `cancelled`
 */
export interface ObjectStore {
  /** The buckets of the account, all pages. */
  listBuckets(connection: Connection, options?: CallOptions): Promise<readonly BucketFacts[]>;

  /** Undefined where there is no such object. Asks for checksums, too; 403 where a HEAD may not. */
  head(
    connection: Connection,
    place: ObjectPlace,
    options?: CallOptions,
  ): Promise<ObjectFacts | undefined>;

  /** The tags of an object; `access-denied` where they may not be read. */
  tags(
    connection: Connection,
    place: ObjectPlace,
    options?: CallOptions,
  ): Promise<readonly ObjectTag[]>;

  /** Sizes of the parts a composite checksum is of; undefined where the server does not say. */
  parts(
    connection: Connection,
    place: ObjectPlace,
    count: number,
    options?: CallOptions,
  ): Promise<readonly ObjectPart[] | undefined>;

  /** One object in one request (≤ 5 GB), with a checksum where the server takes one; its type by its name unless said. */
  put(
    connection: Connection,
    place: ObjectPlace,
    body: Uint8Array,
    options?: WriteOptions,
  ): Promise<Written>;

  beginUpload(
    connection: Connection,
    place: ObjectPlace,
    options?: WriteOptions,
  ): Promise<PartedUpload>;
  putPart(
    connection: Connection,
    upload: PartedUpload,
    number: number,
    body: Uint8Array,
    options?: WriteOptions,
  ): Promise<SentPart>;
  /** The parts that the server has; undefined where it knows nothing of the upload any more. */
  sentParts(
    connection: Connection,
    upload: PartedUpload,
    options?: CallOptions,
  ): Promise<readonly SentPart[] | undefined>;
  completeUpload(
    connection: Connection,
    upload: PartedUpload,
    parts: readonly SentPart[],
    options?: WriteOptions,
  ): Promise<Written>;
  /** Does nothing where the upload is gone already. */
  abortUpload(connection: Connection, upload: PartedUpload, options?: CallOptions): Promise<void>;

  /**
   * Copies at the server, in parts above 5 GB, with all that the original says of itself. The copy has been compared with the
   * original by size, and by checksum where both have one of the same kind, when this resolves.
   */
  copy(
    connection: Connection,
    from: ObjectPlace,
    to: ObjectPlace,
    options?: CopyOptions,
  ): Promise<Written>;

  /** Does nothing where there is no such object. */
  remove(connection: Connection, place: ObjectPlace, options?: CallOptions): Promise<void>;

  /**
   * Any number of keys, 1,000 a request; what is left is said. Throws where a whole request is refused.
   */
  removeMany(
    connection: Connection,
    bucket: string,
    keys: readonly string[],
    options?: RemoveManyOptions,
  ): Promise<readonly NotRemoved[]>;
}
