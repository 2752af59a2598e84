import { describe, expect, it } from 'vitest';
import { PlaneSky } from '../../../src/core/sky/plane-sky';
import {
  regionStatistics,
  type RegionStatisticsStep,
} from '../../../src/core/regions/region-statistics';
import { countPixels, type RowSpans } from '../../../src/core/regions/row-spans';
import type { Shape } from '../../../src/core/regions/shape';
import { shapeSpans } from '../../../src/core/regions/shape-spans';
import { skyArea } from '../../../src/core/regions/sky-area';
import type { Plane } from '../../../src/core/image/plane';
import { MemoryPlane, placePlane } from '../image/memory-plane';
import { imagePlane, shapeOf, truth, wcsOf } from './support/truth';

const { width, height } = truth.image;

function finished<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) {
      return value;
    }
  }
}

/** The columns of each row that are inside. */
function drawn(rows: RowSpans): string[] {
  return Array.from({ length: height }, (_, y) => {
    const row = new Array<string>(width).fill('.');
    for (const { x0, x1 } of y >= rows.y0 && y < rows.y1 ? rows.spans(y) : []) {
      row.fill('#', x0, x1);
    }
    return row.join('');
  });
}

function unpacked(base64: string): string[] {
  const bytes = Buffer.from(base64, 'base64');
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = bits.replaceAll('0', '.').replaceAll('1', '#');
  return Array.from({ length: height }, (_, y) => text.slice(y * width, (y + 1) * width));
}

async function last(
  plane: Plane,
  shape: Shape,
  options?: { signal?: AbortSignal; now?: () => number },
): Promise<RegionStatisticsStep> {
  let step: RegionStatisticsStep | undefined;
  for await (step of regionStatistics(plane, shape, undefined, options));
  if (step === undefined) {
    throw new Error('There was no step.');
  }
  return step;
}

const cases = truth.masks.map((mask, k) => [`${k} ${mask.shape.kind}`, mask] as const);

describe('the pixels of a shape', () => {
  it.each(cases)('are those of the masks of `regions`: %s', (_, { shape, mask, pixels }) => {
    const rows = shapeSpans(shapeOf(shape), { width, height });
    expect(drawn(rows)).toEqual(unpacked(mask));
    expect(finished(countPixels(rows))).toBe(pixels);
  });

  it('are none of points and lines', () => {
    for (const shape of [
      { kind: 'point', x: 3, y: 4 },
      { kind: 'line', from: [1, 2], to: [30, 40] },
    ]) {
      expect(drawn(shapeSpans(shapeOf(shape), { width, height })).join('')).not.toContain('#');
    }
  });
});

describe('statistics of a shape', () => {
  it.each(cases)('are numpy’s: %s', async (_, { shape, ...expected }) => {
    const step = await last(imagePlane(), shapeOf(shape));
    expect(step).toMatchObject({
      ...{ pixels: expected.pixels, pixelsInBox: expected.pixels, finite: expected.finite },
      medianExact: true,
    });
    expect(step.min?.value).toBe(expected.min ?? undefined);
    expect(step.max?.value).toBe(expected.max ?? undefined);
    for (const key of ['sum', 'mean', 'median', 'deviation', 'rms'] as const) {
      expect(Math.abs(step[key] - (expected[key] ?? NaN)) > 1e-9, key).toBe(false);
      expect(Number.isNaN(step[key]), key).toBe(expected[key] === null);
    }
  });

  it('read only rows and columns of the shape', async () => {
    const plane = placePlane(2000, 500, { bytesPerRow: 8000 });
    const shape = { kind: 'circle', x: 1000, y: 200, radius: 20 } as const;
    const { pixels } = await last(plane, shape);
    expect(plane.plans).toBe(1);
    expect([...plane.rowsRead].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 39 }, (_, k) => 181 + k),
    );
    expect(plane.pixelsRead.size).toBe(39 * 39);
    expect(pixels).toBe(1245);
  });

  it('read about its own pixels of a slanted strip', async () => {
    const plane = placePlane(1000, 1000);
    const shape = { kind: 'box', x: 500, y: 500, width: 4000, height: 4, angle: 45 } as const;
    const { pixels } = await last(plane, shape);
    expect(pixels).toBeGreaterThan(4900);
    // Not the million of the box around it.
    expect(plane.pixelsRead.size).toBeLessThan(200_000);
    expect(plane.plans).toBeLessThan(12);
  });

  it('read rows that are stored together once', async () => {
    const plane = placePlane(1000, 1000, { rowsPerBlock: 100 });
    const shape = { kind: 'box', x: 500, y: 500, width: 4000, height: 4, angle: 45 } as const;
    await last(plane, shape);
    expect(new Set(plane.rowsRead).size).toBe(plane.rowsRead.length);
  });

  it('read very long rows in pieces', async () => {
    const plane = new MemoryPlane(2 ** 20 + 3, new Float32Array(2 ** 20 + 3).fill(2));
    const step = await last(plane, {
      kind: 'box',
      x: 2 ** 19,
      y: 0,
      width: 2 ** 21,
      height: 3,
      angle: 0,
    });
    expect(step).toMatchObject({ pixels: 2 ** 20 + 3, sum: 2 ** 21 + 6, rms: 2, deviation: 0 });
    expect(plane.longest).toBe(2 ** 20);
  });

  it('ask for a few MB at a time', async () => {
    const plane = placePlane(64, 64, { bytesPerRow: 2 ** 20 });
    const shape = { kind: 'circle', x: 32, y: 32, radius: 30 } as const;
    await last(plane, shape);
    expect(plane.plans).toBeGreaterThan(8);
  });

  it('fail where the file ends early, and stop when they are cancelled', async () => {
    const shape = { kind: 'circle', x: 32, y: 24, radius: 20 } as const;
    await expect(last(imagePlane({ rowsPresent: 30 }), shape)).rejects.toMatchObject({
      code: 'truncated',
    });
    const stop = new AbortController();
    const plane = imagePlane({ bytesPerRow: 2 ** 22 });
    const now = (): number => {
      if (plane.rowsRead.length >= 5) {
        stop.abort();
      }
      return 0;
    };
    await expect(last(plane, shape, { signal: stop.signal, now })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(plane.rowsRead.length).toBeLessThan(20);
  });

  it('tell how far they are', async () => {
    let time = 0;
    const steps: RegionStatisticsStep[] = [];
    const shape = { kind: 'circle', x: 32, y: 24, radius: 10 } as const;
    const options = { now: () => (time += 100) };
    for await (const step of regionStatistics(imagePlane(), shape, undefined, options)) {
      steps.push(step);
    }
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.every(({ pixelsInBox }) => pixelsInBox === 305)).toBe(true);
    expect(steps.at(-1)?.pixels).toBe(305);
  });

  it('are refused of more rows than can be gone through', async () => {
    const vast = { ...placePlane(1, 1), width: 1, height: 2 ** 40 } as unknown as Plane;
    const shape = { kind: 'box', x: 0, y: 0, width: 2, height: 2 ** 39, angle: 0 } as const;
    await expect(last(vast, shape)).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('the part of the sky', () => {
  it.each(truth.areas.map((area) => [area.header.CTYPE1, area.shape.kind, area] as const))(
    'is the sum of the areas of its pixels: %s %s',
    (_type, _kind, { header, shape, area, ...size }) => {
      const sky = new PlaneSky(wcsOf(header), []);
      const rows = shapeSpans(shapeOf(shape), size);
      const found = finished(skyArea(sky, rows)) ?? NaN;
      const exact = finished(countPixels(rows)) <= 65_536;
      expect(Math.abs(found / area - 1)).toBeLessThan(
        exact ? 1e-6 : header.CTYPE1.endsWith('AIT') ? 1e-3 : 1e-4,
      );
    },
  );
});
