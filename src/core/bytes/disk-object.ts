import type { CachedPiece } from './block-cache';
import type { BlockEntry } from './disk-pack';
import { type Extent, ExtentList } from './extent-list';
import type { Span } from './source';

/** A block in a pack on disk. */
export interface StoredBlock {
  readonly pack: string;
  readonly position: number;
  readonly length: number;
  readonly crc: number;
}

/** Bytes waiting to be written. */
export interface PendingPiece extends Extent, CachedPiece {
  readonly block?: undefined;
}

/** Bytes in a block, from `at` on. */
interface StoredPiece extends Extent {
  readonly block: StoredBlock;
  readonly at: number;
}

export interface DiskObjectHost {
  /** The bytes of a block, checked; undefined where they are gone or damaged. */
  load(object: DiskObject, block: StoredBlock): Promise<Uint8Array | undefined>;
  /** Off, nothing is found. */
  readonly on: boolean;
  /** Whether bytes are taken now. */
  readonly accepting: boolean;
  /** Some more bytes of `object` wait to be written. */
  added(object: DiskObject, bytes: number): void;
}

/**
 * What the disk cache has of one version of an object, those bytes included that are not written yet.
 * What there is can be told at once, from an index in memory. Pieces are disjoint.
 */
export class DiskObject {
  private pieces = new ExtentList<PendingPiece | StoredPiece>();
  private readonly pending = new Set<PendingPiece>();

  constructor(
    readonly id: string,
    readonly key: string,
    private readonly host: DiskObjectHost,
  ) {}

  /** What there is of `[start, end)`, in order, cut to it. Each of them is one {@link read}. */
  find(start: number, end: number): Span[] {
    if (!this.host.on) {
      return [];
    }
    return this.pieces.overlapping(start, end).map((piece) => {
      const offset = Math.max(start, piece.offset);
      return { offset, length: Math.min(end, piece.end) - offset };
    });
  }

  /**
   * The bytes of a span that {@link find} gave, a copy. Undefined where some turn out to be gone or
   * damaged; then nothing of their pack is found any more.
   */
  async read(offset: number, length: number): Promise<Uint8Array | undefined> {
    const end = offset + length;
    const result = new Uint8Array(length);
    let at = offset;
    // More than one where a pending piece was written to several blocks since it was found.
    for (const piece of this.pieces.overlapping(offset, end)) {
      const bytes = piece.offset <= at ? await this.bytesOf(piece) : undefined;
      if (!bytes) {
        return undefined;
      }
      const to = Math.min(end, piece.end);
      result.set(bytes.subarray(at - piece.offset, to - piece.offset), at - offset);
      at = to;
    }
    return at === end ? result : undefined;
  }

  /** Keeps those of `bytes` that are new; the caller does not write to them again. */
  put(offset: number, bytes: Uint8Array): void {
    if (!this.host.accepting) {
      return;
    }
    let added = 0;
    for (const { offset: start, length } of this.missing(offset, offset + bytes.length)) {
      const part = bytes.subarray(start - offset, start - offset + length);
      const piece: PendingPiece = { offset: start, end: start + length, bytes: part };
      this.pieces.insert(piece);
      this.pending.add(piece);
      added += length;
    }
    if (added > 0) {
      this.host.added(this, added);
    }
  }

  /** Adds what a pack has and is not here yet: two windows may have written the same. */
  addPack(pack: string, entries: readonly BlockEntry[]): void {
    for (const { spans, position, length, crc } of entries) {
      const block: StoredBlock = { pack, position, length, crc };
      let at = 0;
      for (const span of spans) {
        for (const part of this.missing(span.offset, span.offset + span.length)) {
          const piece: StoredPiece = {
            offset: part.offset,
            end: part.offset + part.length,
            block,
            at: at + part.offset - span.offset,
          };
          this.pieces.insert(piece);
        }
        at += span.length;
      }
    }
  }

  /** What waits to be written, in order. It stays until it is {@link settle}d. */
  waiting(): PendingPiece[] {
    return [...this.pending].sort((a, b) => a.offset - b.offset);
  }

  /** `pieces`, which {@link waiting} gave, wait no longer: they are in packs now, or given up. */
  settle(pieces: Iterable<PendingPiece>): void {
    for (const piece of pieces) {
      if (this.pending.delete(piece)) {
        this.pieces.remove(piece);
      }
    }
  }

  /** Its packs are gone; what waits to be written still does. */
  evicted(): void {
    this.pieces = new ExtentList();
    this.pending.forEach((piece) => this.pieces.insert(piece));
  }

  private async bytesOf(piece: PendingPiece | StoredPiece): Promise<Uint8Array | undefined> {
    if (piece.block === undefined) {
      return piece.bytes;
    }
    const bytes = await this.host.load(this, piece.block);
    if (!bytes) {
      this.dropPack(piece.block.pack);
      return undefined;
    }
    return bytes.subarray(piece.at, piece.at + piece.end - piece.offset);
  }

  /** Once for all of its pieces, so that what is wanted of them from now on is asked for together. */
  private dropPack(pack: string): void {
    for (const piece of [...this.pieces].filter(({ block }) => block?.pack === pack)) {
      this.pieces.remove(piece);
    }
  }

  private missing(start: number, end: number): Span[] {
    const gaps: Span[] = [];
    let at = start;
    for (const piece of this.pieces.overlapping(start, end)) {
      if (at < piece.offset) {
        gaps.push({ offset: at, length: piece.offset - at });
      }
      at = piece.end;
    }
    if (at < end) {
      gaps.push({ offset: at, length: end - at });
    }
    return gaps;
  }
}
