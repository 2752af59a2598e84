import type { Meter } from '../bytes/meter';
import { isCancelled, sentence } from '../errors';
import { DiskTrouble } from './disk-trouble';
import type {
  QueueContent,
  QueueStore,
  QueueTotals,
  TransferOutcome,
  TransferQueue,
  TransferRunner,
} from './queue';
import { Changes, realTimer, type SetTimer } from './queue-changes';
import { failureOf, isOver, QueueItem } from './queue-item';
import { QueueAdoption } from './queue-adoption';
import { QueueItems } from './queue-items';
import { QueueLeaving } from './queue-leaving';
import { listen, QueueListeners } from './queue-listeners';
import { QueueRuns } from './queue-runs';
import { totalsOf } from './queue-totals';
import type {
  TransferBatch,
  TransferFailure,
  TransferFile,
  TransferProgress,
  TransferState,
} from './transfer';

export interface QueueOptions {
  readonly meter: Meter;
  /** Milliseconds of any clock that never goes back. */
  readonly now?: (() => number) | undefined;
  readonly setTimer?: SetTimer | undefined;
  /** Large ones; small files are more. */
  readonly filesAtATime?: number | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
  /** Milliseconds since 1970. */
  readonly date?: (() => number) | undefined;
}

const FILES_AT_A_TIME = 3;
const TELL_EVERY_MS = 250;
/** A run that does not end when it is told to is left behind at the end of the session. */
const CLOSE_MS = 3_000;

/**
 * Transfers what it is given in its order, a few at a time, and writes down what becomes of each. What fails and may
 * pass is tried again after a while; a host that is overloaded is asked less; trouble of the disk pauses the batch.
 */
export class DefaultTransferQueue implements TransferQueue {
  private readonly items = new QueueItems();
  private readonly runs: QueueRuns;
  private readonly setTimer: SetTimer;
  private readonly date: () => number;
  private readonly changes: Changes;
  private readonly listeners = new QueueListeners(this.items);
  private readonly leaving: QueueLeaving;
  private readonly adoption: QueueAdoption;
  private readonly wrong: string[] = [];
  private state: 'new' | 'open' | 'closed' = 'new';

  constructor(
    private readonly store: QueueStore,
    runner: TransferRunner,
    options: QueueOptions,
  ) {
    const now = options.now ?? ((): number => performance.now());
    this.setTimer = options.setTimer ?? realTimer;
    this.date = options.date ?? Date.now;
    this.changes = new Changes(now, this.setTimer, TELL_EVERY_MS);
    const { meter, random = Math.random, filesAtATime = FILES_AT_A_TIME } = options;
    this.runs = new QueueRuns(
      this.items,
      runner,
      { meter, now, random, filesAtATime, setTimer: this.setTimer },
      {
        changed: () => this.changes.changed(),
        over: (item, outcome) => this.finished(item, outcome),
        failed: (item, error) => this.failed(item, error),
        settled: (item, error) => this.settled(item, error),
      },
    );
    this.adoption = new QueueAdoption(store, this.setTimer, {
      take: (content) => this.take(content),
      lose: () => this.lose(),
    });
    this.leaving = new QueueLeaving(store, runner, {
      ...{ now, setTimer: this.setTimer },
      note: (text) => this.listeners.note(text),
    });
  }

  async start(): Promise<void> {
    if (this.state !== 'new') {
      return;
    }
    this.state = 'open';
    this.adoption.listen();
    this.take(await this.store.read());
    this.runs.start();
    this.adoption.later();
  }

  batches(): readonly TransferBatch[] {
    return this.items.batches();
  }

  files(batch?: string): readonly TransferProgress[] {
    const items = batch === undefined ? this.items.all : this.items.ofBatch(batch);
    return items.map((item) => item.progress());
  }

  totals(): QueueTotals {
    return totalsOf(this.items.all, this.runs.bytesPerSecond());
  }

  problems(): readonly string[] {
    return this.wrong;
  }

  onChange(listener: () => void): () => void {
    return this.changes.listen(listener);
  }

  onBatchEnd(
    listener: (batch: TransferBatch, files: readonly TransferProgress[]) => void,
  ): () => void {
    return listen(this.listeners.ends, listener);
  }

  onTrouble(listener: (batch: TransferBatch, failure: TransferFailure) => void): () => void {
    return listen(this.listeners.troubles, listener);
  }

  onNote(listener: (note: string) => void): () => void {
    return listen(this.listeners.notes, listener);
  }

  async add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void> {
    if (files.length === 0) {
      return;
    }
    await this.store.add(batch, files);
    this.items.add(files.map((file) => new QueueItem(batch, file, { kind: 'waiting' })));
    this.runs.schedule();
  }

  async pause(ids?: readonly string[]): Promise<void> {
    const items = this.chosen(ids).filter(({ state }) => state.kind === 'waiting');
    await this.pauseItems(items, { kind: 'paused' });
  }

  async resume(ids?: readonly string[]): Promise<void> {
    await this.reopen(this.chosen(ids).filter(({ state }) => state.kind === 'paused'));
  }

  async retry(ids?: readonly string[]): Promise<void> {
    await this.reopen(this.chosen(ids).filter(({ state }) => state.kind === 'failed'));
  }

  async remove(ids: readonly string[]): Promise<void> {
    const items = this.chosen(ids);
    const unfinished = items.filter(({ state }) => !isEnded(state));
    for (const item of items) {
      item.leaving = true;
    }
    await this.runs.stop(items);
    // One that came to its end just now has its file, and nothing else is left of it.
    const left = new Set(unfinished.filter(({ state }) => !isEnded(state)));
    this.items.remove(new Set(items));
    const over = items.filter((item) => !left.has(item));
    const results = await Promise.allSettled([
      over.length === 0 ? undefined : this.store.removeFiles(over.map(({ file }) => file.id)),
      this.leaving.remove([...left]),
    ]);
    this.listeners.checkEnds(items);
    this.runs.schedule();
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  async move(ids: readonly string[], before: string | undefined): Promise<void> {
    const target = before === undefined ? undefined : this.items.get(before);
    this.items.move(new Set(this.chosen(ids)), target);
    await this.store.setOrder(this.items.all.map(({ file }) => file.id));
    this.runs.schedule();
  }

  async clearEnded(): Promise<void> {
    const over = this.items.all.filter((item) => item.isOver);
    if (over.length > 0) {
      await this.remove(over.map(({ file }) => file.id));
    }
  }

  async close(): Promise<void> {
    await this.end();
    await this.store.close();
  }

  private async end(): Promise<void> {
    this.state = 'closed';
    this.runs.close();
    this.adoption.close();
    this.changes.close();
    this.leaving.close();
    let late: (() => void) | undefined;
    const tooLong = new Promise<void>((resolve) => {
      late = this.setTimer(resolve, CLOSE_MS);
    });
    await Promise.race([this.runs.stop(this.items.all), tooLong]);
    late?.();
  }

  /** Another window has all of it by now: nothing is done here any more. */
  private async lose(): Promise<void> {
    this.leaving.close();
    const runs = this.runs.stop(this.items.all);
    this.items.remove(new Set(this.items.all));
    this.changes.changed();
    await runs;
  }

  private take({ batches, files, leaving = [], problems }: QueueContent): void {
    const known = new Map(batches.map((batch) => [batch.id, batch]));
    this.wrong.push(...problems);
    this.items.add(
      files.flatMap(({ file, state }) => {
        const batch = known.get(file.batch);
        return batch === undefined ? [] : [new QueueItem(batch, file, state)];
      }),
    );
    this.runs.schedule();
    this.leaving.take(leaving);
  }

  private chosen(ids: readonly string[] | undefined): readonly QueueItem[] {
    return ids === undefined
      ? [...this.items.all]
      : [...new Set(ids)].map((id) => this.items.get(id)).filter((item) => item !== undefined);
  }

  private async reopen(items: readonly QueueItem[]): Promise<void> {
    const written = items.map((item) => {
      item.failed = 0;
      item.notBefore = 0;
      item.again = undefined;
      const held = this.items.batch(item.batch.id);
      if (held !== undefined) {
        held.told = false;
      }
      return this.setState(item, { kind: 'waiting' });
    });
    this.items.reopened();
    this.runs.schedule();
    await Promise.all(written);
  }

  private async pauseItems(items: readonly QueueItem[], state: TransferState): Promise<void> {
    const written = items.map((item) => this.setState(item, state));
    await this.runs.stop(items);
    await Promise.all(written);
    this.runs.schedule();
  }

  private async setState(item: QueueItem, state: TransferState): Promise<void> {
    this.items.setState(item, state);
    this.changes.changed();
    await this.store.setState(item.file.id, state);
  }

  private async finished(item: QueueItem, outcome: TransferOutcome): Promise<void> {
    const time = this.date();
    const { kind, at } = outcome;
    this.leaving.soon();
    await this.setState(item, kind === 'skipped' ? { kind, at, time } : { ...outcome, time });
  }

  private async failed(item: QueueItem, error: unknown): Promise<void> {
    const failure = failureOf(error);
    if (error instanceof DiskTrouble) {
      await this.pauseBatch(item, failure);
      return;
    }
    // A cancel that nobody here has asked for is the user's answer to a question.
    await this.setState(
      item,
      isCancelled(error) ? { kind: 'paused' } : { kind: 'failed', failure, time: this.date() },
    );
  }

  private settled(item: QueueItem, error: unknown): void {
    if (error !== undefined) {
      // A state that could not be written stands here, and is found out again after a restart.
      this.wrong.push(`The list of transfers could not be written: ${sentence(error)}`);
    }
    if (this.items.get(item.file.id) === item) {
      this.listeners.checkEnds([item]);
    }
  }

  private async pauseBatch(item: QueueItem, failure: TransferFailure): Promise<void> {
    const rest = this.items.ofBatch(item.batch.id).filter(({ state }) => state.kind === 'waiting');
    if (rest.length === 0) {
      return;
    }
    this.listeners.trouble(item.batch, failure);
    await this.pauseItems(rest, { kind: 'paused', failure });
  }
}

/** Nothing of an unfinished transfer can be left. */
function isEnded(state: TransferState): boolean {
  return isOver(state) && state.kind !== 'failed';
}
