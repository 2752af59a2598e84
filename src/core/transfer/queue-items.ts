import { isOver, type QueueItem } from './queue-item';
import type { TransferBatch, TransferState } from './transfer';

interface HeldBatch {
  readonly batch: TransferBatch;
  readonly items: Set<QueueItem>;
  /** How many are not over. */
  open: number;
  /** Whether its end was told, or came before this session. */
  told: boolean;
}

/** The files of the queue, in the order they are transferred, and their batches. */
export class QueueItems {
  private readonly byId = new Map<string, QueueItem>();
  private readonly byBatch = new Map<string, HeldBatch>();
  private order: QueueItem[] = [];
  /** Everything before it is under way, paused or over. */
  private first = 0;

  get all(): readonly QueueItem[] {
    return this.order;
  }

  get(id: string): QueueItem | undefined {
    return this.byId.get(id);
  }

  batch(id: string): HeldBatch | undefined {
    return this.byBatch.get(id);
  }

  /** In the order of their first files. */
  batches(): readonly TransferBatch[] {
    const found = new Map<string, TransferBatch>();
    for (const { batch } of this.order) {
      if (found.size === this.byBatch.size) {
        break;
      }
      found.set(batch.id, batch);
    }
    return [...found.values()];
  }

  /** In the order of the queue. */
  ofBatch(id: string): readonly QueueItem[] {
    const held = this.byBatch.get(id);
    return held === undefined ? [] : this.order.filter((item) => held.items.has(item));
  }

  /** At the end. One whose id is there already is left out. */
  add(items: readonly QueueItem[]): void {
    for (const item of items) {
      const { id } = item.file;
      if (!this.byId.has(id)) {
        const { batch } = item;
        const held = this.byBatch.get(batch.id) ?? { batch, items: new Set(), open: 0, told: true };
        this.byBatch.set(batch.id, held);
        held.items.add(item);
        held.open += item.isOver ? 0 : 1;
        held.told &&= item.isOver;
        this.byId.set(id, item);
        this.order.push(item);
      }
    }
  }

  remove(items: ReadonlySet<QueueItem>): void {
    for (const item of items) {
      const held = this.byBatch.get(item.batch.id);
      this.byId.delete(item.file.id);
      if (held?.items.delete(item) === true && !item.isOver) {
        held.open -= 1;
      }
      if (held?.items.size === 0) {
        this.byBatch.delete(item.batch.id);
      }
    }
    this.order = this.order.filter((item) => !items.has(item));
    this.first = 0;
  }

  setState(item: QueueItem, state: TransferState): void {
    const held = this.byBatch.get(item.batch.id);
    if (held?.items.has(item) === true) {
      held.open += Number(item.isOver) - Number(isOver(state));
    }
    item.state = state;
  }

  /** Before another one, or to the end; in the order they have. */
  move(items: ReadonlySet<QueueItem>, before: QueueItem | undefined): void {
    const moved = this.order.filter((item) => items.has(item));
    const rest = this.order.filter((item) => !items.has(item));
    const found = before === undefined ? -1 : rest.indexOf(before);
    const at = found < 0 ? rest.length : found;
    this.order = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
    this.first = 0;
  }

  /** Something waits again. */
  reopened(): void {
    this.first = 0;
  }

  /** Those that wait and are not under way, first things first. */
  *waiting(): Generator<QueueItem> {
    let leading = true;
    for (let at = this.first; at < this.order.length; at++) {
      const item = this.order[at];
      if (item === undefined) {
        return;
      }
      if (item.state.kind === 'waiting' && item.run === undefined && !item.leaving) {
        leading = false;
        yield item;
      } else if (leading) {
        this.first = at + 1;
      }
    }
  }
}
