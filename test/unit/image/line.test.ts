import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { LineBins } from '../../../src/core/image/line';
import { KEPT_PIXELS, PlaneLine } from '../../../src/core/image/line';
import type { PlaneOptions, PlaneRow } from '../../../src/core/image/plane';
import { PIECE_PIXELS } from '../../../src/core/image/row-batches';
import truth from './line-truth.json';
import { MemoryPlane } from './memory-plane';
import { decoded, numbers } from './truth';
import { VastPlane } from './vast-plane';

const values = decoded('float64', truth.line) as Float64Array;
const lineOf = (numbers: Float64Array): PlaneLine =>
  new PlaneLine(new MemoryPlane(numbers.length, numbers));

function isClose(ours: Float64Array, theirs: readonly (number | string)[]): void {
  const expected = numbers(theirs);
  expect(ours.length).toBe(expected.length);
  ours.forEach((value, i) => {
    if (Number.isNaN(expected[i])) {
      expect(value).toBeNaN();
    } else {
      expect(Math.abs(value / (expected[i] as number) - 1)).toBeLessThan(1e-14);
    }
  });
}

describe('bins of a line', () => {
  it.each(truth.bins)('agree with numpy: [$x0, $x1) by $step', async (bins) => {
    const made = await lineOf(values).bins(bins, bins.points);
    expect(made).toMatchObject({ x0: bins.x0, step: bins.step });
    expect(made.kind).toBe(bins.step === 1 ? 'exact' : 'averaged');
    isClose(made.mean, bins.mean);
    expect([...made.min]).toEqual(numbers(bins.min));
    expect([...made.max]).toEqual(numbers(bins.max));
  });

  it('of one pixel each are the pixels, but for what is not finite', async () => {
    const made = await lineOf(values).bins({ x0: 190, x1: 210 }, 500);
    const pixels = [...values.subarray(190, 210)].map((v) => (Number.isFinite(v) ? v : NaN));
    for (const part of [made.mean, made.min, made.max]) {
      expect([...part]).toEqual(pixels);
    }
  });

  it('have a mean even where the sum is beyond the largest double', async () => {
    const made = await lineOf(Float64Array.of(1.7e308, 1.7e308, -1, 1.5)).bins({ x0: 0, x1: 4 }, 2);
    expect([...made.mean]).toEqual([1.7e308, 0.25]);
  });
});

describe('reading a line', () => {
  it('keeps the part read last, for looking closer', async () => {
    const plane = new MemoryPlane(1009, values);
    const line = new PlaneLine(plane);
    await line.bins({ x0: 100, x1: 200 }, 50);
    await line.bins({ x0: 150, x1: 160 }, 50);
    expect(plane.plans).toBe(1);
    await line.bins({ x0: 150, x1: 201 }, 50);
    expect(plane.plans).toBe(2);
  });

  it('takes bounded memory for a line of any length', async () => {
    const width = 3 * KEPT_PIXELS + 17;
    const plane = new WatchedPlane(width, 1);
    const made = await new PlaneLine(plane).bins({ x0: 0, x1: width }, 64);
    expect(plane.longest).toBe(PIECE_PIXELS);
    expect(plane.mostAtOnce).toBeLessThanOrEqual(KEPT_PIXELS / PIECE_PIXELS);
    expect(plane.bytes).toBe(width * 4);
    expect(made.mean.length).toBe(64);
    expect(made.mean.every((value) => value === 0)).toBe(true);
  });

  it('stops at once when it is cancelled, and is asked anew', async () => {
    const plane = new WatchedPlane(4 * KEPT_PIXELS, 1);
    const line = new PlaneLine(plane);
    const stop = new AbortController();
    const asked = line.bins({ x0: 0, x1: plane.width }, 64, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(plane.bytes).toBeLessThanOrEqual(KEPT_PIXELS * 4);
    expect(plane.signals.every((signal) => signal?.aborted)).toBe(true);
    await expect(line.bins({ x0: 0, x1: 10 }, 64)).resolves.toBeDefined();
  });

  it('goes on over broken pixels, and keeps the word of them', async () => {
    const plane = new BrokenPlane(100, 1);
    const line = new PlaneLine(plane);
    const { broken } = await line.bins({ x0: 0, x1: 100 }, 10);
    expect(broken).toBe('Tile 3 is broken.');
    expect((await line.bins({ x0: 5, x1: 9 }, 10)).broken).toBe(broken);
    expect(plane.requests).toBe(1);
  });

  it('fails where the file lacks the row, and leaves no failure behind unheard', async () => {
    const plane = new MemoryPlane(4 * PIECE_PIXELS, new Float64Array(4 * PIECE_PIXELS), {
      rowsPresent: 0,
    });
    const asked: Promise<LineBins> = new PlaneLine(plane).bins({ x0: 0, x1: plane.width }, 64);
    await expect(asked).rejects.toMatchObject({ code: 'truncated' });
  });
});

class BrokenPlane extends VastPlane {
  override async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow> {
    options.onBroken?.(new SkybucketError('format', 'Tile 3 is broken.'));
    options.onBroken?.(new SkybucketError('format', 'Tile 4 is broken.'));
    yield* super.rows(ys, x0, x1);
  }
}

/** Counts how many pieces are held at a time. */
class WatchedPlane extends VastPlane {
  longest = 0;
  mostAtOnce = 0;
  readonly signals: (AbortSignal | undefined)[] = [];
  #open = 0;

  override async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options: PlaneOptions = {},
  ): AsyncGenerator<PlaneRow> {
    this.longest = Math.max(this.longest, x1 - x0);
    this.signals.push(options.signal);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#open);
    try {
      yield* super.rows(ys, x0, x1);
    } finally {
      this.#open--;
    }
  }
}
