import type { GridReply, Params, PlaneReply } from '../../../src/protocol/methods';
import { QUANTILES } from '../../../src/protocol/methods';
import type { SkyFrame } from '../../../src/protocol/position';
import { RemoteError } from '../../../src/protocol/rpc';
import type { GridLine, SkyGridReply, SkyReply } from '../../../src/protocol/sky';
import type { Host } from '../../../webview/image/host';

/** A square image behind a rotated TAN projection (FITS paper II, section 5.1.3), to be computed anywhere. */
export const SKY = {
  side: 4096,
  /** Degrees: the sky in the middle of the image. */
  longitude: 150.1163,
  latitude: 2.2005,
  /** Degrees a pixel. */
  scale: 0.03 / 3600,
  /** Degrees from the y axis of the image to north, through the direction of -x. */
  rotation: 25,
} as const;

type Pair = readonly [number, number];

const RAD = Math.PI / 180;

/** From ICRS to galactic directions (Hipparcos catalogue, volume 1, section 1.5.3), rows of the matrix. */
const GALACTIC = [
  [-0.0548755604, -0.8734370902, -0.4838350155],
  [0.4941094279, -0.44482963, 0.7469822445],
  [-0.867666149, -0.1980763734, 0.4559837762],
] as const;

function turned([lon, lat]: Pair, transposed: boolean): Pair {
  const v = [
    Math.cos(lat * RAD) * Math.cos(lon * RAD),
    Math.cos(lat * RAD) * Math.sin(lon * RAD),
    Math.sin(lat * RAD),
  ];
  const [x = 0, y = 0, z = 0] = [0, 1, 2].map((i) =>
    [0, 1, 2].reduce(
      (sum, j) => sum + (GALACTIC[transposed ? j : i]?.[transposed ? i : j] ?? 0) * (v[j] ?? 0),
      0,
    ),
  );
  return [(Math.atan2(y, x) / RAD + 360) % 360, Math.asin(z) / RAD];
}

/** The direction at an image position. */
export function toSky([x, y]: Pair, frame: SkyFrame = 'own'): Pair {
  const middle = (SKY.side - 1) / 2;
  const [u, v] = [(x - middle) * SKY.scale, (y - middle) * SKY.scale];
  const [cos, sin] = [Math.cos(SKY.rotation * RAD), Math.sin(SKY.rotation * RAD)];
  // East is to the left of north.
  const xi = (-u * cos - v * sin) * RAD;
  const eta = (-u * sin + v * cos) * RAD;
  const lat0 = SKY.latitude * RAD;
  const down = Math.cos(lat0) - eta * Math.sin(lat0);
  const lon = SKY.longitude + Math.atan2(xi, down) / RAD;
  const lat = Math.atan2(Math.sin(lat0) + eta * Math.cos(lat0), Math.hypot(xi, down)) / RAD;
  return frame === 'Galactic' ? turned([lon, lat], false) : [lon, lat];
}

/** The image position of a direction. */
export function toPixel(direction: Pair, frame: SkyFrame = 'own'): Pair {
  const [lon, lat] = frame === 'Galactic' ? turned(direction, true) : direction;
  const [lat0, far] = [SKY.latitude * RAD, (lon - SKY.longitude) * RAD];
  const [cosLat, sinLat] = [Math.cos(lat * RAD), Math.sin(lat * RAD)];
  const near = Math.sin(lat0) * sinLat + Math.cos(lat0) * cosLat * Math.cos(far);
  const xi = (cosLat * Math.sin(far)) / near / RAD;
  const eta = (Math.cos(lat0) * sinLat - Math.sin(lat0) * cosLat * Math.cos(far)) / near / RAD;
  const [cos, sin] = [Math.cos(SKY.rotation * RAD), Math.sin(SKY.rotation * RAD)];
  const middle = (SKY.side - 1) / 2;
  return [
    middle + (-xi * cos - eta * sin) / SKY.scale,
    middle + (-xi * sin + eta * cos) / SKY.scale,
  ];
}

export const IMAGE = { hdu: 1, slice: [] } as const;

export const PLANE: PlaneReply = {
  width: SKY.side,
  height: SKY.side,
  unit: 'MJy/sr',
  bytesPerRow: 4 * SKY.side,
  local: true,
  axes: [],
  axisLines: [],
  mask: undefined,
};

export type Look = 'black' | 'white' | 'noise' | 'grey';

/** What the page was asked, and how it answers. */
export interface SkyStand {
  /** The sky's requests, in words. */
  readonly asked: string[];
  /** What grids were asked for. */
  readonly grids: Params<'skyGrid'>[];
  cancelled: number;
  /** Requests about the sky wait for this to be false. */
  held: boolean;
  /** The image has no celestial coordinates. */
  skyless: boolean;
  broken: boolean;
  readonly look: Look;
}

function valueAt(look: Look, x: number, y: number): number {
  if (look === 'noise') {
    const random = Math.imul((x * 7919) ^ (y * 104729), 0x85ebca6b) >>> 0;
    return (random % 1000) / 1000;
  }
  return { black: 0, white: 1, grey: 0.5 }[look];
}

function gridOf(look: Look, box: readonly number[], step: number): GridReply {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box;
  const [width, height] = [Math.ceil((x1 - x0) / step), Math.ceil((y1 - y0) / step)];
  const values = Float32Array.from({ length: width * height }, (_, i) =>
    valueAt(look, i % width, Math.floor(i / width)),
  );
  const filled = new Uint8Array(height).fill(1);
  const kind = step === 1 ? 'exact' : 'averaged';
  return { width, height, x0, y0, step, values: new Uint8Array(values.buffer), filled, kind };
}

/** Steps of a grid, in arcseconds of the angle, or of time for right ascensions. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600];

function linesOf(params: Params<'skyGrid'>): GridLine[] {
  const { x0, y0, x1, y1, frame, lines, pixelsPerPoint, style } = params;
  const seen: Pair[] = [];
  for (let i = 0; i <= 20; i++) {
    for (let j = 0; j <= 20; j++) {
      seen.push(toSky([x0 + ((x1 - x0) * i) / 20, y0 + ((y1 - y0) * j) / 20], frame));
    }
  }
  const range = (part: 0 | 1): Pair => {
    const all = seen.map((pair) => pair[part]);
    return [Math.min(...all), Math.max(...all)];
  };
  const ranges = { longitude: range(0), latitude: range(1) };
  const count = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / pixelsPerPoint) + 1;
  return (['longitude', 'latitude'] as const).flatMap((kind) => {
    const hours = kind === 'longitude' && frame !== 'Galactic' && style === 'sexagesimal';
    const unit = (hours ? 15 : 1) / 3600;
    const [from, to] = ranges[kind];
    const [start, end] = ranges[kind === 'longitude' ? 'latitude' : 'longitude'];
    const step = STEPS.find((each) => (to - from) / (each * unit) <= lines * 1.3) ?? 3600;
    const made: GridLine[] = [];
    for (let k = Math.ceil(from / unit / step); k * step * unit <= to; k++) {
      const value = k * step * unit;
      const positions = new Float64Array(2 * count);
      for (let i = 0; i < count; i++) {
        const other = start + ((end - start) * i) / (count - 1);
        const pair: Pair = kind === 'longitude' ? [value, other] : [other, value];
        const [x, y] = toPixel(pair, frame);
        const inside = x >= x0 && x <= x1 && y >= y0 && y <= y1;
        positions.set(inside ? [x, y] : [NaN, NaN], 2 * i);
      }
      made.push({
        kind,
        value,
        sexagesimal: sexagesimal(value / (hours ? 15 : 1), kind, hours),
        degrees: `${value.toFixed(5)}°`,
        positions: new Uint8Array(positions.buffer),
      });
    }
    return made;
  });
}

function sexagesimal(value: number, kind: GridLine['kind'], hours: boolean): string {
  const tenths = Math.round(Math.abs(value) * 36000);
  const two = (part: number): string => String(part).padStart(2, '0');
  const [large, small] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60];
  const seconds = (tenths % 600) / 10;
  const sign = kind === 'latitude' ? (value < 0 ? '-' : '+') : '';
  const fraction = Number.isInteger(seconds) ? two(seconds) : seconds.toFixed(1).padStart(4, '0');
  return `${sign}${two(large)}${hours ? 'h' : 'd'}${two(small)}m${fraction}s`;
}

/** Unit vectors on the image towards north and east of a frame, by a small step. */
export function directions(at: Pair, frame: SkyFrame): { north: Pair; east: Pair } {
  const [lon, lat] = toSky(at, frame);
  const unit = (to: Pair): Pair => {
    const [x, y] = [to[0] - at[0], to[1] - at[1]];
    return [x / Math.hypot(x, y), y / Math.hypot(x, y)];
  };
  return {
    north: unit(toPixel([lon, lat + 1e-5], frame)),
    east: unit(toPixel([lon + 1e-5, lat], frame)),
  };
}

function failure(code: string, message: string, hint?: string): RemoteError {
  return new RemoteError({ code: code as 'network', message, hint, retryable: false });
}

export function skyHost(stand: SkyStand): Host {
  const { look } = stand;
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const answers = {
    overview: ({ width, height }: Params<'overview'>) => {
      const least = Math.max(1, SKY.side / width, SKY.side / height);
      const grid = gridOf(look, [0, 0, SKY.side, SKY.side], 2 ** Math.ceil(Math.log2(least)));
      const limits = { low: 0, high: 1 };
      const quantiles = Float32Array.from({ length: QUANTILES }, (_, i) => i / QUANTILES);
      return {
        grid,
        values: grid.kind,
        minmax: limits,
        zscale: limits,
        quantiles: new Uint8Array(quantiles.buffer),
        done: 1,
      };
    },
    tile: ({ x0, y0, x1, y1, step }: Params<'tile'>) => gridOf(look, [x0, y0, x1, y1], step),
    sky: ({ x, y, frame }: Params<'sky'>): SkyReply => {
      if (stand.skyless) {
        const problems = ['The header has no CTYPE with a celestial axis.'];
        return { frame: undefined, projection: '', scale: undefined, problems };
      }
      const { scale } = SKY;
      const around = { scaleX: scale, scaleY: scale, area: scale ** 2 };
      return {
        frame: 'ICRS',
        projection: 'TAN',
        scale: { ...around, ...directions([x, y], frame) },
        problems: [],
      };
    },
    skyGrid: (params: Params<'skyGrid'>): SkyGridReply => {
      stand.grids.push(params);
      return stand.skyless
        ? { frame: undefined, lines: [] }
        : { frame: 'ICRS', lines: linesOf(params) };
    },
    findPlace: ({ text, origin }: Params<'findPlace'>) => {
      const pixel = /^([\d.-]+) ([\d.-]+) px$/.exec(text);
      const degrees = /^([\d.]+) ([+-][\d.]+)$/.exec(text);
      if (pixel !== null) {
        const [x, y] = [Number(pixel[1]) - origin, Number(pixel[2]) - origin];
        const inside = x > -0.5 && y > -0.5 && x < SKY.side - 0.5 && y < SKY.side - 0.5;
        return { x, y, understood: `pixel (${pixel[1]}, ${pixel[2]})`, inside };
      }
      if (degrees !== null) {
        const [x, y] = toPixel([Number(degrees[1]), Number(degrees[2])]);
        const inside = Math.min(x, y) > -0.5 && Math.max(x, y) < SKY.side - 0.5;
        return { x, y, understood: `${text} (ICRS)`, inside };
      }
      throw failure('not-found', `Nothing is known by the name ${text}.`, 'Check how it is spelt.');
    },
    separation: ({ from, to }: Params<'separation'>) => {
      const pixels = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (stand.skyless) {
        return { pixels, separation: undefined, positionAngle: undefined };
      }
      const [[lonA, latA], [lonB, latB]] = [toSky(from), toSky(to)].map((pair) =>
        pair.map((each) => each * RAD),
      ) as [[number, number], [number, number]];
      const far = lonB - lonA;
      const y = Math.sin(far) * Math.cos(latB);
      const x = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(far);
      const near =
        Math.sin(latA) * Math.sin(latB) + Math.cos(latA) * Math.cos(latB) * Math.cos(far);
      return {
        pixels,
        separation: Math.atan2(Math.hypot(x, y), near) / RAD,
        positionAngle: (Math.atan2(y, x) / RAD + 360) % 360,
      };
    },
  };
  return {
    on: () => () => undefined,
    request: async (
      method: keyof typeof answers,
      params: Params<'skyGrid'> & Params<'findPlace'>,
      { signal }: { signal?: AbortSignal } = {},
    ) => {
      const isSky = method !== 'overview' && method !== 'tile';
      if (isSky) {
        stand.asked.push(method === 'findPlace' ? `findPlace ${params.text}` : method);
      }
      do {
        await pause();
      } while (isSky && stand.held && signal?.aborted !== true);
      if (signal?.aborted === true) {
        stand.cancelled += Number(isSky);
        throw failure('cancelled', 'Cancelled.');
      }
      if (isSky && stand.broken) {
        throw failure('corrupt', 'The look-up table of the distortion cannot be read.');
      }
      return answers[method](params as never);
    },
  } as unknown as Host;
}
