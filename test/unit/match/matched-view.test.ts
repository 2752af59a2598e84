import { describe, expect, it } from 'vitest';
import type { Plane } from '../../../src/core/image/plane';
import { PlaneView } from '../../../src/core/image/plane-view';
import { MatchedView } from '../../../src/core/match/matched-view';
import { matchPlanes } from '../../../src/core/match/matching';
import type { OverviewStep } from '../../../src/core/image/overview';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { headerBytes } from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';
import { nodeTools } from '../../../src/worker/node-tools';
import { tmpdir } from 'node:os';
import { CASES, curved, type MatchCase, placed } from './truth';

const SIDE = 4096;

/** A file of one float32 image that is not at hand, each pixel of which is its row. */
async function remote(): Promise<{ plane: Plane; reader: CountingReader }> {
  const cards = [
    'SIMPLE  =                    T',
    'BITPIX  =                  -32',
    'NAXIS   =                    2',
    `NAXIS1  =                 ${SIDE}`,
    `NAXIS2  =                 ${SIDE}`,
    'END',
  ];
  const header = headerBytes(cards.slice(0, -1));
  const reader = new CountingReader(header.length + SIDE * SIDE * 4, (offset, length) => {
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    for (let k = 0; k < length; k += 1) {
      const at = offset + k;
      if (at < header.length) {
        bytes[k] = header[at] as number;
      } else if ((at - header.length) % 4 === 0 && k + 4 <= length) {
        view.setFloat32(k, Math.floor((at - header.length) / 4 / SIDE));
      }
    }
    return bytes;
  });
  const index = new HduIndex(reader);
  const hdu = await index.hdu(0);
  const plane = openPlane(reader, hdu, [], nodeTools(tmpdir()));
  return { plane, reader };
}

function tan(
  degrees: number,
  options: { ra?: number; scale?: number; side?: number } = {},
): string[] {
  const { ra = 10, scale = 1e-5, side = SIDE } = options;
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return Object.entries({
    ...{ NAXIS1: side, NAXIS2: side, CTYPE1: "'RA---TAN'", CTYPE2: "'DEC--TAN'" },
    ...{ CRPIX1: (side + 1) / 2, CRPIX2: (side + 1) / 2, CRVAL1: ra, CRVAL2: 20 },
    ...{ CD1_1: -scale * c, CD1_2: scale * s, CD2_1: scale * s, CD2_2: scale * c },
  }).map(([key, value]) => `${key.padEnd(8)}= ${value}`);
}

async function last(steps: AsyncIterable<OverviewStep>): Promise<OverviewStep> {
  let found: OverviewStep | undefined;
  for await (const step of steps) {
    found = step;
  }
  return found as OverviewStep;
}

async function first(steps: AsyncIterable<OverviewStep>): Promise<OverviewStep> {
  for await (const step of steps) {
    return step;
  }
  throw new Error('No step.');
}

async function viewOf(onto: string[], of: string[]) {
  const { plane, reader } = await remote();
  const matching = matchPlanes({
    onto: placed('one', onto),
    of: { ...placed('other', of), plane },
    kernel: 'linear',
  });
  return { view: new MatchedView(matching, new PlaneView(plane)), matching, reader, plane };
}

describe('a large image far away, on the pixels of another', () => {
  const size = { width: 1024, height: 1024 };

  it.each([0, 30, 45, 90])('costs what its own picture costs, turned by %i°', async (degrees) => {
    const { view, reader } = await viewOf(tan(0), tan(degrees));
    const own = await remote();
    const before = [reader.bytes, own.reader.bytes] as const;
    await first(new PlaneView(own.plane).overview(size));
    await first(view.overview(size));
    expect(reader.bytes - before[0]).toBe(own.reader.bytes - before[1]);
    expect(reader.bytes - before[0]).toBeLessThan(4.2 * 2 ** 20);
  });

  it('maps few of its pixels', async () => {
    const { view, matching } = await viewOf(tan(0), tan(30));
    let mapped = 0;
    const { mesh } = matching;
    const { map } = mesh;
    Object.assign(mesh, {
      map: (pixels: Parameters<typeof map>[0]) => {
        mapped += pixels.x.length;
        return map(pixels);
      },
    });
    await last(view.overview(size));
    expect(mapped).toBeLessThan(20_000);
  });

  it('is drawn where it is', async () => {
    const { view, matching } = await viewOf(tan(0), tan(30));
    const { grid } = await last(view.overview(size));
    const { frame, values } = grid;
    expect(frame).toMatchObject({ step: 4, width: 1024, height: 1024 });
    const miss = (i: number, j: number): number => {
      const at = matching.map({ x: Float64Array.of(i * 4 + 1.5), y: Float64Array.of(j * 4 + 1.5) });
      return (values[j * 1024 + i] as number) - (at.y[0] as number);
    };
    // A grid pixel of the other is 4 rows high, and the sampled row of it is not in its middle.
    for (const [i, j] of [
      [512, 512],
      [700, 300],
      [300, 640],
    ] as const) {
      expect(Math.abs(miss(i, j))).toBeLessThan(3);
    }
    expect(values[0]).toBeNaN();
  });

  it('is read in tiles that cost what its own cost', async () => {
    const { view, reader } = await viewOf(tan(0), tan(45));
    const before = reader.bytes;
    const tile = await view.tile({ x0: 1792, y0: 1792, x1: 2048, y1: 2048 }, 1);
    expect(tile.kind).toBe('exact');
    // A square turned by 45° touches so many of 258² pixels.
    expect(reader.bytes - before).toBeLessThan(6 * 258 * 258 * 4);
    const again = reader.bytes;
    await view.tile({ x0: 1792, y0: 1792, x1: 2048, y1: 2048 }, 1);
    expect(reader.bytes).toBe(again);
  });

  it('reads the part that overlaps where that is a small one', async () => {
    const { view, reader } = await viewOf(tan(0, { side: 200 }), tan(20));
    const before = reader.bytes;
    const { grid } = await last(view.overview(size));
    expect(grid.kind).toBe('exact');
    expect([...grid.values].every((value) => Number.isFinite(value))).toBe(true);
    // 200² turned by 20° within a box of 256 and its edge.
    expect(reader.bytes - before).toBeLessThan(262 * 262 * 4);
  });

  it('is averaged where its pixels are much finer', async () => {
    const { view, reader } = await viewOf(tan(0, { side: 512, scale: 8e-5 }), tan(10));
    const before = reader.bytes;
    const tile = await view.tile({ x0: 128, y0: 128, x1: 384, y1: 384 }, 1);
    expect(tile.kind).toBe('sampled');
    expect(reader.bytes - before).toBeLessThan(20 * 2 ** 20);
  });
});

describe('tiles and overviews at full resolution', () => {
  it.each(CASES.filter(({ name }) => name !== 'finer'))(
    'are sections: $name',
    async (match: MatchCase) => {
      const matching = curved(match);
      const view = new MatchedView(matching, new PlaneView(matching.plane));
      const { width, height } = match.onto;
      const section = await view.plane.section({ x0: 0, y0: 0, x1: width, y1: height });
      const { grid } = await last(view.overview({ width: 512, height: 512 }));
      const x0 = width - 256;
      const tile = await view.tile({ x0, y0: 0, x1: width, y1: 256 }, 1);
      let misses = 0;
      for (let y = 0; y < 256; y += 3) {
        for (let x = x0; x < width; x += 3) {
          const truth = Math.fround(section.values[y * width + x] as number);
          for (const value of [grid.values[y * width + x], tile.values[y * 256 + x - x0]]) {
            const close = Math.abs((value as number) - truth) <= 1e-4 * Math.abs(truth) + 1e-3;
            misses += close || (Number.isNaN(value) && Number.isNaN(truth)) ? 0 : 1;
          }
        }
      }
      expect(misses).toBe(0);
    },
  );
});
