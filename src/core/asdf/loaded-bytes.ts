/** Bytes of a file that were read on the way, so that they need not be asked for again. */
export class LoadedBytes {
  private readonly pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = [];

  /** Keeps a copy, so that no longer array is held for it. */
  add(offset: number, bytes: Uint8Array): void {
    this.pieces.push({ offset, bytes: bytes.slice() });
  }

  /** The span, where one piece has all of it. */
  find(offset: number, length: number): Uint8Array | undefined {
    for (const piece of this.pieces) {
      const start = offset - piece.offset;
      if (start >= 0 && start + length <= piece.bytes.length) {
        return piece.bytes.subarray(start, start + length);
      }
    }
    return undefined;
  }
}
