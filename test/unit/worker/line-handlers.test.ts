import { describe, expect, it } from 'vitest';
import { PlaneView } from '../../../src/core/image/plane-view';
import type { LineReply } from '../../../src/protocol/methods';
import { MOST_LINE_POINTS } from '../../../src/protocol/methods';
import { lineHandlers } from '../../../src/worker/line-handlers';
import { MemoryPlane } from '../image/memory-plane';

const plane = (): MemoryPlane =>
  new MemoryPlane(
    100,
    Float64Array.from({ length: 100 }, (_, i) => i),
  );
const call = { signal: new AbortController().signal, progress: async () => undefined };
const REF = { hdu: 0, slice: [] };

const numbers = (bytes: Uint8Array): number[] => [...new Float64Array(bytes.slice().buffer)];

function asking(
  planes: readonly MemoryPlane[],
): (x0: number, x1: number, points: number, hdu?: number) => Promise<LineReply> {
  const views = planes.map((each) => new PlaneView(each));
  const handlers = lineHandlers(async ({ hdu }) => views[hdu] as PlaneView);
  return (x0, x1, points, hdu = 0) => handlers.line({ ...REF, hdu, x0, x1, points }, call);
}

describe('line', () => {
  it('answers with float64 bins', async () => {
    const { mean, min, max, ...bins } = await asking([plane()])(10, 50, 4);
    expect(bins).toEqual({ x0: 10, step: 10, kind: 'averaged', broken: undefined });
    expect(numbers(mean)).toEqual([14.5, 24.5, 34.5, 44.5]);
    expect(numbers(min)).toEqual([10, 20, 30, 40]);
    expect(numbers(max)).toEqual([19, 29, 39, 49]);
  });

  it('keeps the values of the line last looked at, and of no other', async () => {
    const planes = [plane(), plane()] as const;
    const ask = asking(planes);
    await ask(0, 100, 10);
    await ask(3, 9, 10);
    expect(planes[0].plans).toBe(1);
    await ask(0, 100, 10, 1);
    await ask(0, 100, 10);
    expect(planes.map(({ plans }) => plans)).toEqual([2, 1]);
  });

  it.each([
    [-1, 5, 10],
    [0, 101, 10],
    [5, 5, 10],
    [0.5, 5, 10],
    [0, NaN, 10],
    [0, 5, 0],
    [0, 5, 1.5],
    [0, 5, MOST_LINE_POINTS + 1],
  ])('refuses [%d, %d) in %d points', async (x0, x1, points) => {
    await expect(asking([plane()])(x0, x1, points)).rejects.toMatchObject({ code: 'protocol' });
  });
});
