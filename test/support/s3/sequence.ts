import { compareKeys } from './keys';
import type { StoredObject } from './objects';

/**
 * Objects in key order that need not exist until they are asked for. A listing of millions of keys
 * looks at those of one page and at the ones a binary search touches, never at the rest.
 */
export interface ObjectSequence {
  readonly count: number;
  /** Strictly ascending in the order of {@link compareKeys}. */
  keyAt(index: number): string;
  objectAt(index: number): StoredObject;
}

/** First index from `low` on whose key does not satisfy `isBefore`, which holds for a leading run. */
export function firstIndex(
  sequence: ObjectSequence,
  isBefore: (key: string) => boolean,
  low = 0,
): number {
  let high = sequence.count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isBefore(sequence.keyAt(middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

export function findKey(sequence: ObjectSequence, key: string): StoredObject | undefined {
  const index = firstIndex(sequence, (other) => compareKeys(other, key) < 0);
  return index < sequence.count && sequence.keyAt(index) === key
    ? sequence.objectAt(index)
    : undefined;
}

/** Objects that are all in memory. They are sorted when next listed, not at every put. */
export class MemoryObjects implements ObjectSequence {
  private readonly objects = new Map<string, StoredObject>();
  private sorted: string[] | undefined;

  put(object: StoredObject): void {
    if (!this.objects.has(object.key)) {
      this.sorted = undefined;
    }
    this.objects.set(object.key, object);
  }

  delete(key: string): void {
    if (this.objects.delete(key)) {
      this.sorted = undefined;
    }
  }

  get(key: string): StoredObject | undefined {
    return this.objects.get(key);
  }

  get count(): number {
    return this.objects.size;
  }

  keyAt(index: number): string {
    this.sorted ??= [...this.objects.keys()].sort(compareKeys);
    return this.sorted[index] as string;
  }

  objectAt(index: number): StoredObject {
    return this.objects.get(this.keyAt(index)) as StoredObject;
  }
}
