import { createHash } from 'node:crypto';
import type { StoredChecksum } from './checksum';

/** The bytes of an object, read piece by piece, so that they need not exist anywhere as a whole. */
export interface ObjectBody {
  readonly size: number;
  /** Returns exactly `length` bytes from `offset`; the span lies within the object. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** A part of an object that was uploaded in parts. */
export interface StoredPart {
  readonly number: number;
  readonly size: number;
  readonly checksum?: StoredChecksum | undefined;
}

export interface StoredObject {
  readonly key: string;
  readonly body: ObjectBody;
  /** With its quotes, as it stands in the header. */
  readonly etag: string;
  /** Whole seconds, because `Last-Modified` has no more. */
  readonly lastModified: Date;
  readonly contentType: string;
  /** `cache-control` and the like, which are given back as they came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly versionId: string | undefined;
  readonly checksums: readonly StoredChecksum[];
  /** In order; empty where it was put in one. */
  readonly parts: readonly StoredPart[];
  /** What `x-amz-server-side-encryption` says of it. */
  readonly encryption: string | undefined;
  /** As `x-amz-tagging` has them: a query. */
  readonly tagging: string;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  /** Without quotes. Left out: the MD5 of the bytes, or a multipart-like one for generated bodies. */
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Keeps this version readable by `?versionId=` after the key has been put again. */
  readonly versionId?: string;
  readonly checksums?: readonly StoredChecksum[];
  readonly parts?: readonly StoredPart[];
  /** `AES256` or `aws:kms`. */
  readonly encryption?: string;
  readonly tagging?: string;
}

const defaultModified = new Date('2024-05-01T10:20:30Z');
const partSize = 8 * 1024 * 1024;

export function bytesBody(bytes: Uint8Array): ObjectBody {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** The bytes of several bodies, one after the other. */
export function joinedBody(bodies: readonly ObjectBody[]): ObjectBody {
  const starts: number[] = [];
  let size = 0;
  for (const body of bodies) {
    starts.push(size);
    size += body.size;
  }
  const indexAt = (offset: number): number => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      [low, high] = (starts[middle] as number) <= offset ? [middle, high] : [low, middle];
    }
    return low;
  };
  return {
    size,
    async read(offset, length) {
      const first = indexAt(offset);
      const inside = offset - (starts[first] ?? 0);
      const body = bodies[first];
      if (body !== undefined && inside + length <= body.size) {
        return body.read(inside, length);
      }
      const out = new Uint8Array(length);
      for (let index = first, at = offset; at < offset + length; index++) {
        const part = bodies[index] as ObjectBody;
        const from = at - (starts[index] as number);
        const count = Math.min(part.size - from, offset + length - at);
        if (count > 0) {
          out.set(await part.read(from, count), at - offset);
          at += count;
        }
      }
      return out;
    },
  };
}

/** The same of bytes, none of them copied until they are read. */
export function piecesBody(pieces: readonly Uint8Array[]): ObjectBody {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined
    ? bytesBody(only)
    : joinedBody(pieces.map(bytesBody));
}

/** A span of another body. */
export function spanBody(body: ObjectBody, start: number, length: number): ObjectBody {
  return { size: length, read: (offset, count) => body.read(start + offset, count) };
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
    headers: options.headers ?? {},
    storageClass: options.storageClass ?? 'STANDARD',
    metadata: options.metadata ?? {},
    versionId: options.versionId,
    checksums: options.checksums ?? [],
    parts: options.parts ?? [],
    encryption: options.encryption,
    tagging: options.tagging ?? '',
  };
}
