import { createHash } from 'node:crypto';

/** The bytes of an object, read piece by piece, so that they need not exist anywhere as a whole. */
export interface ObjectBody {
  readonly size: number;
  /** Returns exactly `length` bytes from `offset`; the span lies within the object. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

export interface StoredObject {
  readonly key: string;
  readonly body: ObjectBody;
  /** With its quotes, as it stands in the header. */
  readonly etag: string;
  /** Whole seconds, because `Last-Modified` has no more. */
  readonly lastModified: Date;
  readonly contentType: string;
  readonly storageClass: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly versionId: string | undefined;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly storageClass?: string;
  /** Without quotes. Left out: the MD5 of the bytes, or a multipart-like one for generated bodies. */
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Keeps this version readable by `?versionId=` after the key has been put again. */
  readonly versionId?: string;
}

const defaultModified = new Date('2024-05-01T10:20:30Z');
const partSize = 8 * 1024 * 1024;

export function bytesBody(bytes: Uint8Array): ObjectBody {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

export function md5(content: Uint8Array | string): string {
  return createHash('md5').update(content).digest('hex');
}

/** An ETag in the form of a multipart upload, for content that is never hashed as a whole. */
export function syntheticEtag(name: string, size: number): string {
  return `${md5(name)}-${Math.max(1, Math.ceil(size / partSize))}`;
}

/** An object with S3's defaults for everything that is not said. */
export function storedObject(
  key: string,
  content: Uint8Array | string | ObjectBody,
  options: PutOptions = {},
): StoredObject {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const lazy = !(bytes instanceof Uint8Array);
  const body = lazy ? bytes : bytesBody(bytes);
  const modified = options.lastModified ?? defaultModified;
  let etag = options.etag;
  return {
    key,
    body,
    get etag() {
      etag ??= lazy ? syntheticEtag(`${key}:${body.size}`, body.size) : md5(bytes);
      return `"${etag}"`;
    },
    lastModified: new Date(Math.floor(modified.getTime() / 1000) * 1000),
    contentType: options.contentType ?? 'binary/octet-stream',
    storageClass: options.storageClass ?? 'STANDARD',
    metadata: options.metadata ?? {},
    versionId: options.versionId,
  };
}
