import { NOT_ASKED } from '../../support/page/not-asked';
import type { GridReply, HduLine, OverviewProgress, PlaneRef } from '../../../src/protocol/methods';
import { QUANTILES } from '../../../src/protocol/methods';
import type { Handlers } from '../../../src/protocol/rpc';

/** Numbers enough for any grid a viewer asks for: 8 MB, however large the image is. */
const POOL = 2 ** 21;

/** As long as bytes that are at hand take. */
const MILLISECONDS = 5;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, MILLISECONDS));

/** Noise with a few bright pixels, always the same. */
function makePool(): Float32Array {
  const values = new Float32Array(POOL);
  let state = 1;
  for (let i = 0; i < POOL; i++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    values[i] = (state >>> 0) / 2 ** 32 + (i % 9973 === 0 ? 50 : 0);
  }
  return values;
}

/**
 * A host with one square image of any size, whose pixels are cut from a pool: what they cost the thread
 * of the page is a copy, as the messages of a real host do.
 */
export function makeHost(side: number): Handlers {
  const pool = makePool();
  const sorted = pool.slice(0, 100_000).sort();
  const quantiles = Float32Array.from(
    { length: QUANTILES },
    (_, i) => sorted[Math.floor((i / (QUANTILES - 1)) * (sorted.length - 1))] ?? NaN,
  );
  const at = (share: number): number => quantiles[Math.round(share * (QUANTILES - 1))] ?? NaN;

  const cut = (x0: number, y0: number, x1: number, y1: number, step: number): GridReply => {
    const width = Math.ceil((x1 - x0) / step);
    const height = Math.ceil((y1 - y0) / step);
    const start = ((x0 * 31 + y0 * 17 + step) * 64) % (POOL - width * height);
    return {
      ...{ width, height, x0, y0, step },
      values: new Uint8Array(pool.slice(start, start + width * height).buffer),
      filled: new Uint8Array(height).fill(1),
      kind: step === 1 ? 'exact' : 'averaged',
    };
  };

  const overview = ({ width, height }: { width: number; height: number }): OverviewProgress => {
    const step = 2 ** Math.ceil(Math.log2(Math.max(1, side / width, side / height)));
    return {
      grid: cut(0, 0, side, side, step),
      values: 'sampled',
      minmax: { low: at(0), high: at(1) },
      zscale: { low: at(0.01), high: at(0.99) },
      quantiles: new Uint8Array(quantiles.slice().buffer),
      done: 1,
    };
  };

  const line: HduLine = {
    ...{ index: 0, name: 'PRIMARY', version: 1, type: 'PrimaryHDU', cards: 8, picture: 'yes' },
    ...{ dimensions: `(${side}, ${side})`, format: 'float32', table: false, line: false },
  };
  const value = ({ x, y }: { x: number; y: number }): string => String(pool[(y * 31 + x) % POOL]);

  return {
    ...NOT_ASKED,
    structure: async () => ({
      ...{ title: 'image.fits', lines: [line], warnings: [], first: 0 },
      ...{ compression: undefined, unpacking: undefined },
    }),
    header: async () => ({ cards: [], warnings: [], restored: false, bytesToCheck: 0 }),
    plane: async (_: PlaneRef) => ({
      ...{ width: side, height: side, unit: 'MJy/sr', axes: [], axisLines: [] },
      ...{ bytesPerRow: side * 4, local: true },
    }),
    overview: async (size) => {
      await pause();
      return overview(size);
    },
    tile: async ({ x0, y0, x1, y1, step }) => {
      await pause();
      return cut(x0, y0, x1, y1, step);
    },
    value: async (pixel) => {
      await pause();
      return { text: value(pixel) };
    },
    histogram: async ({ bins }) => ({
      counts: Array.from({ length: bins }, (_, i) => 100 + (i % 50)),
      ...{ below: 0, above: 0, finite: 124 * bins, missing: 0 },
    }),
    statistics: async ({ x0, y0, x1, y1 }) => {
      const pixels = (x1 - x0) * (y1 - y0);
      return {
        ...{ pixels, pixelsInBox: pixels, finite: pixels, infinite: 0, sum: pixels / 2 },
        ...{ mean: 0.5, deviation: 0.3, median: 0.5, medianExact: true },
        ...{ min: { value: 0, x: x0, y: y0 }, max: { value: 51, x: x0, y: y0 } },
      };
    },
    pixels: async ({ x0, y0, x1, y1 }) => ({
      texts: Array.from({ length: (x1 - x0) * (y1 - y0) }, (_, i) =>
        value({ x: x0 + (i % (x1 - x0)), y: y0 + Math.floor(i / (x1 - x0)) }),
      ),
    }),
    copy: async () => null,
    download: async () => null,
    save: async () => ({ saved: true }),
    remember: async () => null,
    restore: async () => ({ state: null }),
    countFrom: async () => null,
  };
}
