import { describe, expect, it } from 'vitest';
import { ContourLines } from '../../../src/core/contours/contour-lines';
import { contours } from '../../../src/core/contours/contours';
import { smoothed } from '../../../src/core/contours/smooth';
import { PlaneView } from '../../../src/core/image/plane-view';
import { MemoryPlane, placePlane } from '../image/memory-plane';
import { decoded } from '../image/truth';
import { imagePlane, numbers, truth } from './support/truth';

type Segment = readonly number[];

/** Single pieces of lines, whichever way round. */
function pieces(line: ArrayLike<number>): Segment[] {
  const found: Segment[] = [];
  for (let k = 0; k + 3 < line.length; k += 2) {
    const piece = Array.from({ length: 4 }, (_, i) => line[k + i] as number);
    if (piece.every(Number.isFinite)) {
      found.push(piece);
    }
  }
  return found;
}

/** The same pieces, each within the tolerance at both ends. */
function expectSame(ours: readonly Segment[], theirs: readonly Segment[], tolerance: number): void {
  const long = ([a = 0, b = 0, c = 0, d = 0]: Segment): boolean =>
    Math.hypot(c - a, d - b) > 4 * tolerance;
  const sorted = (all: readonly Segment[]): Segment[] =>
    all
      .filter(long)
      .map(([a = 0, b = 0, c = 0, d = 0]) =>
        a < c - tolerance || (Math.abs(a - c) <= tolerance && b < d) ? [a, b, c, d] : [c, d, a, b],
      );
  const left = sorted(theirs);
  for (const segment of sorted(ours)) {
    const at = left.findIndex((other) =>
      other.every((value, k) => Math.abs(value - (segment[k] as number)) <= tolerance),
    );
    expect(at, `${segment.join()} of ours`).not.toBe(-1);
    left.splice(at, 1);
  }
  expect(left).toEqual([]);
}

describe('contour lines', () => {
  it.each(truth.grids.map((grid, k) => [k, grid.level, grid] as const))(
    'are contourpy’s, of saddles and equal values: grid %d at %d',
    (_, level, { width, values, segments }) => {
      const cells = {
        width,
        height: values.length / width,
        values: Float64Array.from(numbers(values)),
      };
      const lines = [...new ContourLines(cells).lines(level)];
      expectSame(lines.flatMap(pieces), segments, 1e-9);
    },
  );

  it('are closed where nothing cuts them, with what is higher to the left', () => {
    const values = new Float64Array(25);
    values[12] = 1;
    const [ring, ...more] = [...new ContourLines({ width: 5, height: 5, values }).lines(0.5)];
    expect(more).toEqual([]);
    expect(ring?.length).toBe(10);
    expect([...(ring ?? [])].slice(0, 2)).toEqual([...(ring ?? [])].slice(-2));
    // Counterclockwise around (2, 2): twice its area is 1.
    const area = pieces(ring ?? []).reduce(
      (sum, [a = 0, b = 0, c = 0, d = 0]) => sum + a * d - c * b,
      0,
    );
    expect(area).toBe(1);
  });

  it('of a level that nothing reaches, or of a single row, are none', () => {
    const values = Float64Array.of(1, 2, 3);
    expect([...new ContourLines({ width: 3, height: 1, values }).lines(2)]).toEqual([]);
    expect([...new ContourLines({ width: 1, height: 3, values }).lines(9)]).toEqual([]);
  });
});

describe('smoothing', () => {
  it.each(truth.smooth.map((each) => [each.sigma, each] as const))(
    'by %d is astropy’s and scipy’s',
    async (sigma, { values, full, inner, reach }) => {
      const { width, height } = truth.image;
      const image = Float64Array.from(imagePlane().values, (value) =>
        Number.isFinite(value) ? value : NaN,
      );
      const ours = await smoothed({ width, height, values: image }, sigma);
      const theirs = decoded('float64', values);
      for (const [k, value] of theirs.entries()) {
        expect(Number.isNaN(ours.values[k])).toBe(Number.isNaN(value));
        expect(Math.abs((ours.values[k] as number) - value) > 1e-9).toBe(false);
      }
      const size = 40 - 2 * reach;
      const scipy = decoded('float64', inner);
      const noise = { width: 40, height: 40, values: decoded('float64', full) as Float64Array };
      const smooth = await smoothed(noise, sigma);
      for (const [k, value] of scipy.entries()) {
        const at = (Math.floor(k / size) + reach) * 40 + (k % size) + reach;
        expect(smooth.values[at]).toBeCloseTo(value, 12);
      }
    },
  );
});

describe('contours of an image', () => {
  const { width, height } = truth.image;
  const box = { x0: 0, y0: 0, x1: width, y1: height };

  it.each(truth.contours.map((each) => [each.step, each.smooth, each.level, each] as const))(
    'are those of means of %d pixels, smoothed by %d, at %d',
    async (step, smooth, level, { segments }) => {
      const view = new PlaneView(imagePlane({ local: true }));
      const [found] = await contours(view, { box, step, smooth, levels: [level] });
      expect(found?.level).toBe(level);
      // Positions are float32.
      expectSame(pieces(found?.positions ?? []), segments, 1e-4);
    },
  );

  it('of a part of the image, at the pixels it has there', async () => {
    const plane = placePlane(3000, 40, { local: true });
    const view = new PlaneView(plane);
    const part = { x0: 500, y0: 8, x1: 2900, y1: 24 };
    const done: number[] = [];
    const onProgress = (share: number): void => void done.push(share);
    const asked = { box: part, step: 1, smooth: 0, levels: [20_000.5, 12_345] };
    const [first, second] = await contours(view, asked, { onProgress });
    expect([...(first?.positions ?? [])].slice(0, 4)).toHaveLength(4);
    const ys = [...(second?.positions ?? [])].filter((_, k) => k % 2 === 1);
    expect(Math.min(...ys)).toBeCloseTo(12.345 - 2.899, 3);
    expect(Math.max(...ys)).toBeCloseTo(12.345 - 0.5, 3);
    expect(done.at(-1)).toBe(1);
  });

  it('of noise without end are refused, in bounded memory', async () => {
    const values = Float32Array.from({ length: 128 * 128 }, (_, k) => (k * 7919) % 13);
    const view = new PlaneView(new MemoryPlane(128, values, { local: true }));
    const whole = { x0: 0, y0: 0, x1: 128, y1: 128 };
    const levels = Array.from({ length: 12 }, (_, k) => k + 0.5);
    await expect(
      contours(view, { box: whole, step: 1, smooth: 0, levels }, { mostPositions: 10_000 }),
    ).rejects.toMatchObject({ code: 'too-large' });
  });

  it('stop when they are cancelled', async () => {
    const stop = new AbortController();
    const view = new PlaneView(imagePlane({ local: true }));
    const asked = { box, step: 1, smooth: 0, levels: [1] };
    const onProgress = (): void => stop.abort();
    await expect(contours(view, asked, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
