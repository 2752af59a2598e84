import type { HostMethods } from '../../../src/protocol/methods';
import type { CellReply, ColumnLine } from '../../../src/protocol/table';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';

/** A host of one small table that is in memory, for the panels beside a table. All is counted plainly. */

/** What the host was asked, and what it may go on with. */
export interface PanelsStand {
  readonly asked: string[];
  readonly saved: { readonly name: string; readonly bytes: number }[];
  cancelled: number;
  /** Work of the word `slow` goes on while this is not 0. */
  released: number;
}

interface Made {
  readonly line: Partial<ColumnLine> & { readonly name: string; readonly type: string };
  /** Of a real number: what a row holds; NaN for missing. */
  readonly value?: (row: number) => number;
  /** Of anything else: the texts of a row. */
  readonly texts?: (row: number) => (string | null)[];
}

/** Evenly spread over [0, 1), the same for the same row. */
function spread(row: number, seed: number): number {
  let x = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

function normal(row: number, seed: number): number {
  const distance = Math.sqrt(-2 * Math.log(1 - spread(row, seed)));
  return distance * Math.cos(2 * Math.PI * spread(row, seed + 100));
}

const CLASSES = ['GALAXY', 'STAR', 'STAR', 'STAR', 'QSO', 'GALAXY', ''];

const spectrumAt = (i: number, row: number): number =>
  1.5 + 0.4 * Math.sin(i / 25 + row) + 3 * Math.exp(-(((i - 120) / 6) ** 2)) + 0.1 * normal(i, row);

const MADE: readonly Made[] = [
  {
    line: {
      name: 'RA',
      type: 'float64',
      unit: 'deg',
      format: 'D',
      description: 'Right ascension (ICRS)',
    },
    value: (row) => 150.1 + 0.4 * normal(row, 1),
  },
  {
    line: {
      name: 'DEC',
      type: 'float64',
      unit: 'deg',
      format: 'D',
      description: 'Declination (ICRS)',
    },
    value: (row) => 2.2 + 0.3 * normal(row, 2) + 0.1 * normal(row, 1),
  },
  {
    line: {
      name: 'MAG_AUTO',
      type: 'float32',
      unit: 'mag',
      format: 'E',
      nullRule: '-99',
      description: 'Kron-like elliptical aperture magnitude',
    },
    value: (row) =>
      row % 50 === 7 ? Number.NaN : Math.fround(27 - 3 * Math.sqrt(-Math.log(1 - spread(row, 3)))),
  },
  {
    line: { name: 'NOBS', type: 'int16', format: 'I' },
    value: (row) => Math.floor(9 * spread(row, 4) ** 2),
  },
  {
    line: { name: 'FLUX', type: 'float32', unit: 'uJy', format: 'E' },
    value: (row) => Math.fround(10 ** (1.5 * normal(row, 5))),
  },
  {
    line: { name: 'CLASS', type: 'text', format: '8A', numeric: false, description: 'What it is' },
    texts: (row) => [CLASSES[Math.floor(spread(row, 6) * CLASSES.length)] ?? ''],
  },
  {
    line: {
      name: 'STAMP',
      type: 'float32',
      unit: 'counts',
      format: '480E',
      shape: [20, 24],
      numeric: false,
      scalar: false,
    },
    texts: (row) =>
      Array.from({ length: 480 }, (_, i) =>
        i === 3
          ? null
          : String(
              Math.fround(
                40 * Math.exp(-(((i % 24) - 9) ** 2 + (Math.floor(i / 24) - 12) ** 2) / 20) +
                  spread(i, row),
              ),
            ),
      ),
  },
  {
    line: {
      name: 'SPECTRUM',
      type: 'float32',
      unit: 'Jy',
      format: '300E',
      shape: [300],
      numeric: false,
      scalar: false,
    },
    texts: (row) =>
      Array.from({ length: 300 }, (_, i) =>
        i === 40 ? null : String(Math.fround(spectrumAt(i, row))),
      ),
  },
  {
    line: {
      name: 'SERIES',
      type: 'float64',
      format: 'QD(20000)',
      variable: true,
      numeric: false,
      scalar: false,
    },
    texts: (row) =>
      row % 2 === 1
        ? []
        : Array.from({ length: 20_000 }, (_, i) => String(normal(i, 9) + (i === 12_345 ? 40 : 0))),
  },
  {
    line: {
      name: 'VIS',
      type: 'complex64',
      unit: 'Jy',
      format: '64C',
      shape: [64],
      numeric: false,
      scalar: false,
    },
    texts: () =>
      Array.from(
        { length: 64 },
        (_, i) =>
          `${Math.fround(Math.cos(i / 6)).toPrecision(6)}${Math.sin(i / 6) < 0 ? '-' : '+'}${Math.abs(Math.sin(i / 6)).toPrecision(6)}j`,
      ),
  },
  {
    line: { name: 'MASK', type: 'bit', format: '20X', shape: [20], numeric: false, scalar: false },
    texts: () => Array.from({ length: 20 }, (_, i) => String(i % 3 === 0 ? 1 : 0)),
  },
  {
    line: { name: 'NAMES', type: 'text', format: '30A', shape: [3], numeric: false, scalar: false },
    texts: () => ['NGC 5457', 'M 101', 'Pinwheel <b>Galaxy</b>'],
  },
  { line: { name: 'ID', type: 'int64', format: 'K' }, value: (row) => 4_295_806_720 + row },
  {
    line: {
      name: 'BROKEN',
      type: 'float32',
      format: '9999E',
      numeric: false,
      problem: 'TFORM14 needs more bytes than a row has.',
    },
  },
  { line: { name: 'SAME', type: 'float64', format: 'D' }, value: () => 2.5 },
];

const PLAIN: Omit<ColumnLine, 'index' | 'name' | 'type'> = {
  shape: [],
  variable: false,
  unit: undefined,
  description: undefined,
  format: '',
  nullRule: undefined,
  problem: undefined,
  numeric: true,
  scalar: true,
  width: 10,
};

/** The columns, and as many more, made like the first of them, as are asked for. */
export function columnsOf(count: number): ColumnLine[] {
  return Array.from({ length: Math.max(count, MADE.length) }, (_, index) => {
    const made = MADE[index] ?? { line: { name: `BAND_${index}`, type: 'float32', unit: 'mag' } };
    return { ...PLAIN, ...made.line, index };
  });
}

export function valueOf(column: number, row: number): number {
  const made = MADE[column];
  return made?.value?.(row) ?? (made === undefined ? 20 + 2 * normal(row, column) : Number.NaN);
}

export function textsOf(column: number, row: number): (string | null)[] {
  const texts = MADE[column]?.texts?.(row);
  const value = texts === undefined ? valueOf(column, row) : Number.NaN;
  return texts ?? [Number.isNaN(value) ? null : String(value)];
}

/** What plain loops make of a column. */
export function statisticsOfColumn(
  column: number,
  rows: number,
): HostMethods['columnStatistics'][1] {
  const all = Array.from({ length: rows }, (_, row) => textsOf(column, row)).flat();
  const texts = all.filter((text): text is string => text !== null);
  const isText = MADE[column]?.line.type === 'text';
  const sorted = isText ? texts.sort() : texts.sort((a, b) => Number(a) - Number(b));
  const counts = new Map<string, number>();
  for (const text of sorted) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const numbers = isText ? [] : sorted.map(Number);
  const sum = numbers.reduce((a, b) => a + b, 0);
  const mean = sum / numbers.length;
  const square = numbers.reduce((a, b) => a + (b - mean) ** 2, 0);
  const at = (i: number): number => numbers[i] ?? Number.NaN;
  const none = numbers.length === 0;
  return {
    rows,
    rowsInView: rows,
    count: sorted.length,
    missing: all.length - sorted.length,
    nan: 0,
    infinite: 0,
    min: sorted[0],
    max: sorted.at(-1),
    sum: none ? undefined : sum,
    mean: none ? undefined : mean,
    deviation: none ? undefined : Math.sqrt(square / numbers.length),
    median: none ? undefined : (at((numbers.length - 1) >> 1) + at(numbers.length >> 1)) / 2,
    medianExact: true,
    distinct: counts.size,
    frequent: [...counts]
      .map(([text, count]) => ({ text, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 10),
  };
}

function histogramOf(
  values: Float64Array,
  bins: number,
  range: readonly [number, number] | undefined,
): HostMethods['columnHistogram'][1] {
  const finite = values.filter(Number.isFinite);
  const low = range?.[0] ?? finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = range?.[1] ?? finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const counts = new Array<number>(bins).fill(0);
  let [below, above] = [0, 0];
  for (const value of finite) {
    if (value < low) {
      below++;
    } else if (value > high) {
      above++;
    } else {
      const bin = Math.min(Math.floor(((value - low) / (high - low || 1)) * bins), bins - 1);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { low, high, counts, below, above };
}

/** Bytes of their own, at an odd place of their buffer: nobody promised that they are aligned. */
function bytesOf(values: Float64Array | Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.byteLength + 3);
  bytes.set(new Uint8Array(values.buffer), 3);
  return bytes.subarray(3);
}

function scatterOf(xs: Float64Array, ys: Float64Array, most: number): HostMethods['scatter'][1] {
  const all: number[] = [];
  xs.forEach((x, row) => {
    if (Number.isFinite(x) && Number.isFinite(ys[row])) {
      all.push(row);
    }
  });
  const range = (values: Float64Array): [number, number] =>
    all.reduce<[number, number]>(
      ([low, high], row) => [Math.min(low, values[row] ?? 0), Math.max(high, values[row] ?? 0)],
      [Infinity, -Infinity],
    );
  const [xRange, yRange] = [range(xs), range(ys)];
  const every = Math.max(1, Math.ceil(all.length / most));
  const given = all.filter((_, i) => i % every === 0);
  const pick = (values: Float64Array): Uint8Array =>
    bytesOf(Float64Array.from(given, (row) => values[row] ?? Number.NaN));
  const side = 256;
  const counts = new Uint32Array(side * side);
  for (const row of all) {
    const cell = (values: Float64Array, [low, high]: [number, number]): number =>
      Math.min(Math.floor((((values[row] ?? 0) - low) / (high - low)) * side), side - 1);
    const at = cell(ys, yRange) * side + cell(xs, xRange);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return {
    points: all.length,
    x: pick(xs),
    y: pick(ys),
    rows: bytesOf(Uint32Array.from(given)),
    xRange,
    yRange,
    density: every === 1 ? undefined : { width: side, height: side, counts: bytesOf(counts) },
  };
}

function cellOf(column: number, row: number): CellReply {
  const line = columnsOf(0)[column];
  const texts = textsOf(column, row);
  const isNumber = /^(u?int|float|bit)/.test(line?.type ?? '');
  const values = isNumber
    ? Float64Array.from(texts, (text) => (text === null ? NaN : Number(text)))
    : new Float64Array();
  return {
    shape: line?.variable === true ? [texts.length] : (line?.shape ?? []),
    count: texts.length,
    values: bytesOf(values),
    texts: texts.slice(0, 10_000),
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Method = 'columnsCost' | 'columnStatistics' | 'columnHistogram' | 'scatter' | 'cell' | 'save';
type Answers = {
  readonly [M in Method]: (
    params: HostMethods[M][0],
    work: (done: number, progress?: HostMethods[M][2]) => Promise<void>,
  ) => Promise<HostMethods[M][1]>;
};

export interface PanelsScenario {
  readonly rows: number;
  readonly bytes: number;
  /** `slow` waits half way until it is released, `error` fails once each. */
  readonly words: ReadonlySet<string>;
}

export function makePanelsHost({ rows, bytes, words }: PanelsScenario): {
  readonly host: Host;
  readonly stand: PanelsStand;
} {
  const stand: PanelsStand = { asked: [], saved: [], cancelled: 0, released: 0 };
  const failed = new Set<string>();
  const valuesOf = (column: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => valueOf(column, row));
  const answers: Answers = {
    columnsCost: ({ columns }) =>
      Promise.resolve({ bytes: bytes * columns.length, requests: 97 * columns.length }),
    columnStatistics: async ({ column }, work) => {
      const whole = statisticsOfColumn(column, rows);
      await work(0.5, { ...whole, rows: Math.floor(rows / 2) });
      return whole;
    },
    columnHistogram: async ({ column, bins, range }, work) => {
      await work(0.5, { done: 0.5 });
      return histogramOf(valuesOf(column), bins, range);
    },
    scatter: async ({ x, y, most }, work) => {
      await work(0.5, { done: 0.5 });
      return scatterOf(valuesOf(x), valuesOf(y), most);
    },
    cell: async ({ row, column }, work) => {
      await work(0);
      return cellOf(column, row);
    },
    save: ({ name, data }) => {
      stand.saved.push({ name, bytes: data.byteLength });
      return Promise.resolve({ saved: true });
    },
  };
  const request = async (
    method: Method,
    params: object,
    options: { signal?: AbortSignal; onProgress?: (progress: unknown) => void } = {},
  ): Promise<unknown> => {
    const { signal, onProgress } = options;
    const said = method === 'save' ? {} : params;
    stand.asked.push(`${method} ${JSON.stringify(said)}`);
    const work = async (_: number, progress?: unknown): Promise<void> => {
      if (progress !== undefined) {
        onProgress?.(structuredClone(progress));
      }
      do {
        await pause(5);
      } while (words.has('slow') && stand.released === 0 && signal?.aborted !== true);
      if (signal?.aborted === true) {
        stand.cancelled++;
        throw failure('cancelled', 'Cancelled.');
      }
      if (words.has('error') && !failed.has(method)) {
        failed.add(method);
        throw failure('network', 'The server stopped answering after 3 tries.');
      }
    };
    const answer = answers[method] as (params: object, step: typeof work) => Promise<unknown>;
    return structuredClone(await answer(params, work));
  };
  return { host: { request, on: () => () => undefined } as unknown as Host, stand };
}

function failure(code: string, message: string): RemoteError {
  return new RemoteError({ code, message, hint: 'Check the connection.', retryable: true });
}
