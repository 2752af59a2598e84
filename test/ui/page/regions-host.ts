import type { Params, PlaneReply } from '../../../src/protocol/methods';
import { QUANTILES } from '../../../src/protocol/methods';
import type { Region, Shape } from '../../../src/protocol/region';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';

/** An image of a few stars, and a host that answers about it as far as the tests look. */
export const WIDTH = 300;
export const HEIGHT = 200;
export const IMAGE = { hdu: 1, slice: [] } as const;

export function skyAt(x: number, y: number): number {
  const star = (u: number, v: number, flux: number): number =>
    flux * Math.exp(-((x - u) ** 2 + (y - v) ** 2) / 18);
  const noise = (Math.imul(x * 7919 + y * 104729, 0x85ebca6b) >>> 8) / 2 ** 24;
  return 0.3 * noise + star(100, 80, 2) + star(220, 150, 3) + star(40, 160, 1) + x / 600;
}

export const PLANE: PlaneReply = {
  width: WIDTH,
  height: HEIGHT,
  unit: 'MJy/sr',
  bytesPerRow: 4 * WIDTH,
  local: true,
  axes: [],
  axisLines: [],
};

/** What the page was asked, and how it answers. */
export interface RegionStand {
  /** Methods with what of them matters, in their order. */
  readonly asked: { readonly method: string; readonly params: Record<string, unknown> }[];
  cancelled: number;
  /** Statistics wait for this to be false. */
  held: boolean;
  /** Statistics fail. */
  broken: boolean;
  readonly saved: { readonly name: string; readonly text: string }[];
  /** What `readRegions` gives. */
  readonly file: { regions: Region[]; problems: string[] };
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

/** The second picture has this many times the values. */
export const SECOND = 100;

/** Sums over the pixels of circles and upright boxes; others count their box. */
function statistics(shape: Shape, times: number): Record<string, unknown> {
  const values: number[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const inside =
        shape.kind === 'circle'
          ? Math.hypot(x - shape.x, y - shape.y) <= shape.radius
          : shape.kind === 'box' &&
            Math.abs(x - shape.x) <= shape.width / 2 &&
            Math.abs(y - shape.y) <= shape.height / 2;
      if (inside) {
        values.push(times * skyAt(x, y));
      }
    }
  }
  const sum = values.reduce((all, value) => all + value, 0);
  const mean = sum / values.length;
  const sorted = values.toSorted((a, b) => a - b);
  // A JSON message has null for what is no number.
  const finite = (value: number | undefined): number | null | undefined =>
    value === undefined || Number.isFinite(value) ? value : null;
  return {
    pixels: values.length,
    pixelsInShape: values.length,
    finite: values.length,
    sum,
    mean: finite(mean),
    median: sorted[Math.floor(values.length / 2)],
    medianExact: true,
    deviation: finite(Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length)),
    rms: finite(Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length)),
    min: sorted[0],
    max: sorted.at(-1),
    area: values.length * (0.1 / 3600) ** 2,
  };
}

/** DS9's text of circles, so that a copy can be looked at; of others only the kind. */
function regionText(regions: readonly Region[], system: string): string {
  const lines = regions.map(({ shape }) =>
    shape.kind === 'circle'
      ? `circle(${shape.x + 1},${shape.y + 1},${shape.radius})`
      : `${shape.kind}()`,
  );
  return ['# Region file format: DS9', system, ...lines].join('\n');
}

export function regionHost(stand: RegionStand): Host {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const grid = (x0: number, y0: number, x1: number, y1: number, step: number): object => {
    const width = Math.ceil((x1 - x0) / step);
    const height = Math.ceil((y1 - y0) / step);
    const values = Float32Array.from({ length: width * height }, (_, i) =>
      skyAt(x0 + (i % width) * step, y0 + Math.floor(i / width) * step),
    );
    return {
      width,
      height,
      x0,
      y0,
      step,
      values: new Uint8Array(values.buffer),
      filled: new Uint8Array(height).fill(1),
      kind: step === 1 ? 'exact' : 'averaged',
    };
  };
  const answers: Record<string, (params: never) => unknown> = {
    overview: ({ width, height }: Params<'overview'>) => {
      const step = 2 ** Math.ceil(Math.log2(Math.max(1, WIDTH / width, HEIGHT / height)));
      const limits = { low: 0, high: 2 };
      const quantiles = Float32Array.from({ length: QUANTILES }, (_, i) => (2 * i) / QUANTILES);
      return {
        grid: grid(0, 0, WIDTH, HEIGHT, step),
        values: 'exact',
        minmax: limits,
        zscale: limits,
        quantiles: new Uint8Array(quantiles.buffer),
        done: 1,
      };
    },
    tile: ({ x0, y0, x1, y1, step }: Params<'tile'>) => grid(x0, y0, x1, y1, step),
    regionStatistics: ({ shape, match }: Params<'regionStatistics'>) =>
      statistics(shape, match === undefined ? 1 : SECOND),
    segmentProfile: ({ from, to }: Params<'segmentProfile'>) => {
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const count = Math.max(2, Math.ceil(length) + 1);
      const at = (i: number, k: 0 | 1): number => from[k] + (i / (count - 1)) * (to[k] - from[k]);
      return {
        step: length / (count - 1),
        skyStep: ((length / (count - 1)) * 0.1) / 3600,
        values: bytesOf(
          Float64Array.from({ length: count }, (_, i) =>
            i === 3 ? Number.NaN : skyAt(Math.round(at(i, 0)), Math.round(at(i, 1))),
          ),
        ),
      };
    },
    radialProfile: ({ x, y, radius }: Params<'radialProfile'>) => {
      const rings = Math.ceil(radius);
      const ring = (make: (r: number) => number): Uint8Array =>
        bytesOf(Float64Array.from({ length: rings }, (_, r) => make(r)));
      return {
        step: 1,
        scale: 0.1 / 3600,
        mean: ring((r) => skyAt(Math.round(x + r), Math.round(y))),
        deviation: ring(() => 0.15),
        pixels: ring((r) => Math.round(2 * Math.PI * (r + 0.5))),
      };
    },
    readRegions: () => stand.file,
    writeRegions: ({ regions, system }: Params<'writeRegions'>) => {
      if (system === 'Galactic') {
        throw trouble('unsupported', 'The image has no celestial coordinates.');
      }
      return { text: regionText(regions, system) };
    },
    openRegions: () => ({ name: 'stars.reg', text: 'circle(1,2,3)' }),
    saveRegions: ({ name, text }: Params<'saveRegions'>) => {
      stand.saved.push({ name, text });
      return { saved: true };
    },
  };
  return {
    on: () => () => undefined,
    request: async (
      method: string,
      params: Record<string, unknown>,
      { signal }: { signal?: AbortSignal } = {},
    ) => {
      stand.asked.push({ method, params });
      do {
        await pause();
      } while (method === 'regionStatistics' && stand.held && signal?.aborted !== true);
      if (signal?.aborted === true) {
        stand.cancelled++;
        throw trouble('cancelled', 'Cancelled.');
      }
      if (method === 'regionStatistics' && stand.broken) {
        throw trouble('network', 'The server stopped answering after 3 tries.');
      }
      return answers[method]?.(params as never);
    },
  } as unknown as Host;
}

function trouble(code: 'cancelled' | 'network' | 'unsupported', message: string): RemoteError {
  return new RemoteError({ code, message, hint: undefined, retryable: false });
}
