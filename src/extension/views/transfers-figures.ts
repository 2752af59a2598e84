import type { TransferProgress } from '../../core/transfer/transfer';

/** Sums over the files of a batch. */
export interface BatchFigures {
  readonly files: number;
  readonly active: number;
  readonly waiting: number;
  readonly paused: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  /** Whole, there already, or failed. */
  readonly ended: number;
  /** Bytes that are where they belong, of those that are not over as of those that are. */
  readonly bytes: number;
  /** Bytes of files that are whole. */
  readonly bytesDone: number;
  /** Bytes of all that are to be transferred, as far as is known; skipped and failed ones do not count. */
  readonly size: number;
  /** True where the size of some is not known. */
  readonly sizeIsLeast: boolean;
  readonly bytesPerSecond: number | undefined;
}

export function batchFigures(files: readonly TransferProgress[]): BatchFigures {
  const counts = { active: 0, waiting: 0, paused: 0, done: 0, skipped: 0, failed: 0 };
  let bytes = 0;
  let bytesDone = 0;
  let size = 0;
  let sizeIsLeast = false;
  let bytesPerSecond: number | undefined;
  for (const file of files) {
    const { state } = file;
    counts[state.kind] += 1;
    if (state.kind === 'done') {
      bytes += state.size;
      bytesDone += state.size;
      size += state.size;
    } else if (state.kind !== 'skipped' && state.kind !== 'failed') {
      bytes += file.done;
      size += file.size ?? file.done;
      sizeIsLeast ||= file.size === undefined;
    }
    if (state.kind === 'active' && file.bytesPerSecond !== undefined) {
      bytesPerSecond = (bytesPerSecond ?? 0) + file.bytesPerSecond;
    }
  }
  return {
    files: files.length,
    ...counts,
    ended: counts.done + counts.skipped + counts.failed,
    ...{ bytes, bytesDone, size, sizeIsLeast, bytesPerSecond },
  };
}
