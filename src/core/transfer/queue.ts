import type { Meter } from '../bytes/meter';
import type {
  TransferBatch,
  TransferFailure,
  TransferFile,
  TransferProgress,
  TransferState,
  Verified,
} from './transfer';

/** What became of one transfer: how a runner ends where it does not throw. */
export type TransferOutcome =
  | {
      readonly kind: 'done';
      readonly at: string;
      readonly size: number;
      readonly verified: Verified;
      readonly warning?: string | undefined;
    }
  | { readonly kind: 'skipped'; readonly at: string };

export interface RunOptions {
  /** Aborted for a pause (what was transferred is kept) and for a cancel (the queue removes it afterwards). */
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /**
   * The first call of a run says what was there before it: 0, or the bytes its journal knows of.
   *
   * @param done bytes that are where they belong
   */
  onProgress(done: number, size: number | undefined, phase: 'transferring' | 'checking'): void;
}

/**
 * Transfers one file, going on where its journal says that an earlier run came to. Ends with `cancelled` when the
 * signal aborts, and leaves what is transferred so far to go on with later.
 */
export interface TransferRunner {
  run(batch: TransferBatch, file: TransferFile, options: RunOptions): Promise<TransferOutcome>;
  /** Removes what an unfinished transfer has left: the partial file, the journal, the parts at the server. */
  abandon(batch: TransferBatch, file: TransferFile): Promise<void>;
}

/** Batches and their files as they are kept. Bounded reading: what is damaged is left out and said. */
export interface QueueStore {
  read(): Promise<QueueContent>;
  add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void>;
  setState(id: string, state: TransferState): Promise<void>;
  /** In the order they are to be transferred. */
  setOrder(ids: readonly string[]): Promise<void>;
  /** A batch without files is forgotten, too. */
  removeFiles(ids: readonly string[]): Promise<void>;
  /** They are none of the queue any more, and something of them is still to be removed: until `removeFiles`. */
  leave(ids: readonly string[]): Promise<void>;
  /** What windows that have died since then have left; asked now and then. */
  adopt?(): Promise<QueueContent>;
  /** Told when another window has taken over all of this, since it held this one for dead (a machine that slept). */
  onLost?(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface QueueContent {
  readonly batches: readonly TransferBatch[];
  /** In the order they are to be transferred. */
  readonly files: readonly { readonly file: TransferFile; readonly state: TransferState }[];
  /** Gone from the queue; what they have left here or at the server has yet to be removed. */
  readonly leaving?: readonly LeavingFile[] | undefined;
  /** One sentence for each thing that could not be read. */
  readonly problems: readonly string[];
}

export interface LeavingFile {
  readonly batch: TransferBatch;
  readonly file: TransferFile;
}

/** Figures of the queue. */
export interface QueueTotals {
  readonly active: number;
  readonly waiting: number;
  readonly paused: number;
  readonly failed: number;
  readonly done: number;
  /**
   * Bytes, of the batches of which something is under way or waiting: of those files, and of those that are done, so
   * that the total never goes back. Failed and paused ones do not count.
   */
  readonly transferred: number;
  readonly size: number;
  /** True where the size of some is not known. */
  readonly sizeIsLeast: boolean;
  readonly bytesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
}

/** The transfers of this window, a few at a time: what the view and the commands work with. */
export interface TransferQueue {
  /** Loads what was left by an earlier session and goes on with it. Once. */
  start(): Promise<void>;
  /** In the order of their first files. */
  batches(): readonly TransferBatch[];
  files(batch?: string): readonly TransferProgress[];
  totals(): QueueTotals;
  /** Told at most a few times a second. Returns how to stop listening. */
  onChange(listener: () => void): () => void;
  /** Told once for each batch, when its last file has ended; once more where failed ones were tried again. */
  onBatchEnd(
    listener: (batch: TransferBatch, files: readonly TransferProgress[]) => void,
  ): () => void;
  /** Told when a batch was paused because of this machine: a disk that is full, a folder that is gone. */
  onTrouble(listener: (batch: TransferBatch, failure: TransferFailure) => void): () => void;
  /** Told a sentence for the log: what of a cancelled transfer could not be removed yet, and that it is by now. */
  onNote(listener: (note: string) => void): () => void;
  /** What could not be read of what an earlier session left, a sentence each. */
  problems(): readonly string[];
  add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void>;
  /** Ids of files; left out: all. A pause keeps what is transferred. */
  pause(ids?: readonly string[]): Promise<void>;
  resume(ids?: readonly string[]): Promise<void>;
  /** Failed ones once more; those that were cancelled are gone. */
  retry(ids?: readonly string[]): Promise<void>;
  /**
   * Ends them and removes what is left of them; what cannot be reached now is removed when it can be, in a later
   * session if need be. Finished ones are only forgotten.
   */
  remove(ids: readonly string[]): Promise<void>;
  /** Moves those that wait before another one, or to the end. */
  move(ids: readonly string[], before: string | undefined): Promise<void>;
  /** Forgets all that are over. */
  clearEnded(): Promise<void>;
  /** Pauses at the socket, keeps the journals; for the end of the session. */
  close(): Promise<void>;
}
