import type {
  TransferBatch,
  TransferProgress,
  TransferState,
} from '../../../../src/core/transfer/transfer';

/** Batches and files as a queue would tell of them. */

export function batchOf(id: string, more: Partial<TransferBatch> = {}): TransferBatch {
  return {
    ...{ id, direction: 'download', label: `Batch ${id}`, folder: `/data/${id}` },
    ...{ onExisting: 'skip', created: 0, ...more },
  };
}

export function fileOf(
  id: string,
  batch: string,
  more: Partial<Omit<TransferProgress, 'file'>> = {},
): TransferProgress {
  return {
    file: { id, batch, address: `skybucket://public/sky/${id}`, path: `${id}.fits` },
    ...{ state: { kind: 'waiting' }, done: 0, size: 1_000_000 },
    ...{ bytesPerSecond: undefined, phase: undefined, ...more },
  };
}

export function doneState(size: number, more: { readonly warning?: string } = {}): TransferState {
  return { kind: 'done', at: '/data/x.fits', size, verified: { by: 'size' }, time: 0, ...more };
}

export function failedState(message: string, hint?: string): TransferState {
  const failure = { code: 'server' as const, message, hint, retryable: true };
  return { kind: 'failed', failure, time: 0 };
}
