import type {
  AxisLine,
  CardLine,
  GridReply,
  HduLine,
  MaskReply,
  OverviewProgress,
  PlaneRef,
  StructureReply,
  ViewerSettings,
} from '../../../src/protocol/methods';
import { missionBits } from '../../../src/core/mask/bit-names';
import type { Handlers } from '../../../src/protocol/rpc';
import { QUANTILES } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { PositionReply } from '../../../src/protocol/position';
import { NOT_ASKED } from '../../support/page/not-asked';
import { inspectorHandlers } from './host-inspector';
import type { SkyImage } from './sky';
import { makeSky } from './sky';

/** What the page was asked to play, and what it has seen; read by the runner. */
export interface Stand {
  readonly scenario: string;
  readonly tiles: string[];
  readonly copied: string[];
  /** Requests of the inspector, in words. */
  readonly asked: string[];
  /** Files the user was asked to write: their names and sizes. */
  readonly saved: string[];
  /** What was last remembered of the file. */
  remembered: unknown;
  /** Tiles asked for that have been neither answered nor cancelled. */
  readonly waiting: Set<string>;
  cancelled: number;
  downloads: number;
  /** Steps of a slow overview, or held tiles, that may go on; raised by the runner. */
  released: number;
  /** Tells the viewer other settings. */
  settings: (settings: Partial<ViewerSettings>) => void;
}

const hdu = (
  index: number,
  name: string,
  type: string,
  cards: number,
  dimensions: string,
  format: string,
  picture: HduLine['picture'] = 'yes',
): HduLine => ({
  index,
  name,
  version: 1,
  type,
  cards,
  dimensions,
  format,
  picture,
  table: false,
  line: false,
});

const LINES: readonly HduLine[] = [
  hdu(0, 'PRIMARY', 'PrimaryHDU', 5000, '()', '', 'empty'),
  hdu(1, 'SCI', 'ImageHDU', 75, '(2048, 2048)', 'float32'),
  hdu(2, 'ERR', 'ImageHDU', 10, '(2048, 2048)', 'float32'),
  hdu(3, 'DQ', 'ImageHDU', 11, '(2048, 2048)', 'int32 (rescales to uint32)'),
  hdu(4, 'CUBE', 'ImageHDU', 22, '(60, 40, 12)', 'float32'),
  hdu(5, 'VAR_RNOISE', 'ImageHDU', 10, '(2048, 2048)', 'float32'),
  hdu(6, 'ASDF', 'BinTableHDU', 11, '1R x 1C', '[14904B]', {
    reason: 'Tables come as a grid in a later version. Its header can be read now.',
  }),
];

const CUBE_AXES: readonly AxisLine[] = [
  { length: 60, name: 'RA---TAN', unit: 'deg', linear: undefined },
  { length: 40, name: 'DEC--TAN', unit: 'deg', linear: undefined },
  { length: 12, name: 'Wavelength', unit: 'µm', linear: { pixel: 0, value: 2.1, step: 0.05 } },
];

export function structureOf(scenario: string): StructureReply {
  return {
    title: 'jw02739001001_02105_00001_nrca1_rate.fits',
    lines: scenario.endsWith('modes') ? LINES.map((each) => ({ ...each, line: true })) : LINES,
    warnings:
      scenario === 'warnings' ? ['The file ends 1,440 bytes before the last block is full.'] : [],
    first: 1,
    compression: undefined,
    unpacking: undefined,
  };
}

const MASK: MaskReply = {
  ref: { hdu: 3, slice: [] },
  name: 'DQ',
  bits: missionBits('JWST', 32),
  namesFrom: 'JWST',
  lookUpBytes: 4096,
};

const BROKEN_TILES = [7, 8, 23].map(
  (tile) => `Tile ${tile} cannot be decoded: The Rice stream ends before its last pixel.`,
);

const skies = new Map<string, SkyImage>();

export function skyOf({ hdu: index, slice }: PlaneRef): SkyImage {
  const key = `${index}/${slice.join()}`;
  const made =
    skies.get(key) ??
    (index === 4
      ? makeSky(60, 40, 900 + (slice[0] ?? 0), 12)
      : makeSky(2048, 2048, index * 1000, 900));
  skies.set(key, made);
  return made;
}

function grid(sky: SkyImage, box: [number, number, number, number], step: number): GridReply {
  const [x0, y0, x1, y1] = box;
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const values = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      values[j * width + i] = sky.values[(y0 + j * step) * sky.width + x0 + i * step] ?? NaN;
    }
  }
  return {
    width,
    height,
    x0,
    y0,
    step,
    values: new Uint8Array(values.buffer),
    filled: new Uint8Array(height).fill(1),
    kind: step === 1 ? 'exact' : 'sampled',
  };
}

function suggest(values: Float32Array): Omit<OverviewProgress, 'grid' | 'values' | 'done'> {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const quantiles = Float32Array.from({ length: QUANTILES }, (_, i) => at(i / (QUANTILES - 1)));
  return {
    zscale: { low: at(0.02), high: at(0.98) },
    minmax: { low: at(0), high: at(1) },
    quantiles: new Uint8Array(quantiles.buffer),
  };
}

function header(index: number, scenario: string): CardLine[] {
  const count = scenario === 'huge' ? 40_000 : (LINES[index]?.cards ?? 0);
  const cards: [string, string, string][] = [
    ['SIMPLE', 'T', 'file does conform to FITS standard'],
    ['BITPIX', '8', 'number of bits per data pixel'],
    ['NAXIS', '0', 'number of data axes'],
    ['TELESCOP', 'JWST', 'Telescope used to acquire the data'],
    ['INSTRUME', 'NIRCAM', 'Instrument used to acquire the data'],
    ['DATE-OBS', '2022-07-18', '[yyyy-mm-dd] Date of observation'],
    ['TITLE', 'A first look at <b>M 101</b> & the arms beyond it, in a title too long', 'Proposal'],
    ['HISTORY', 'Calibrated with pipeline 1.14.0 and the reference files of context 1210', ''],
    ['PHOTMJSR', '3.1399998664855957', 'Flux density (MJy/steradian) producing 1 cps'],
    ['COMMENT', 'Coordinates follow the conventions of FITS papers I and II.', ''],
  ];
  return Array.from({ length: count }, (_, i) => {
    const [keyword, value, comment] = cards[i] ?? [
      `KEY${String(i).padStart(5, '0')}`,
      String(i * 0.25),
      `Made-up keyword number ${i} of this header`,
    ];
    const raw = `${keyword.padEnd(8)}= ${value.padStart(20)} / ${comment}`.padEnd(80);
    return { keyword, value, comment, raw };
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const unreachable = (): RemoteError =>
  new RemoteError({
    code: 'network',
    message: 'The server stopped answering after 3 tries.',
    hint: 'Check the connection and try again.',
    retryable: true,
  });

/** With which the positions of one HDU come. */
export const DOUBT = 'The SIP coefficients of the image are not complete.';

const NOWHERE: PositionReply = { sky: undefined, others: [], problem: undefined };

/** Not where any real image has its pixels, but another place for each. */
const directionOf = (x: number, y: number): PositionReply['sky'] => ({
  frame: 'ICRS',
  sexagesimal: `10h21m${(x / 100).toFixed(2)}s +41d12m${(y / 100).toFixed(2)}s`,
  degrees: `${(150 + x / 1e4).toFixed(4)} +${(2 + y / 1e4).toFixed(4)}`,
});

export function makeHandlers(stand: Stand): Handlers {
  let failures = 0;
  return {
    ...NOT_ASKED,
    structure: async (_, { progress }) => {
      const whole = structureOf(stand.scenario);
      if (stand.scenario === 'error' && failures++ === 0) {
        throw unreachable();
      }
      void progress({ ...whole, lines: whole.lines.slice(0, 2) });
      await pause(20);
      return whole;
    },
    header: async ({ hdu: index }) => {
      await pause(5);
      return {
        cards: header(index, stand.scenario),
        warnings: [],
        restored: false,
        bytesToCheck: 2880,
      };
    },
    plane: async ({ hdu: index }) => ({
      ...(index === 4 ? { width: 60, height: 40 } : { width: 2048, height: 2048 }),
      unit: index === 3 ? undefined : 'MJy/sr',
      bytesPerRow: index === 4 ? 240 : 8192,
      local: false,
      axes: index === 4 ? [12] : [],
      axisLines: index === 4 ? CUBE_AXES : CUBE_AXES.slice(0, 2),
      mask: stand.scenario.startsWith('mask') && index !== 3 ? MASK : undefined,
    }),
    overview: async ({ width, height, ...ref }, { progress, signal }) => {
      const sky = skyOf(ref);
      const coarse = Math.max(1, sky.width / width, sky.height / height);
      const step = 2 ** Math.ceil(Math.log2(coarse));
      const whole = grid(sky, [0, 0, sky.width, sky.height], step);
      const found = suggest(new Float32Array(whole.values.buffer.slice(0)));
      const broken = stand.scenario === 'broken' && ref.hdu === 1;
      const problems = broken ? BROKEN_TILES : undefined;
      const answer = { grid: { ...whole, problems }, values: whole.kind, ...found };
      for (const [at, done] of [0.25, 0.5, 0.75].entries()) {
        const shift = (1 - done) * 0.05;
        const zscale = { low: found.zscale.low - shift, high: found.zscale.high + shift };
        void progress({ ...answer, zscale, done });
        do {
          await pause(10);
        } while (stand.scenario === 'slow' && stand.released <= at && !signal.aborted);
        if (signal.aborted) {
          throw new Error('aborted');
        }
      }
      return { ...answer, done: 1 };
    },
    tile: async ({ x0, y0, x1, y1, step, ...ref }, { signal }) => {
      const name = `${step}/${x0}/${y0}`;
      stand.tiles.push(name);
      stand.waiting.add(name);
      signal.addEventListener('abort', () => {
        stand.waiting.delete(name);
        stand.cancelled++;
      });
      do {
        await pause(5);
      } while (stand.scenario === 'held-tiles' && stand.released === 0 && !signal.aborted);
      stand.waiting.delete(name);
      if (stand.scenario === 'tile-error' && failures++ === 0) {
        throw unreachable();
      }
      return grid(skyOf(ref), [x0, y0, x1, y1], step);
    },
    value: async ({ x, y, ...ref }) => {
      const sky = skyOf(ref);
      await pause(3);
      return { text: String(sky.values[y * sky.width + x]) };
    },
    position: async ({ hdu: index, x, y }) => {
      await pause(3);
      const problem = index === 3 ? DOUBT : undefined;
      return index === 1 || index === 3 ? { ...NOWHERE, sky: directionOf(x, y), problem } : NOWHERE;
    },
    ...inspectorHandlers(stand, skyOf),
    copy: async ({ text }) => {
      stand.copied.push(text);
      return null;
    },
    download: async () => {
      stand.downloads++;
      await pause(10);
      return null;
    },
    save: async ({ name, data }) => {
      stand.saved.push(`${name} ${data.byteLength}`);
      return { saved: true };
    },
    remember: async ({ state }) => {
      stand.remembered = state;
      return null;
    },
    restore: async () => ({ state: stand.remembered }),
    countFrom: async ({ pixelOrigin }) => {
      stand.settings({ pixelOrigin });
      return null;
    },
  };
}
