import type { TransferBatch, TransferFile } from '../../../src/core/transfer/transfer';

export function makeBatch(id: string): TransferBatch {
  return {
    ...{ id, direction: 'download', label: id, folder: '/data', onExisting: 'skip', created: 1 },
  };
}

/** Files of a batch, their ids made of its own and a number. */
export function makeFiles(batch: string, count: number, size?: number): TransferFile[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `${batch}-${index}`, batch, path: `f${index}.fits` },
    address: `skybucket://public/bucket/f${index}.fits`,
    known: { size: index, etag: `"${index}"` },
    ...(size === undefined ? {} : { size }),
  }));
}
