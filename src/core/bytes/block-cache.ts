import { type Extent, ExtentList } from './extent-list';

/** Cached bytes, `bytes[0]` at `offset` of the object. Not to be written to. */
export interface CachedPiece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Segment extends CachedPiece, Extent {
  readonly key: string;
}

/** What a segment takes beside its bytes, so that very many small ones are bounded too. */
const SEGMENT_OVERHEAD = 256;

/** A view is kept as it is only if it is nearly all of its buffer; else it would pin the rest. */
const MOST_PINNED = 1.25;

/**
 * Bytes of objects, least recently used out first, never more than a bound. What is kept is exactly
 * what was fetched, in segments of any extent: rows read for a coarse view serve a finer one and the
 * coarse one again. Segments of one object are sorted and do not overlap.
 *
 * A key names one *version* of an object (address and identity); the caller sees to that.
 */
export class BlockCache {
  private readonly objects = new Map<string, ExtentList<Segment>>();
  /** Least recently used first: a Set keeps the order of insertion. */
  private readonly recency = new Set<Segment>();
  private held = 0;

  constructor(private bound: number) {}

  /** Memory taken, the overhead of segments included. */
  get bytes(): number {
    return this.held;
  }

  get maxBytes(): number {
    return this.bound;
  }

  resize(maxBytes: number): void {
    this.bound = maxBytes;
    this.evict(maxBytes);
  }

  /** What is held of `[start, end)`, in order, cut to it. */
  find(key: string, start: number, end: number): CachedPiece[] {
    const segments = this.objects.get(key)?.overlapping(start, end) ?? [];
    return segments.map((segment) => {
      this.recency.delete(segment);
      this.recency.add(segment);
      const from = Math.max(start, segment.offset);
      const to = Math.min(end, segment.end);
      const bytes = segment.bytes.subarray(from - segment.offset, to - segment.offset);
      return { offset: from, bytes };
    });
  }

  /** Keeps `bytes` from now on; the caller does not write to them again. */
  put(key: string, offset: number, bytes: Uint8Array): void {
    let start = offset;
    let end = offset + bytes.length;
    // What is held at the edges is left, and the new segment shortened; what is inside is replaced.
    const replaced: Segment[] = [];
    for (const segment of this.objects.get(key)?.overlapping(start, end) ?? []) {
      if (segment.offset <= start) {
        start = segment.end;
      } else if (segment.end > end) {
        end = segment.offset;
      } else {
        replaced.push(segment);
      }
    }
    const cost = end - start + SEGMENT_OVERHEAD;
    if (start >= end || cost > this.bound) {
      return;
    }
    replaced.forEach((segment) => this.remove(segment));
    this.evict(this.bound - cost);
    const kept = unpinned(bytes.subarray(start - offset, end - offset));
    const segment: Segment = { key, offset: start, end, bytes: kept };
    const segments = this.objects.get(key) ?? new ExtentList();
    segments.insert(segment);
    this.objects.set(key, segments);
    this.recency.add(segment);
    this.held += cost;
  }

  clear(): void {
    this.objects.clear();
    this.recency.clear();
    this.held = 0;
  }

  private evict(most: number): void {
    for (const segment of this.recency) {
      if (this.held <= most) {
        return;
      }
      this.remove(segment);
    }
  }

  private remove(segment: Segment): void {
    const segments = this.objects.get(segment.key);
    segments?.remove(segment);
    if (segments?.isEmpty) {
      this.objects.delete(segment.key);
    }
    this.recency.delete(segment);
    this.held -= segment.bytes.length + SEGMENT_OVERHEAD;
  }
}

function unpinned(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > bytes.length * MOST_PINNED ? bytes.slice() : bytes;
}
