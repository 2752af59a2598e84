import type { PackedArray } from './packed-tile';

/** Arrays by their place in the heap. */
export class ArrayFinder {
  private readonly arrays: readonly PackedArray[];
  /** For each array the furthest end of it and those before it. */
  private readonly ends: Float64Array;

  constructor(arrays: readonly PackedArray[]) {
    this.arrays = [...arrays].sort((a, b) => a.start - b.start);
    this.ends = new Float64Array(arrays.length);
    let end = 0;
    this.arrays.forEach(({ start, length }, i) => {
      end = Math.max(end, start + length);
      this.ends[i] = end;
    });
  }

  /** Those that overlap `length` bytes from `offset` on. */
  under(offset: number, length: number): PackedArray[] {
    let low = 0;
    for (let high = this.ends.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    const found: PackedArray[] = [];
    for (; (this.arrays[low]?.start ?? Infinity) < offset + length; low += 1) {
      const array = this.arrays[low] as PackedArray;
      if (array.start + array.length > offset) {
        found.push(array);
      }
    }
    return found;
  }
}
