import type { Ask, Meter } from './meter';

/**
 * Where bytes come from. Every reader in the core works on this interface alone, so a file on disk,
 * an object on S3 and an https link are read by the same code.
 */

/** A half-open span of bytes, `[offset, offset + length)`, counted from the start of the object. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * What tells one version of an object from another. Two reads may be combined only when their
 * identities are equal.
 */
export type Identity =
  | { readonly kind: 'etag'; readonly etag: string }
  | { readonly kind: 'modified'; readonly size: number; readonly modified: string }
  | { readonly kind: 'unknown' };

export interface ReadOptions {
  /** Aborts the read down to the socket (or the file handle). The promise then rejects with `code: 'cancelled'`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called while the body comes in: `buffer[0, filled)` is final. Lets a reader of many spans use the
   * first of a merged request before its last byte is there.
   */
  readonly onFill?: ((filled: number, buffer: Uint8Array) => void) | undefined;
  /** Counts this read; see meter.ts. */
  readonly meter?: Meter | undefined;
  /**
   * The need as `meter` saw it, where it was known before this call (the read waited in a queue).
   * Left out: the read is needed now.
   */
  readonly ask?: Ask | undefined;
}

export interface ByteSource {
  /** What people call it: `s3://bucket/key`, an https link without its query, or a path. */
  readonly label: string;

  /** Total length in bytes. May cost one request the first time. */
  size(options?: ReadOptions): Promise<number>;

  /** Identity of the version being read. May cost one request the first time. */
  identity(options?: ReadOptions): Promise<Identity>;

  /**
   * Reads exactly `length` bytes from `offset`.
   *
   * @throws SkybucketError `past-end` if the span leaves the object, `changed` if the object is no
   *   longer the one first read, `cancelled` after an abort, or what the transport says.
   */
  read(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array>;

  /** Releases handles and sockets; later reads fail. */
  close(): Promise<void>;
}
