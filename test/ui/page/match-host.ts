import type { LinkNews, LinkState, MatchRef, OpenFile } from '../../../src/protocol/match';
import type { GridReply, HduLine, PlaneRef, PlaneReply } from '../../../src/protocol/methods';
import { QUANTILES } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';

export const WIDTH = 300;
export const HEIGHT = 240;
export const IMAGE = { hdu: 1, slice: [] } as const;

/** Degrees of a pixel of the image, which lies turned by so many degrees. */
export const SCALE = 1e-4;
export const CENTRE = [150, 2] as const;
const TURN = (30 * Math.PI) / 180;

const line = (index: number, name: string, picture: HduLine['picture'] = 'yes'): HduLine => ({
  ...{ index, name, version: 1, type: 'ImageHDU', cards: 20 },
  ...{ dimensions: '(300, 240)', format: 'float32', picture, table: false, line: false },
});

export const LINES: readonly HduLine[] = [
  line(0, 'PRIMARY', 'empty'),
  line(1, 'SCI'),
  line(2, 'ERR'),
  line(3, 'HDRTAB', { reason: 'it is a table' }),
];

export const OTHER: OpenFile = {
  id: 'a-random-id',
  title: 'jw01234_nrcb_i2d.fits',
  lines: [line(0, 'PRIMARY', 'empty'), line(1, 'SCI'), line(4, 'ELSEWHERE')],
};

/** What the page was asked, and how it answers. */
export interface MatchStand {
  readonly asked: string[];
  readonly told: LinkNews[];
  /** Tells the page where another viewer looks: a move later than all before. */
  link: (others: number, news: LinkNews) => void;
  files: readonly OpenFile[];
  emit: (name: string, body: unknown) => void;
}

/** Stars and a gradient; those of another plane lie elsewhere, and half of it is missing. */
export function valueAt(match: MatchRef | undefined, x: number, y: number): number {
  if (match !== undefined && x + y > 430) {
    return NaN;
  }
  const [dx, dy] = match === undefined ? [0, 0] : [6, -4];
  const star = (sx: number, sy: number): number =>
    Math.exp(-((x - sx - dx) ** 2 + (y - sy - dy) ** 2) / 40);
  const sky = match === undefined ? (x + y) / 900 : 100 + 40 * Math.sin(x / 30);
  const gain = match === undefined ? 1 : 300;
  return sky + gain * (star(80, 60) + star(190, 150) + 0.6 * star(150, 40) + 0.4 * star(60, 180));
}

function gridOf(match: MatchRef | undefined, box: readonly number[], step: number): GridReply {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box;
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const values = Float32Array.from({ length: width * height }, (_, i) =>
    valueAt(match, x0 + (i % width) * step, y0 + Math.floor(i / width) * step),
  );
  return {
    ...{ width, height, x0, y0, step, kind: step === 1 ? 'exact' : 'averaged' },
    values: new Uint8Array(values.buffer),
    filled: new Uint8Array(height).fill(1),
  };
}

/** Pixels to degrees on a small patch of the sky. */
export function skyOf([x, y]: readonly [number, number]): [number, number] {
  const [u, v] = [x - WIDTH / 2, y - HEIGHT / 2];
  const east = -(u * Math.cos(TURN) - v * Math.sin(TURN)) * SCALE;
  const north = (u * Math.sin(TURN) + v * Math.cos(TURN)) * SCALE;
  const latitude = CENTRE[1] + north;
  return [CENTRE[0] + east / Math.cos((CENTRE[1] * Math.PI) / 180), latitude];
}

export function pixelOf([longitude, latitude]: readonly [number, number]): [number, number] {
  const east = -((longitude - CENTRE[0]) * Math.cos((CENTRE[1] * Math.PI) / 180)) / SCALE;
  const north = (latitude - CENTRE[1]) / SCALE;
  return [
    WIDTH / 2 + east * Math.cos(TURN) + north * Math.sin(TURN),
    HEIGHT / 2 - east * Math.sin(TURN) + north * Math.cos(TURN),
  ];
}

function mapped(
  bytes: Uint8Array,
  map: (pair: readonly [number, number]) => [number, number],
): { positions: Uint8Array } {
  const numbers = new Float64Array(bytes.slice().buffer);
  for (let k = 0; k < numbers.length; k += 2) {
    numbers.set(map([numbers[k] as number, numbers[k + 1] as number]), k);
  }
  return { positions: new Uint8Array(numbers.buffer) };
}

export function plane(match?: MatchRef): PlaneReply {
  return {
    ...{ width: WIDTH, height: HEIGHT, unit: match ? 'DN/s' : 'MJy/sr', bytesPerRow: 4 * WIDTH },
    ...{ local: false, axes: [], axisLines: [], mask: undefined },
  };
}

interface AnyParams extends PlaneRef, LinkNews {
  readonly [key: string]: unknown;
  readonly width: number;
  readonly height: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly x: number;
  readonly y: number;
  readonly step: number;
  readonly positions: Uint8Array;
  readonly linked: boolean;
}

export function matchHost(stand: MatchStand): Host {
  const listeners = new Map<string, ((body: unknown) => void)[]>();
  stand.emit = (name, body) => listeners.get(name)?.forEach((listener) => listener(body));
  let move: LinkState['move'];
  const count = (view: LinkNews['view']): number => {
    const number = (move?.number ?? 0) + (view ? 1 : 0);
    move = view ? { number, view } : move;
    return number;
  };
  stand.link = (others, { view, cursor }) => {
    count(view);
    stand.emit('linked', { linked: true, others, move, cursor } satisfies LinkState);
  };
  const answers: Record<string, (params: AnyParams) => unknown> = {
    openFiles: () => ({ files: stand.files }),
    plane: ({ match }) => {
      if (match?.hdu === 4) {
        throw new RemoteError({
          code: 'unsupported',
          message:
            '“ELSEWHERE” of the other file cannot be matched: it does not overlap this image on the sky.',
          hint: 'Two images are matched by the sky coordinates of both.',
          retryable: false,
        });
      }
      return plane(match);
    },
    overview: ({ match, width, height }) => {
      const step = 2 ** Math.ceil(Math.log2(Math.max(1, WIDTH / width, HEIGHT / height)));
      const grid = gridOf(match, [0, 0, WIDTH, HEIGHT], step);
      const limits = match === undefined ? { low: 0, high: 1 } : { low: 60, high: 360 };
      const quantiles = Float32Array.from({ length: QUANTILES }, (_, i) => i / QUANTILES);
      const bytes = new Uint8Array(quantiles.buffer);
      return { grid, values: grid.kind, minmax: limits, zscale: limits, quantiles: bytes, done: 1 };
    },
    tile: ({ match, x0, y0, x1, y1, step }) => gridOf(match, [x0, y0, x1, y1], step),
    value: ({ match, x, y }) => ({ text: String(Math.fround(valueAt(match, x, y))) }),
    toSky: ({ positions }) => mapped(positions, skyOf),
    toPixels: ({ positions }) => mapped(positions, pixelOf),
    tellView: ({ view, cursor }) => {
      stand.told.push({ view, cursor });
      return { move: count(view) };
    },
    link: ({ linked }) => {
      const others = linked ? 1 : 0;
      stand.emit('linked', { linked, others, move, cursor: undefined } satisfies LinkState);
      return null;
    },
  };
  return {
    on: (name: string, listener: (body: unknown) => void) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return () => undefined;
    },
    request: async (method: string, params: AnyParams) => {
      const { match } = params;
      const of = match === undefined ? '' : ` ${match.file ?? 'own'} ${match.hdu}`;
      stand.asked.push(method + of);
      await new Promise((resolve) => setTimeout(resolve, 2));
      const answer = answers[method];
      if (answer === undefined) {
        throw new Error(`Not asked for here: ${method}`);
      }
      return answer(params);
    },
  } as unknown as Host;
}
