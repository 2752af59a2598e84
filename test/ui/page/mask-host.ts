import type { GridReply, MaskReply, Params, PlaneReply } from '../../../src/protocol/methods';
import { QUANTILES } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import { missionBits } from '../../../src/core/mask/bit-names';
import type { Host } from '../../../webview/image/host';

/** An image of a few hundred pixels and its mask, whose every pixel can be computed anywhere. */
export const SIDE = 300;
export const IMAGE = { hdu: 1, slice: [] } as const;
export const DQ = { hdu: 3, slice: [] } as const;

/** One pixel in ten at random, a column, a box of all bits, and nothing known in a corner. */
export function flagsAt(x: number, y: number): number {
  if (x < 12 && y < 12) {
    return Number.NaN;
  }
  if (x >= 200 && x < 220 && y >= 100 && y < 110) {
    return 2 ** 32 - 1;
  }
  const random = Math.imul(x * 7919 + y * 104729, 0x85ebca6b) >>> 0;
  return (x === 50 ? 2 ** 10 : 0) + (random % 10 === 0 ? 5 : 0) + (y === 77 ? 2 ** 8 : 0);
}

export function skyAt(x: number, y: number): number {
  return ((x * 3 + y * 5) % 101) / 100 + 2 * Math.exp(-((x - 150) ** 2 + (y - 150) ** 2) / 4000);
}

export const MASK: MaskReply = {
  ref: DQ,
  name: 'DQ',
  bits: missionBits('JWST', 32),
  namesFrom: 'JWST',
  lookUpBytes: 4096,
};

export const PLANE: PlaneReply = {
  width: SIDE,
  height: SIDE,
  unit: 'MJy/sr',
  bytesPerRow: 4 * SIDE,
  local: false,
  axes: [],
  axisLines: [],
  mask: MASK,
};

/** What the page was asked, and how it answers. */
export interface MaskStand {
  /** `overview 3 bits 5`, `value 3 10,20`, in their order. */
  readonly asked: string[];
  cancelled: number;
  /** Requests about the mask wait for this to be false. */
  held: boolean;
  /** Requests for the mask fail. */
  broken: boolean;
}

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

function gridOf(read: (x: number, y: number) => number, box: Box, step: number): GridReply {
  const [x0, y0, x1, y1] = box;
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    let sum = 0;
    const left = x0 + (i % width) * step;
    const low = y0 + Math.floor(i / width) * step;
    let count = 0;
    for (let y = low; y < Math.min(low + step, SIDE); y++) {
      for (let x = left; x < Math.min(left + step, SIDE); x++) {
        const value = read(x, y);
        sum += Number.isNaN(value) ? 0 : value;
        count += Number.isNaN(value) ? 0 : 1;
      }
    }
    return sum / count;
  });
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
}

/** The values of a plane: of the image, of the mask, or of some bits of it. */
export function planeValue(
  { hdu, bits }: { readonly hdu: number; readonly bits?: number | undefined },
  x: number,
  y: number,
): number {
  const flags = flagsAt(x, y);
  const shown =
    bits === undefined ? flags : Number.isNaN(flags) ? flags : Number((flags & bits) !== 0);
  return hdu === DQ.hdu ? shown : skyAt(x, y);
}

type Asked<M extends 'overview' | 'tile' | 'value'> = Params<M>;

export function maskHost(stand: MaskStand): Host {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const answers = {
    overview: ({ width, height, ...ref }: Asked<'overview'>) => {
      const step = 2 ** Math.ceil(Math.log2(Math.max(1, SIDE / width, SIDE / height)));
      const grid = gridOf((x, y) => planeValue(ref, x, y), [0, 0, SIDE, SIDE], step);
      const limits = { low: 0, high: 3 };
      const quantiles = Float32Array.from({ length: QUANTILES }, (_, i) => (3 * i) / QUANTILES);
      return {
        grid,
        values: grid.kind,
        minmax: limits,
        zscale: limits,
        quantiles: new Uint8Array(quantiles.buffer),
        done: 1,
      };
    },
    tile: ({ x0, y0, x1, y1, step, ...ref }: Asked<'tile'>) =>
      gridOf((x, y) => planeValue(ref, x, y), [x0, y0, x1, y1], step),
    value: ({ x, y, ...ref }: Asked<'value'>) => ({ text: String(planeValue(ref, x, y)) }),
  };
  return {
    on: () => () => undefined,
    request: async (
      method: keyof typeof answers,
      params: Asked<'overview'> & Asked<'tile'> & Asked<'value'>,
      { signal }: { signal?: AbortSignal } = {},
    ) => {
      const { hdu, bits, x, y } = params;
      const at = method === 'value' ? ` ${x},${y}` : '';
      stand.asked.push(`${method} ${hdu}${bits === undefined ? '' : ` bits ${bits}`}${at}`);
      do {
        await pause();
      } while (hdu === DQ.hdu && stand.held && signal?.aborted !== true);
      if (signal?.aborted === true) {
        stand.cancelled++;
        throw new RemoteError({
          code: 'cancelled',
          message: 'Cancelled.',
          hint: undefined,
          retryable: false,
        });
      }
      if (hdu === DQ.hdu && stand.broken) {
        throw new RemoteError({
          code: 'network',
          message: 'The server stopped answering after 3 tries.',
          hint: 'Try again.',
          retryable: true,
        });
      }
      return answers[method](params);
    },
  } as unknown as Host;
}
