import type { Meter } from '../bytes/meter';
import { isCancelled } from '../errors';
import { DiskTrouble } from './disk-trouble';
import type { TransferOutcome, TransferRunner } from './queue';
import { MOST_ATTEMPTS, mayPass, waitBefore } from './queue-backoff';
import type { SetTimer } from './queue-changes';
import { failureOf, type QueueItem, type Run, type Slot } from './queue-item';
import type { QueueItems } from './queue-items';
import { hostOf, isOverloaded, isSmall, TransferSlots } from './queue-slots';
import { Rate } from './rate';

export interface RunsOptions {
  readonly meter: Meter;
  readonly now: () => number;
  readonly setTimer: SetTimer;
  readonly random: () => number;
  readonly filesAtATime: number;
}

/** What the queue hears of its runs. */
export interface RunEvents {
  changed(): void;
  /** The run of a file came to its end; it is not under way any more. */
  over(item: QueueItem, outcome: TransferOutcome): Promise<void>;
  /** It failed for good, or until somebody does something about it. */
  failed(item: QueueItem, error: unknown): Promise<void>;
  /** All that the end of a run leads to has been written down, or `error` says why not. */
  settled(item: QueueItem, error?: unknown): void;
}

const SAMPLE_EVERY_MS = 100;
/** So many small files may wait for the disk while others come already. */
const MOST_SETTLING = 96;

/** The transfers under way: begins those that wait, in order, as many as may be, and tries again what may pass. */
export class QueueRuns {
  private readonly slots: TransferSlots;
  /** Of all, since something was last begun while nothing was under way. */
  private rate: Rate;
  private received = 0;
  private sampled = -Infinity;
  private settling = 0;
  private wake: (() => void) | undefined;
  private open = false;

  constructor(
    private readonly items: QueueItems,
    private readonly runner: TransferRunner,
    private readonly options: RunsOptions,
    private readonly events: RunEvents,
  ) {
    this.slots = new TransferSlots(options.filesAtATime);
    this.rate = new Rate(options.now);
  }

  start(): void {
    this.open = true;
    this.schedule();
  }

  /** Begins nothing any more. */
  close(): void {
    this.open = false;
    this.wake?.();
    this.wake = undefined;
  }

  bytesPerSecond(): number | undefined {
    this.rate.add(this.received);
    return this.rate.bytesPerSecond();
  }

  /** Begins what may begin now, in order, and comes back when more may. */
  schedule(): void {
    this.events.changed();
    this.wake?.();
    this.wake = undefined;
    if (!this.open) {
      return;
    }
    const now = this.options.now();
    let next = Infinity;
    for (const item of this.items.waiting()) {
      const weight = this.slots.weight(item.size);
      const host = hostOf(item.file.address);
      if (this.slots.isFull(weight)) {
        break;
      }
      if (item.notBefore > now) {
        next = Math.min(next, item.notBefore);
      } else if (this.slots.allows(host, weight, now)) {
        this.begin(item, host, weight);
      } else {
        next = Math.min(next, this.slots.nextTry(host, now));
      }
    }
    if (next !== Infinity) {
      this.wake = this.options.setTimer(() => this.schedule(), Math.max(1, next - now));
    }
  }

  /** Aborts those under way and waits until they have ended. */
  async stop(items: readonly QueueItem[]): Promise<void> {
    const runs = items.map(({ run }) => run).filter((run) => run !== undefined);
    for (const run of runs) {
      run.stopped = true;
      run.stop.abort();
    }
    await Promise.all(runs.map(({ ended }) => ended));
  }

  private begin(item: QueueItem, host: string, weight: number): void {
    if (this.slots.isIdle && this.settling === 0) {
      this.rate = new Rate(this.options.now);
      this.rate.add(this.received);
    }
    this.slots.take(host, weight);
    const run: Run = {
      ...{ stop: new AbortController(), rate: new Rate(this.options.now), stopped: false },
      ...{ sampled: -Infinity, ended: Promise.resolve(), before: undefined, phase: 'transferring' },
      slot: { host, weight, isHeld: true },
    };
    item.run = run;
    run.ended = this.carryOut(item, run);
  }

  private async carryOut(item: QueueItem, run: Run): Promise<void> {
    const { host } = run.slot;
    let ended: { readonly outcome: TransferOutcome } | { readonly error: unknown };
    try {
      const outcome = await this.runner.run(item.batch, item.file, {
        signal: run.stop.signal,
        meter: this.options.meter.child(),
        onProgress: (done, size, phase) => this.progressed(item, run, done, size, phase),
      });
      ended = { outcome };
    } catch (error) {
      ended = { error };
    }
    item.run = undefined;
    const { isHeld } = run.slot;
    this.giveBack(run.slot);
    const gotFurther = item.done > item.furthest;
    item.furthest = Math.max(item.furthest, item.done);
    try {
      if ('outcome' in ended) {
        if (isHeld) {
          this.slots.speedUp(host);
        }
        item.again = undefined;
        this.finished(item, run, ended.outcome);
        const written = this.events.over(item, ended.outcome);
        // The next one need not wait for what is written down of this one.
        this.schedule();
        await written;
      } else if (run.stopped || this.postponed(item, host, ended.error, gotFurther)) {
        this.items.reopened();
      } else {
        await this.events.failed(item, ended.error);
      }
      this.events.settled(item);
    } catch (error) {
      this.events.settled(item, error);
    }
    this.schedule();
  }

  /**
   * A small file whose bytes are all there waits for the disk alone, and that longer than its bytes took: others come
   * meanwhile.
   */
  private passOn(slot: Slot): void {
    if (slot.isHeld && this.settling < MOST_SETTLING) {
      slot.isHeld = false;
      this.settling += 1;
      this.slots.give(slot.host, slot.weight);
      // What the disk does with it says nothing of the host, which may be overloaded by then.
      this.slots.speedUp(slot.host);
      // Not amid what the run is telling.
      queueMicrotask(() => this.schedule());
    }
  }

  /** The bytes that came were not those of the object: they come once more. */
  private takeBack(slot: Slot): void {
    if (!slot.isHeld) {
      slot.isHeld = true;
      this.settling -= 1;
      this.slots.take(slot.host, slot.weight);
    }
  }

  private giveBack({ host, weight, isHeld }: Slot): void {
    if (isHeld) {
      this.slots.give(host, weight);
    } else {
      this.settling -= 1;
    }
  }

  private progressed(
    item: QueueItem,
    run: Run,
    done: number,
    size: number | undefined,
    phase: 'transferring' | 'checking',
  ): void {
    if (item.run !== run) {
      return;
    }
    if (run.before !== undefined) {
      this.received += Math.max(0, done - item.done);
    }
    run.before ??= done;
    run.phase = phase;
    if (phase === 'transferring') {
      this.takeBack(run.slot);
    } else if (item.batch.direction === 'download' && isSmall(size)) {
      this.passOn(run.slot);
    }
    item.done = done;
    item.size = size ?? item.size;
    const now = this.options.now();
    if (now - run.sampled >= SAMPLE_EVERY_MS) {
      run.sampled = now;
      run.rate.add(done);
    }
    if (now - this.sampled >= SAMPLE_EVERY_MS) {
      this.sampled = now;
      this.rate.add(this.received);
    }
    this.events.changed();
  }

  private finished(item: QueueItem, run: Run, outcome: TransferOutcome): void {
    if (outcome.kind === 'done') {
      this.received += Math.max(0, outcome.size - (run.before === undefined ? 0 : item.done));
      item.done = outcome.size;
      item.size = outcome.size;
    }
  }

  /** Whether it is tried again by itself, later. */
  private postponed(item: QueueItem, host: string, error: unknown, gotFurther: boolean): boolean {
    item.failed = gotFurther ? 1 : item.failed + 1;
    const lasting = error instanceof DiskTrouble || isCancelled(error) || !mayPass(error);
    if (lasting || item.failed >= MOST_ATTEMPTS) {
      return false;
    }
    item.again = failureOf(error);
    item.notBefore = this.options.now() + waitBefore(item.failed, this.options.random());
    this.slots.slowDown(host, item.notBefore, isOverloaded(error));
    return true;
  }
}
