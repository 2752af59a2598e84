import { SkybucketError, throwIfAborted } from '../core/errors';
import type { TableSlice } from '../core/table/table';
import type { TableView } from '../core/table/view';
import type { TableQuestions } from './methods';
import { RowBatch } from './row-batches';

/** Files that are written at the same time; the one that was begun first is given up for a further one. */
const MOST_WRITTEN = 4;

type PieceParams = TableQuestions['parquet'][0];
type PieceReply = TableQuestions['parquet'][1];

/** What a writer is given: rows as often as it asks for them. */
export interface RowsToWrite {
  readonly view: TableView;
  /** Positions of the columns in the table. */
  readonly columns: readonly number[];
  readonly signal: AbortSignal;
  /** All rows of some of the columns (positions in the table), from the first on. */
  slices(columns: readonly number[]): AsyncGenerator<TableSlice, void, void>;
}

/** Makes the bytes of a file; `share` of a piece is how much of the work was done when it was made, 0 to 1. */
export type WriteStream = (rows: RowsToWrite) => AsyncGenerator<StreamPiece, void, void>;

export interface StreamPiece {
  readonly bytes: Uint8Array;
  readonly share: number;
}

interface Stream {
  readonly pieces: AsyncGenerator<StreamPiece, void, void>;
  readonly stop: AbortController;
}

/** Files of one format whose pieces cannot be made without those before: each is asked for once, in turn. */
export class ExportStreams {
  private readonly underWay = new Map<string, Stream>();

  constructor(private readonly write: WriteStream) {}

  /**
   * The next piece. It is the last where `to` is the number of rows, and before that `to` only says how far it is.
   *
   * @throws SkybucketError `not-found` for a file that was given up, `cancelled`, or what writing throws.
   */
  async piece(view: TableView, params: PieceParams, signal: AbortSignal): Promise<PieceReply> {
    const key = params.writing ?? '';
    if (signal.aborted) {
      this.giveUp(key);
    }
    throwIfAborted(signal);
    const stream = params.names ? this.begin(key, view, params.columns) : this.underWay.get(key);
    if (stream === undefined) {
      throw new SkybucketError('not-found', 'The export was given up for another one.', {
        hint: 'Export the table again.',
      });
    }
    const abort = (): void => stream.stop.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const next = await stream.pieces.next();
      throwIfAborted(signal);
      if (next.done === true) {
        this.underWay.delete(key);
        return { bytes: new Uint8Array(0), to: view.rows, rows: view.rows };
      }
      const { bytes, share } = next.value;
      const { rows } = view;
      // Between the beginning and the end of so few there is no place for another piece.
      if (rows < 2) {
        this.underWay.delete(key);
        return { bytes: await allOf(bytes, stream.pieces), to: rows, rows };
      }
      return { bytes, to: Math.max(1, Math.min(rows - 1, Math.floor(share * rows))), rows };
    } catch (error) {
      this.giveUp(key);
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private begin(key: string, view: TableView, columns: readonly number[]): Stream {
    this.giveUp(key);
    const stop = new AbortController();
    const rows: RowsToWrite = {
      ...{ view, columns, signal: stop.signal },
      slices: (some) => slicesOf(view, some, stop.signal),
    };
    const stream = { pieces: this.write(rows), stop };
    this.underWay.set(key, stream);
    for (const oldest of [...this.underWay.keys()].slice(0, -MOST_WRITTEN)) {
      this.giveUp(oldest);
    }
    return stream;
  }

  private giveUp(key: string): void {
    const stream = this.underWay.get(key);
    this.underWay.delete(key);
    stream?.stop.abort();
    // It may be at work, and ends as cancelled then.
    stream?.pieces.return().catch(() => undefined);
  }
}

async function* slicesOf(
  view: TableView,
  columns: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<TableSlice, void, void> {
  let batch = view.rows === 0 ? undefined : new RowBatch(view, 0, columns);
  const abort = (): void => batch?.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    while (batch !== undefined) {
      throwIfAborted(signal);
      const slice: TableSlice = await batch.slice;
      const next: RowBatch | undefined = batch.next(slice);
      yield slice;
      batch = next;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    abort();
  }
}

async function allOf(
  first: Uint8Array,
  rest: AsyncGenerator<StreamPiece, void, void>,
): Promise<Uint8Array> {
  const parts = [first];
  for await (const { bytes } of rest) {
    parts.push(bytes);
  }
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
