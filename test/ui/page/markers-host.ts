import type { MarkerBatch, MarkerGuess, MarkerTable } from '../../../src/protocol/markers';
import type { OpenFile } from '../../../src/protocol/match';
import type { HduLine, PlaneReply } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Host } from '../../../webview/image/host';
import { maskHost, SIDE } from './mask-host';

/** Rows of the table in HDU 2; its markers stand on a lattice, of the other file's at random. */
export const LATTICE = 15;
export const STEP = SIDE / LATTICE;

export const PLANE: PlaneReply = {
  ...{ width: SIDE, height: SIDE, unit: 'MJy/sr', bytesPerRow: 4 * SIDE, local: false },
  ...{ axes: [], axisLines: [] },
};

const line = (index: number, name: string, table: boolean): HduLine => ({
  ...{ index, name, version: 1, type: table ? 'BinTableHDU' : 'ImageHDU', cards: 20, table },
  ...{ dimensions: '', format: '', picture: table ? 'empty' : 'yes', line: false },
});

export const LINES: readonly HduLine[] = [
  line(1, 'SCI', false),
  line(2, 'SOURCES', true),
  line(4, 'COSTLY', true),
  line(5, 'UNNAMED', true),
];

export const OTHERS: readonly OpenFile[] = [
  { id: 'x7', title: 'gaia.fits', lines: [line(0, 'PRIMARY', false), line(1, 'GAIA', true)] },
];

/** A kept result of a catalogue. */
export const RESULT: OpenFile = {
  ...{ id: 'r1', title: 'Stars of L1495', result: 'result-1' },
  lines: [{ ...line(1, 'rows', true), type: 'Parquet' }],
};

/** Where row n of the lattice is: from the lower left, row by row. */
export function latticeAt(row: number): readonly [x: number, y: number] {
  return [(row % LATTICE) * STEP + 10, Math.floor(row / LATTICE) * STEP + 10];
}

export interface MarkersStand {
  readonly asked: string[];
  readonly shownRows: unknown[];
  cancelled: number;
  /** Rows wait for this to be false, after the first batch. */
  held: boolean;
  /** Rows of the other file. */
  rows: number;
  files: readonly OpenFile[];
  fail: boolean;
  /** Files are opened or closed. */
  tell: () => void;
  /** Rows that are chosen of results of catalogues. */
  readonly chosenRows: Record<string, readonly number[]>;
  /** Something that the host says. */
  emit: (name: string, body: unknown) => void;
}

const COLUMNS = [
  { index: 0, name: 'RA', unit: 'deg', numeric: true },
  { index: 1, name: 'DEC', unit: 'deg', numeric: true },
  { index: 2, name: 'mag', unit: 'mag', numeric: true },
  { index: 3, name: 'name', unit: '', numeric: false },
];

function guess(file: string | undefined, hdu: number, rows: number): MarkerGuess {
  const known = hdu !== 5;
  return {
    columns: COLUMNS,
    rows,
    longitude: known ? 0 : undefined,
    latitude: known ? 1 : undefined,
    magnitude: known ? 2 : undefined,
    frame: file === undefined ? 'ICRS' : 'Galactic',
    bytes: hdu === 4 ? 34_000_000 : 0,
  };
}

function batch(
  from: number,
  count: number,
  rows: number,
  at: (row: number) => readonly [number, number],
  table: MarkerTable,
): MarkerBatch {
  const positions = new Float32Array(2 * count);
  const magnitudes = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    [positions[2 * k], positions[2 * k + 1]] = at(from + k);
    magnitudes[k] = 15 + ((from + k) % 11);
  }
  return {
    ...{ from, count, rows, positions: new Uint8Array(positions.buffer) },
    magnitudes: table.magnitude === undefined ? undefined : new Uint8Array(magnitudes.buffer),
  };
}

/** Anywhere on the image, always the same. */
function scattered(row: number, side: number): readonly [number, number] {
  const a = Math.imul(row + 1, 0x9e3779b1) >>> 0;
  const b = Math.imul(a ^ (a >>> 15), 0x85ebca6b) >>> 0;
  return [(a / 2 ** 32) * side - 0.5, (b / 2 ** 32) * side - 0.5];
}

type Answer = (
  // The parameters of several methods, as the page gives them.
  params: Record<string, unknown> & { readonly hdu: number; readonly file?: string | undefined },
  options: { readonly signal?: AbortSignal; readonly onProgress?: (body: unknown) => void },
) => Promise<unknown>;

export function markersHost(stand: MarkersStand, side = SIDE): Host {
  const base = maskHost({ asked: [], cancelled: 0, held: false, broken: false });
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const answers: Readonly<Record<string, Answer>> = {
    openFiles: async () => ({ files: stand.files }),
    guessMarkers: async ({ file, hdu, columns }) => {
      stand.asked.push(`guess ${file ?? ''}${hdu} ${JSON.stringify(columns ?? null)}`);
      await pause();
      return guess(file, hdu, file === undefined ? LATTICE ** 2 : stand.rows);
    },
    markers: async ({ table: given, hdu }, { signal, onProgress }) => {
      const table = given as MarkerTable;
      const { file, longitude, latitude, magnitude, frame } = table;
      stand.asked.push(
        `markers ${hdu} ${file ?? ''}${table.hdu} ${longitude},${latitude},${magnitude ?? ''} ${frame}`,
      );
      if (stand.fail) {
        throw new RemoteError({
          ...{ code: 'network', message: 'The server stopped answering after 3 tries.' },
          ...{ hint: 'Try again.', retryable: true },
        });
      }
      const onLattice = file === undefined || file === 'r1';
      const rows = onLattice ? LATTICE ** 2 : stand.rows;
      const at = onLattice ? latticeAt : (row: number) => scattered(row, side);
      const size = Math.max(100, 2 ** 17);
      for (let from = 0; from < rows; from += size) {
        // Two batches at least, so that there is something on the way.
        const half = Math.ceil(Math.min(size, rows - from) / 2);
        onProgress?.(batch(from, half, rows, at, table));
        do {
          await pause();
        } while (stand.held && signal?.aborted !== true);
        if (signal?.aborted === true) {
          stand.cancelled++;
          throw new RemoteError({
            ...{ code: 'cancelled', message: 'Cancelled.', hint: undefined, retryable: false },
          });
        }
        onProgress?.(batch(from + half, Math.min(size, rows - from) - half, rows, at, table));
      }
      return { rows, placed: rows };
    },
    chosenRows: async ({ result }) => {
      const rows = Uint32Array.from(stand.chosenRows[result as string] ?? []);
      return { rows: new Uint8Array(rows.buffer) };
    },
    chooseRows: async ({ result, rows }) => {
      const numbers = new Uint32Array((rows as Uint8Array).slice().buffer);
      stand.chosenRows[result as string] = [...numbers].sort((a, b) => a - b);
      stand.emit('chosenChanged', { result });
      return null;
    },
    showRow: async ({ file, hdu, row }) => {
      stand.shownRows.push({ file, hdu, row });
      return null;
    },
  };
  const listeners = new Map<string, (body: unknown) => void>();
  stand.emit = (name, body) => listeners.get(name)?.(body);
  return {
    on: (name: string, listener: (body: unknown) => void) => {
      listeners.set(name, listener);
      if (name === 'openFilesChanged') {
        stand.tell = () => listener(null);
      }
      return () => undefined;
    },
    request: (method: string, params: Parameters<Answer>[0], options: Parameters<Answer>[1] = {}) =>
      answers[method]?.(params, options) ??
      base.request(method as 'overview', params as never, options as never),
  } as unknown as Host;
}
