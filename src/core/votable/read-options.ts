import type { Inflate } from '../bytes/inflate';

/** What has been read so far. */
export interface VoProgress {
  /** Rows of all tables. */
  readonly rows: number;
  /** Bytes of the document. */
  readonly bytes: number;
}

/**
 * Opens what a STREAM refers to.
 *
 * @param href as it stands in the file, which may say anything: the opener decides what may be followed
 *   (trust rules), and throws SkybucketError `bad-address` for what may not.
 */
export type OpenHref = (
  href: string,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<AsyncIterable<Uint8Array>>;

export interface ReadVoTableOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows of all tables that are kept at most; where there are more, the document is cut there. */
  readonly mostRows?: number | undefined;
  /** Bytes that the rows may take in memory; left out: 1 GiB. The document is cut where they are more. */
  readonly mostBytes?: number | undefined;
  /** Called every so often while rows are read, and at the end. */
  readonly onProgress?: ((progress: VoProgress) => void) | undefined;
  /** The charset of the content type: what a document without a byte order mark and without a word of its own is in. */
  readonly charset?: string | undefined;
  /** Opens what a STREAM refers to; left out: nothing is followed. */
  readonly open?: OpenHref | undefined;
  /** For streams and tables that are compressed; left out: they cannot be read. */
  readonly inflate?: Inflate | undefined;
}
