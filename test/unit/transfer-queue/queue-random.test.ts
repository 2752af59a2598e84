import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { DiskTrouble } from '../../../src/core/transfer/disk-trouble';
import { DefaultTransferQueue } from '../../../src/core/transfer/queue-run';
import { FakeClock, settle } from '../../support/transfer/fake-clock';
import { FakeRunner } from '../../support/transfer/fake-runner';
import { MemoryQueueStore } from '../../support/transfer/memory-queue-store';
import { makeBatch, makeFiles } from '../transfer-stores/make-transfers';

const ERRORS = [
  new SkybucketError('network', 'The connection was lost.', { retryable: true }),
  new SkybucketError('server', 'S3 asks for fewer requests.', { retryable: true }),
  new SkybucketError('not-found', 'It does not exist.'),
  new DiskTrouble('The disk is full.'),
  new Error('A bug.'),
];
const SIZES = [10, 100_000, 5_000_000, 1_000_000_000, undefined];

/** The same numbers in [0, 1) for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A queue to which things happen at random; after each of them what must always hold is looked at. */
class Trial {
  private readonly random: () => number;
  private readonly clock = new FakeClock();
  private readonly runner = new FakeRunner();
  private readonly store = new MemoryQueueStore();
  private queue = this.newQueue();
  private batches = 0;
  private readonly removed = new Set<string>();

  constructor(seed: number) {
    this.random = numbers(seed);
  }

  async run(steps: number): Promise<void> {
    await this.queue.start();
    for (let step = 0; step < steps; step++) {
      await this.step();
      await settle();
      this.check();
    }
    await this.drain();
  }

  private newQueue(): DefaultTransferQueue {
    return new DefaultTransferQueue(this.store, this.runner, {
      ...{ meter: new Meter(), now: this.clock.now, setTimer: this.clock.setTimer },
      ...{ random: () => this.random(), date: () => 1, filesAtATime: 3 },
    });
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private some(): string[] {
    const ids = this.queue.files().map(({ file }) => file.id);
    return ids.filter(() => this.random() < 0.2);
  }

  private async step(): Promise<void> {
    const { queue, runner } = this;
    const run = runner.active[this.below(runner.active.length)];
    switch (this.below(14)) {
      case 0: {
        const id = `b${this.batches++}`;
        const files = makeFiles(id, this.below(12), SIZES[this.below(SIZES.length)]);
        return queue.add(makeBatch(id), files);
      }
      case 1:
        return queue.pause(this.random() < 0.2 ? undefined : this.some());
      case 2:
      case 3:
        return queue.resume(this.random() < 0.5 ? undefined : this.some());
      case 4:
        return queue.retry(this.random() < 0.5 ? undefined : this.some());
      case 5: {
        const ids = this.random() < 0.5 ? this.some() : [];
        ids.forEach((id) => this.removed.add(id));
        return queue.remove(ids);
      }
      case 6:
        return queue.move(this.some(), this.some()[0]);
      case 7:
        queue.files().forEach(({ file, state }) => {
          if (['done', 'skipped', 'failed'].includes(state.kind)) {
            this.removed.add(file.id);
          }
        });
        return this.random() < 0.3 ? queue.clearEnded() : undefined;
      case 8:
        return this.random() < 0.2 ? this.restart() : undefined;
      case 9:
        return this.clock.advance(this.below(20_000));
      case 10:
        return run?.fail(ERRORS[this.below(ERRORS.length)]);
      case 11:
        return run?.progress(this.below(1000));
      default:
        // Two things at a time: neither waits for the other.
        run?.finish(this.random() < 0.2 ? { kind: 'skipped', at: '/x' } : {});
        return this.random() < 0.3 ? queue.pause(this.some()) : undefined;
    }
  }

  private async restart(): Promise<void> {
    await this.queue.close();
    expect(this.runner.active).toEqual([]);
    this.queue = this.newQueue();
    await this.queue.start();
  }

  private check(): void {
    const files = this.queue.files();
    const active = this.runner.active.map(({ file }) => file.id).sort();
    const shown = files.filter(({ state }) => state.kind === 'active').map(({ file }) => file.id);
    expect(shown.sort()).toEqual(active);
    expect(active.length).toBeLessThanOrEqual(48);
    const large = this.runner.active.filter(({ file }) => (file.size ?? 0) > 2e7);
    expect(large.length).toBeLessThanOrEqual(3);
    const kept = this.store.log.content();
    expect(kept.files.map(({ file, state }) => [file.id, state.kind])).toEqual(
      files.map(({ file, state }) => [file.id, state.kind === 'active' ? 'waiting' : state.kind]),
    );
    expect(new Set(kept.batches)).toEqual(new Set(this.queue.batches()));
    const totals = this.queue.totals();
    expect(totals.active + totals.waiting + totals.paused + totals.failed + totals.done).toBe(
      files.length,
    );
    expect(totals.transferred).toBeLessThanOrEqual(totals.size);
  }

  /** When nothing fails any more, everything comes to its end, and each end is told. */
  private async drain(): Promise<void> {
    const open = new Set(
      this.queue.files().filter(({ state }) => !['done', 'skipped'].includes(state.kind)).map(({ file }) => file.batch), // prettier-ignore
    );
    const ended: string[] = [];
    this.queue.onBatchEnd(({ id }) => ended.push(id));
    await this.queue.resume();
    await this.queue.retry();
    for (let turn = 0; turn < 500 && ended.length < open.size; turn++) {
      this.runner.active.slice().forEach((run) => run.finish());
      await this.clock.advance(61_000);
    }
    const files = this.queue.files();
    expect(files.every(({ state }) => ['done', 'skipped'].includes(state.kind))).toBe(true);
    expect(ended.sort()).toEqual([...open].sort());
    // What was given up is not kept by anybody.
    for (const id of this.runner.kept.keys()) {
      expect(this.removed.has(id)).toBe(false);
    }
    await this.queue.close();
    expect(this.clock.pending).toBe(0);
  }
}

describe('whatever happens to the queue, in any order', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'is true to its store and its limits, and everything ends (seed %i)',
    async (seed) => {
      await new Trial(seed).run(150);
    },
  );
});
