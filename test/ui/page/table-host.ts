import type { ColumnLine, FilterProblem, TableReply } from '../../../src/protocol/table';
import type { HostMethods } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';

/** A host with a table made of numbers that nobody has to keep: any size, every kind of column. */

export interface TableScenario {
  readonly rows: number;
  readonly columns: number;
  /** Words: `remote`, `error`, `slow`, `gone`, `truncated`. */
  readonly words: ReadonlySet<string>;
}

export interface Asked {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** What the host has seen. */
export interface TableStand {
  readonly asked: Asked[];
  cells: number;
  inFlight: number;
  mostInFlight: number;
  cancelled: number;
  /** Whether rows are kept back. */
  held: boolean;
  /** Steps that slow work may go on by; raised by the runner. */
  released: number;
  /** Views that the host still knows. */
  readonly views: Map<string, View>;
}

interface View {
  readonly rows: number;
  /** Row of the table. */
  number(row: number): number;
}

type Method =
  | 'table'
  | 'rows'
  | 'arrangeCost'
  | 'arrange'
  | 'columnsCost'
  | 'rowsText'
  | 'exportTable'
  | 'cell';
type Answer<M extends Method> = (
  params: HostMethods[M][0],
  tools: { signal: AbortSignal; progress: (body: HostMethods[M][2]) => void },
) => Promise<HostMethods[M][1]>;

/** Handlers for the methods of a table, as a whole viewer needs them too. */
export type TableAnswers = { readonly [M in Method]: Answer<M> };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function line(index: number): ColumnLine {
  const plain = {
    index,
    shape: [],
    variable: false,
    unit: undefined,
    description: undefined,
    nullRule: undefined,
    problem: undefined,
    numeric: true,
    scalar: true,
  };
  const kinds: readonly Omit<ColumnLine, 'index'>[] = [
    {
      ...plain,
      name: 'source_id',
      type: 'int64',
      format: '1K',
      width: 19,
      description: 'Unique source identifier',
    },
    {
      ...plain,
      name: 'ra',
      type: 'float64',
      format: '1D',
      width: 12,
      unit: 'deg',
      description: 'Right ascension (ICRS) at epoch 2016.0',
    },
    {
      ...plain,
      name: 'dec',
      type: 'float64',
      format: '1D',
      width: 12,
      unit: 'deg',
      description: 'Declination (ICRS)',
    },
    {
      ...plain,
      name: 'flux',
      type: 'float32',
      format: '1E',
      width: 9,
      unit: 'mJy',
      nullRule: '-99',
    },
    {
      ...plain,
      name: 'name',
      type: 'text',
      format: '24A',
      width: 18,
      numeric: false,
      description: 'Name in the <b>NGC</b>',
    },
    { ...plain, name: 'variable star', type: 'bool', format: '1L', width: 1, numeric: false },
    {
      ...plain,
      name: 'stamp',
      type: 'int16',
      format: '1024I',
      width: 24,
      shape: [32, 32],
      numeric: false,
      scalar: false,
      unit: 'counts',
    },
    {
      ...plain,
      name: 'spectrum',
      type: 'float32',
      format: '100E',
      width: 24,
      shape: [100],
      numeric: false,
      scalar: false,
      unit: 'erg s-1 cm-2 AA-1',
    },
    {
      ...plain,
      name: 'times',
      type: 'float64',
      format: 'PD(40)',
      width: 20,
      variable: true,
      numeric: false,
      scalar: false,
      unit: 'd',
    },
    {
      ...plain,
      name: 'broken',
      type: 'float32',
      format: '9999E',
      width: 8,
      numeric: false,
      scalar: false,
      problem: 'TFORM10 needs more bytes than a row has.',
    },
  ];
  const kind = kinds[index % kinds.length] as ColumnLine;
  const suffix = index < kinds.length ? '' : `_${index}`;
  return { ...kind, index, name: `${kind.name}${suffix}` };
}

const mixed = (row: number, column: number): number =>
  (Math.imul(row + 1, 2654435761) ^ Math.imul(column + 7, 40503)) >>> 0;

/** What a cell shows; null where it is missing. */
export function cellText(row: number, column: number): string | null {
  const random = mixed(row, column);
  switch (column % 10) {
    case 0:
      return String(4_295_806_720n + BigInt(row) * 128n);
    case 1:
      return ((random / 4294967296) * 360).toFixed(6);
    case 2:
      return ((random / 4294967296) * 180 - 90).toFixed(6);
    case 3:
      return random % 11 === 0 ? null : random % 13 === 0 ? 'NaN' : (random / 1e8).toPrecision(6);
    case 4:
      return random % 29 === 0
        ? null
        : random % 5 === 0
          ? `NGC ${random % 7840} <b>in a group with a name that is far too long</b>`
          : `NGC ${random % 7840}`;
    case 5:
      return random % 3 === 0 ? 'T' : 'F';
    case 6:
      return `[[${random % 90} ${random % 77} ${random % 13} …]]`;
    case 7:
      return `[${(random / 1e9).toFixed(3)} ${(random / 2e9).toFixed(3)} …]`;
    case 8:
      return random % 4 === 0 ? '[]' : `[${random % 100}.5 ${random % 50}.25] (${random % 40})`;
    default:
      return null;
  }
}

function problemOf(filter: string): FilterProblem | undefined {
  const from = filter.indexOf('nonsense');
  return from < 0
    ? undefined
    : { message: 'There is no column “nonsense”. Text is put in quotes.', from, to: from + 8 };
}

export function makeTable({ rows, columns, words }: TableScenario): TableReply {
  return {
    columns: Array.from({ length: columns }, (_, index) => line(index)),
    rows,
    rowsPresent: words.has('truncated') ? Math.floor(rows * 0.812) : rows,
    bytesPerRow: columns * 6,
    local: !words.has('remote'),
    warnings: [],
  };
}

export function makeTableHost(scenario: TableScenario): {
  host: Host;
  answers: TableAnswers;
  stand: TableStand;
} {
  const { rows, words } = scenario;
  const stored: View = { rows, number: (row) => row };
  const stand: TableStand = {
    asked: [],
    cells: 0,
    inFlight: 0,
    mostInFlight: 0,
    cancelled: 0,
    held: false,
    released: 0,
    views: new Map([['', stored]]),
  };
  let failures = words.has('error') ? 1 : 0;
  const view = (name: string): View => {
    const found = stand.views.get(name);
    if (found === undefined) {
      throw failure('not-found', 'The view is gone.', false);
    }
    return found;
  };
  const answers: TableAnswers = {
    table: async () => makeTable(scenario),
    rows: async ({ view: name, from, to, columns }, { signal }) => {
      do {
        await pause(words.has('slow') ? 400 : 8);
      } while (stand.held && !signal.aborted);
      if (failures > 0 && from > 0) {
        failures--;
        throw failure('network', 'The server stopped answering after 3 tries.', true);
      }
      const of = view(name);
      const numbers = Array.from({ length: to - from }, (_, i) => of.number(from + i));
      stand.cells += numbers.length * columns.length;
      return {
        from,
        numbers,
        cells: columns.map((column) => numbers.map((number) => cellText(number, column))),
      };
    },
    arrangeCost: async ({ filter }) => {
      await pause(3);
      const cost = words.has('remote')
        ? { bytes: 1.2e9, requests: 340 }
        : { bytes: 0, requests: 0 };
      return { problem: problemOf(filter), cost };
    },
    arrange: async ({ filter, sort }, { signal, progress }) => {
      const left = filter === '' ? rows : filter.includes('nothing') ? 0 : Math.ceil(rows / 7);
      for (let step = 1; step <= 4; step++) {
        progress({ done: step / 5, rows: Math.floor((left * step) / 5) });
        do {
          await pause(4);
        } while (words.has('slow') && stand.released < step && !signal.aborted);
      }
      const name = JSON.stringify([filter, sort]);
      const step = filter === '' ? 1 : 7;
      const descending = sort[0]?.descending === true;
      stand.views.set(name, {
        rows: left,
        number: (row) => (descending ? left - 1 - row : row) * step,
      });
      return { view: name, rows: left };
    },
    columnsCost: async () =>
      words.has('remote') ? { bytes: 1.2e9, requests: 340 } : { bytes: 0, requests: 0 },
    rowsText: async ({ view: name, from, to, columns, names }) => {
      await pause(3);
      const of = view(name);
      const head = names ? [columns.map((column) => line(column).name).join('\t')] : [];
      const lines = Array.from({ length: Math.min(to - from, 1000) }, (_, i) =>
        columns.map((column) => cellText(of.number(from + i), column) ?? '').join('\t'),
      );
      return { text: [...head, ...lines].join('\n') };
    },
    exportTable: async (_, { signal, progress }) => {
      for (let step = 1; step <= 4; step++) {
        progress({ done: step / 5 });
        do {
          await pause(4);
        } while (words.has('slow') && stand.released < step && !signal.aborted);
      }
      return { saved: true };
    },
    cell: async ({ view: name, row, column }) => {
      const text = cellText(view(name).number(row), column);
      const values = new Float64Array([Math.fround(Number(text))]);
      return { shape: [], count: 1, values: new Uint8Array(values.buffer), texts: [text] };
    },
  };
  const request = async (
    method: string,
    params: unknown,
    { signal = new AbortController().signal, onProgress }: RequestOptions = {},
  ): Promise<unknown> => {
    stand.asked.push({ method, params: structuredClone(params) as Record<string, unknown> });
    stand.inFlight++;
    stand.mostInFlight = Math.max(stand.mostInFlight, stand.inFlight);
    const answer = answers[method as Method] as Answer<Method>;
    const progress = (body: unknown): void => {
      if (!signal.aborted) {
        onProgress?.(structuredClone(body));
      }
    };
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        stand.cancelled++;
        reject(failure('cancelled', 'Cancelled.', false));
      });
    });
    try {
      const work = answer(params as never, { signal, progress });
      return structuredClone(await Promise.race([work, cancelled]));
    } finally {
      stand.inFlight--;
    }
  };
  return { host: { request, on: () => () => undefined } as unknown as Host, answers, stand };
}

interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (body: unknown) => void;
}

function failure(code: string, message: string, retryable: boolean): RemoteError {
  return new RemoteError({ code, message, hint: undefined, retryable });
}
