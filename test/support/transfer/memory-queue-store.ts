import type { QueueContent, QueueStore } from '../../../src/core/transfer/queue';
import { QueueLog } from '../../../src/core/transfer/queue-log';
import type {
  TransferBatch,
  TransferFile,
  TransferState,
} from '../../../src/core/transfer/transfer';

/** Keeps a queue in memory: give it to another queue for what a restart finds. */
export class MemoryQueueStore implements QueueStore {
  readonly log = new QueueLog();
  readonly problems: string[] = [];
  closed = false;

  read(): Promise<QueueContent> {
    return Promise.resolve({ ...this.log.content(), problems: this.problems });
  }

  add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void> {
    this.log.add(batch, files);
    return Promise.resolve();
  }

  setState(id: string, state: TransferState): Promise<void> {
    this.log.setState(id, state);
    return Promise.resolve();
  }

  setOrder(ids: readonly string[]): Promise<void> {
    this.log.setOrder(ids);
    return Promise.resolve();
  }

  removeFiles(ids: readonly string[]): Promise<void> {
    this.log.remove(ids);
    return Promise.resolve();
  }

  leave(ids: readonly string[]): Promise<void> {
    this.log.leave(ids);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
