import { SkybucketError, throwIfAborted } from '../errors';
import type { ColumnStore } from './column-store';
import { scanElements, typeOf } from './scan-elements';
import type { ColumnValues, ElementArray } from './table';
import { GrowingColumn, type ElementKey, type WholeColumn } from './whole-column';

/** Some rows that follow on each other: those of each column begin at its `start`. */
export interface Piece {
  readonly from: number;
  readonly rows: number;
  readonly columns: readonly PieceColumn[];
}

export interface PieceColumn {
  readonly values: ElementArray;
  readonly missing: Uint8Array | undefined;
  readonly start: number;
}

/**
 * All rows that are there of some columns, piece by piece in their order. The columns are kept where they fit
 * into memory; where they do not, they are read each time.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* pieces(
  store: ColumnStore,
  keys: readonly ElementKey[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece> {
  store.checkReadable(keys);
  let done = 0;
  if (store.fits(keys)) {
    try {
      for await (const piece of growing(store, keys, signal)) {
        yield piece;
        done = piece.from + piece.rows;
      }
      return;
    } catch (error) {
      // Of texts that is known only once they have been read.
      if (!(error instanceof SkybucketError) || error.code !== 'too-large') {
        throw error;
      }
    }
  }
  yield* passing(store, keys, done, signal);
}

/** From columns while they fill. */
async function* growing(
  store: ColumnStore,
  keys: readonly ElementKey[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece> {
  const rows = store.table.rowsPresent;
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal?.addEventListener('abort', abort, { once: true });
  let columns: readonly WholeColumn[] = [];
  let ready = 0;
  let wake: () => void = () => undefined;
  const onRows = (so: number, filling: readonly WholeColumn[]): void => {
    [ready, columns] = [so, filling];
    wake();
  };
  const end = store.load(keys, { signal: stop.signal, onRows }).then((all) => {
    [ready, columns] = [rows, all];
  });
  try {
    for (let done = 0; done < rows;) {
      if (ready === done) {
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), end]);
      }
      throwIfAborted(signal);
      const start = done;
      const parts = columns.map(({ values, missing }) => ({ values, missing, start }));
      done = ready;
      yield { from: start, rows: done - start, columns: parts };
    }
    await end;
  } finally {
    // Who stops early wants no more of it.
    end.catch(() => undefined);
    stop.abort();
    signal?.removeEventListener('abort', abort);
  }
}

/** From a scan that keeps nothing; the first rows have been had before. */
async function* passing(
  { table }: ColumnStore,
  keys: readonly ElementKey[],
  skip: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece> {
  for await (const { from, rows, columns } of scanElements(table, keys, signal)) {
    if (from + rows > skip) {
      const start = Math.max(0, skip - from);
      const parts = keys.map((key, i) => {
        const part = columns[i] as ColumnValues;
        if (part.starts === undefined) {
          return { values: part.values, missing: part.missing, start };
        }
        const column = new GrowingColumn(key, typeOf(table, key), rows);
        column.add(0, part, 0, rows);
        return { values: column.values, missing: column.missing, start };
      });
      yield { from: from + start, rows: rows - start, columns: parts };
    }
  }
}
