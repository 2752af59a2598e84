import type { QueueItem } from './queue-item';
import type { QueueItems } from './queue-items';
import type { TransferBatch, TransferFailure, TransferProgress } from './transfer';

type OnEnd = (batch: TransferBatch, files: readonly TransferProgress[]) => void;
type OnTrouble = (batch: TransferBatch, failure: TransferFailure) => void;
type OnNote = (note: string) => void;

/** Who is told what becomes of batches. */
export class QueueListeners {
  readonly ends = new Set<OnEnd>();
  readonly troubles = new Set<OnTrouble>();
  readonly notes = new Set<OnNote>();

  constructor(private readonly items: QueueItems) {}

  trouble(batch: TransferBatch, failure: TransferFailure): void {
    for (const listener of [...this.troubles]) {
      listener(batch, failure);
    }
  }

  note(text: string): void {
    for (const listener of [...this.notes]) {
      listener(text);
    }
  }

  /** Tells the end of batches of these that are over by now. */
  checkEnds(items: readonly QueueItem[]): void {
    for (const id of new Set(items.map(({ batch }) => batch.id))) {
      const held = this.items.batch(id);
      if (held !== undefined && !held.told && held.open === 0) {
        held.told = true;
        const files = this.items.ofBatch(id).map((item) => item.progress());
        for (const listener of [...this.ends]) {
          listener(held.batch, files);
        }
      }
    }
  }
}

/** @returns how to stop listening */
export function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
