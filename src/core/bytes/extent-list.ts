/** A half-open, never empty stretch of an object: `[offset, end)`. */
export interface Extent {
  readonly offset: number;
  readonly end: number;
}

/** Items above this are spread over more buckets, so that an insertion moves few of them. */
const BUCKET = 256;

/** Disjoint extents in order of offset. Finding, inserting and removing stay fast for 100,000 of them. */
export class ExtentList<T extends Extent> {
  /** In order; none is empty. */
  private readonly buckets: T[][] = [];

  get isEmpty(): boolean {
    return this.buckets.length === 0;
  }

  /** Those with bytes of `[start, end)`, in order. */
  overlapping(start: number, end: number): T[] {
    const found: T[] = [];
    let at = this.bucketOf(start);
    let bucket = this.buckets[at];
    let index = bucket ? firstEndingAfter(bucket, start) : 0;
    while (bucket) {
      const item = bucket[index++];
      if (!item) {
        bucket = this.buckets[++at];
        index = 0;
      } else if (item.offset < end) {
        found.push(item);
      } else {
        break;
      }
    }
    return found;
  }

  overlaps(start: number, end: number): boolean {
    const bucket = this.buckets[this.bucketOf(start)];
    const item = bucket?.[firstEndingAfter(bucket, start)];
    return item !== undefined && item.offset < end;
  }

  /** The item overlaps none that is in the list. */
  insert(item: T): void {
    const at = Math.min(this.bucketOf(item.offset), Math.max(0, this.buckets.length - 1));
    const bucket = this.buckets[at];
    if (!bucket) {
      this.buckets.push([item]);
      return;
    }
    bucket.splice(firstEndingAfter(bucket, item.offset), 0, item);
    if (bucket.length > BUCKET) {
      this.buckets.splice(at + 1, 0, bucket.splice(BUCKET / 2));
    }
  }

  /** False if the item is not in the list. */
  remove(item: T): boolean {
    const at = this.bucketOf(item.offset);
    const bucket = this.buckets[at];
    const index = bucket ? firstEndingAfter(bucket, item.offset) : 0;
    if (bucket?.[index] !== item) {
      return false;
    }
    bucket.splice(index, 1);
    if (bucket.length === 0) {
      this.buckets.splice(at, 1);
    }
    return true;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const bucket of this.buckets) {
      yield* bucket;
    }
  }

  /** Index of the bucket with the first item that ends after `position`; past the last if none does. */
  private bucketOf(position: number): number {
    return bisect(this.buckets.length, (at) => (this.buckets[at]?.at(-1)?.end ?? 0) > position);
  }
}

function firstEndingAfter(items: readonly Extent[], position: number): number {
  return bisect(items.length, (index) => (items[index]?.end ?? 0) > position);
}

/** The first index in `[0, length)` where `holds`, which goes from false to true once; else `length`. */
function bisect(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
