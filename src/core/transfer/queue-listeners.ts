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
    tell(this.troubles, batch, failure);
  }

  note(text: string): void {
    tell(this.notes, text);
  }

  /** Tells the end of batches of these that are over by now. */
  checkEnds(items: readonly QueueItem[]): void {
    for (const id of new Set(items.map(({ batch }) => batch.id))) {
      const held = this.items.batch(id);
      if (held !== undefined && !held.told && held.open === 0) {
        held.told = true;
        const files = this.items.ofBatch(id).map((item) => item.progress());
        tell(this.ends, held.batch, files);
      }
    }
  }
}

/** Tells those who listen now: whoever begins to meanwhile hears of the next only. */
function tell<A extends readonly unknown[]>(
  listeners: ReadonlySet<(...told: A) => void>,
  ...told: A
): void {
  for (const listener of [...listeners]) {
    listener(...told);
  }
}

/** @returns how to stop listening */
export function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
