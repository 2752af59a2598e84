import { describe, expect, it } from 'vitest';
import { type Extent, ExtentList } from '../../../src/core/bytes/extent-list';

describe('ExtentList', () => {
  it('finds what a plain search finds, over thousands of insertions and removals', () => {
    const list = new ExtentList<Extent>();
    let truth: Extent[] = [];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let step = 0; step < 6000; step++) {
      const offset = random(100_000);
      const extent = { offset, end: offset + 1 + random(12) };
      const overlapping = truth.filter((t) => t.offset < extent.end && t.end > extent.offset);
      if (step % 50 === 0) {
        const found = list.overlapping(extent.offset, extent.end + 200);
        const wide = truth.filter((t) => t.offset < extent.end + 200 && t.end > extent.offset);
        expect(found).toEqual(wide.sort((a, b) => a.offset - b.offset));
      }
      expect(list.overlaps(extent.offset, extent.end)).toBe(overlapping.length > 0);
      if (overlapping.length === 0) {
        list.insert(extent);
        truth.push(extent);
      } else if (step % 3 === 0) {
        overlapping.forEach((old) => expect(list.remove(old)).toBe(true));
        truth = truth.filter((old) => !overlapping.includes(old));
      }
    }
    expect(truth.length).toBeGreaterThan(1000);
    expect([...list]).toEqual(truth.sort((a, b) => a.offset - b.offset));
    expect(list.remove({ offset: truth[0]!.offset, end: truth[0]!.end })).toBe(false);
    truth.forEach((extent) => expect(list.remove(extent)).toBe(true));
    expect(list.isEmpty).toBe(true);
    expect(list.overlapping(0, 1e9)).toEqual([]);
  });
});
