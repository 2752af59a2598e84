import type { LeavingFile, QueueContent } from './queue';
import { fields, readBatch, readFile, readIds, readState } from './queue-records';
import type { TransferBatch, TransferFile, TransferState } from './transfer';

/** What happens to a queue, as it is written down: each of them whole or not at all. */
export type QueueRecord =
  | { readonly add: TransferBatch; readonly files: readonly TransferFile[] }
  | { readonly state: TransferState; readonly of: string }
  | { readonly order: readonly string[] }
  | { readonly gone: readonly string[] }
  | { readonly leave: readonly string[] }
  /** What is to be removed of a batch, where nothing else is known of it. */
  | { readonly leaving: TransferBatch; readonly files: readonly TransferFile[] };

interface Entry {
  readonly file: TransferFile;
  readonly state: TransferState;
}

/** A queue as what happened to it has made it. */
export class QueueLog {
  private batches = new Map<string, { readonly batch: TransferBatch; files: number }>();
  private files = new Map<string, Entry>();
  private gone = new Map<string, LeavingFile>();

  /** Carries out a record that may be anything; false where it is none. */
  apply(value: unknown): boolean {
    const { add, leaving, files, state, of, order, gone, leave } = fields(value);
    if (add !== undefined || leaving !== undefined) {
      const batch = readBatch(add ?? leaving);
      if (batch === undefined || !Array.isArray(files)) {
        return false;
      }
      const read = files.map(readFile).filter((file) => file !== undefined);
      this.add(batch, read);
      if (add === undefined) {
        this.leave(read.map(({ id }) => id));
      }
      return read.length === files.length;
    }
    if (state !== undefined) {
      const known = readState(state);
      if (known === undefined || typeof of !== 'string') {
        return false;
      }
      this.setState(of, known);
      return true;
    }
    const ids = readIds(order ?? gone ?? leave);
    if (ids === undefined) {
      return false;
    }
    if (order !== undefined) {
      this.setOrder(ids);
    } else if (gone !== undefined) {
      this.remove(ids);
    } else {
      this.leave(ids);
    }
    return true;
  }

  /** A file that is there already stays as it is; a batch without files is none. */
  add(batch: TransferBatch, files: readonly TransferFile[]): void {
    const held = this.batches.get(batch.id) ?? { batch, files: 0 };
    for (const file of files) {
      if (file.batch === batch.id && !this.files.has(file.id) && !this.gone.has(file.id)) {
        this.batches.set(batch.id, held);
        this.files.set(file.id, { file, state: { kind: 'waiting' } });
        held.files += 1;
      }
    }
  }

  setState(id: string, state: TransferState): void {
    const entry = this.files.get(id);
    if (entry !== undefined) {
      this.files.set(id, { file: entry.file, state });
    }
  }

  /** Those that are not named come after, in the order they have. */
  setOrder(ids: readonly string[]): void {
    const ordered = new Map<string, Entry>();
    for (const id of ids) {
      const entry = this.files.get(id);
      if (entry !== undefined) {
        ordered.set(id, entry);
      }
    }
    for (const [id, entry] of this.files) {
      if (!ordered.has(id)) {
        ordered.set(id, entry);
      }
    }
    this.files = ordered;
  }

  /** Out of the queue, but not out of mind. */
  leave(ids: readonly string[]): void {
    for (const id of ids) {
      const file = this.files.get(id)?.file;
      const batch = file && this.batches.get(file.batch)?.batch;
      if (file !== undefined && batch !== undefined) {
        this.remove([id]);
        this.gone.set(id, { batch, file });
      }
    }
  }

  /** A batch without files is gone as well. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.gone.delete(id);
      const batch = this.files.get(id)?.file.batch;
      const held = batch === undefined ? undefined : this.batches.get(batch);
      if (held !== undefined) {
        this.files.delete(id);
        held.files -= 1;
        if (held.files === 0) {
          this.batches.delete(held.batch.id);
        }
      }
    }
  }

  content(): Omit<QueueContent, 'problems'> {
    return {
      batches: [...this.batches.values()].map(({ batch }) => batch),
      files: [...this.files.values()],
      leaving: [...this.gone.values()],
    };
  }

  /** Batches of which something is left to do or has failed, whole; the others are over. */
  left(): QueueLog {
    const open = new Set<string>();
    for (const { file, state } of this.files.values()) {
      if (state.kind !== 'done' && state.kind !== 'skipped') {
        open.add(file.batch);
      }
    }
    const left = new QueueLog();
    for (const [id, held] of this.batches) {
      if (open.has(id)) {
        left.batches.set(id, { ...held });
      }
    }
    for (const [id, entry] of this.files) {
      if (open.has(entry.file.batch)) {
        left.files.set(id, entry);
      }
    }
    left.gone = new Map(this.gone);
    return left;
  }

  /** The fewest records that make the same queue out of nothing. */
  records(): QueueRecord[] {
    const byBatch = new Map<string, TransferFile[]>();
    const states: QueueRecord[] = [];
    for (const { file, state } of this.files.values()) {
      const files = byBatch.get(file.batch) ?? [];
      byBatch.set(file.batch, files);
      files.push(file);
      if (state.kind !== 'waiting') {
        states.push({ state, of: file.id });
      }
    }
    const added = [...this.batches.values()].map(({ batch }) => ({
      ...{ add: batch, files: byBatch.get(batch.id) ?? [] },
    }));
    const order = added.length > 1 ? [{ order: [...this.files.keys()] }] : [];
    // Each by itself: its batch may be one of the queue, too.
    const leaving = [...this.gone.values()].map(({ batch, file }) => ({
      ...{ leaving: batch, files: [file] },
    }));
    return [...added, ...order, ...states, ...leaving];
  }

  get isEmpty(): boolean {
    return this.files.size + this.gone.size === 0;
  }
}
