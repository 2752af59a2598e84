/** Deflate as the platform does it. Behind an interface, since Node and browsers do it differently. */
export interface Inflate {
  /**
   * Unpacks gzip members (or one zlib stream) that are all at hand.
   *
   * @param most the most bytes that may come out.
   * @throws SkybucketError `format` for bytes that are not gzip or end early, `too-large` for more than
   *   `most`.
   */
  gunzip(bytes: Uint8Array, most: number): Uint8Array;
}
