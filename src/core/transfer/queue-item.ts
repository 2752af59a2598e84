import { sentence, SkybucketError } from '../errors';
import type { Rate } from './rate';
import type {
  TransferBatch,
  TransferFailure,
  TransferFile,
  TransferProgress,
  TransferState,
} from './transfer';

/** A transfer under way. */
export interface Run {
  readonly stop: AbortController;
  readonly rate: Rate;
  /** When a figure was last added to the rate. */
  sampled: number;
  /** Somebody stopped it; what it ends with is no failure. */
  stopped: boolean;
  /** Resolves when it has ended, however. */
  ended: Promise<void>;
  /** Bytes that were there before it; undefined before it said so. */
  before: number | undefined;
  phase: 'transferring' | 'checking';
  readonly slot: Slot;
}

/** What a run takes of what there may be at a time. */
export interface Slot {
  readonly host: string;
  readonly weight: number;
  /** False once another has it, while this one is brought to the disk. */
  isHeld: boolean;
}

/** A file of the queue, and how far it is. */
export class QueueItem {
  run: Run | undefined;
  done = 0;
  size: number | undefined;
  /** Attempts that failed since it last got further than ever. */
  failed = 0;
  /** Bytes of the attempt that got furthest: what begins at its start each time may not go on for ever. */
  furthest = 0;
  /** Not begun before this moment (milliseconds of the queue's clock). */
  notBefore = 0;
  /** Why its last attempt failed, where it is tried again by itself. */
  again: TransferFailure | undefined;
  /** It is being removed, and not begun again. */
  leaving = false;

  constructor(
    readonly batch: TransferBatch,
    readonly file: TransferFile,
    public state: TransferState,
  ) {
    this.size = state.kind === 'done' ? state.size : (file.size ?? file.known?.size);
    this.done = state.kind === 'done' ? state.size : 0;
  }

  get isOver(): boolean {
    return isOver(this.state);
  }

  progress(): TransferProgress {
    const { file, done, size, run, again } = this;
    // One that stands still becomes slower.
    run?.rate.add(done);
    return {
      ...{ file, done, size },
      state: run === undefined || this.isOver ? this.state : { kind: 'active' },
      bytesPerSecond: run?.rate.bytesPerSecond(),
      phase: run?.phase,
      ...(run === undefined && this.state.kind === 'waiting' && again !== undefined
        ? { again }
        : {}),
    };
  }
}

/** Done, skipped or failed. */
export function isOver({ kind }: TransferState): boolean {
  return kind === 'done' || kind === 'skipped' || kind === 'failed';
}

export function failureOf(error: unknown): TransferFailure {
  if (error instanceof SkybucketError) {
    const { code, message, hint, retryable } = error;
    return { code, message, retryable, ...(hint === undefined ? {} : { hint }) };
  }
  return { code: 'protocol', message: sentence(error), retryable: false };
}
