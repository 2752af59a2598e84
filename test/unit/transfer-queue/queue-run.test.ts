import { beforeEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { DiskTrouble } from '../../../src/core/transfer/disk-trouble';
import type { QueueContent } from '../../../src/core/transfer/queue';
import { DefaultTransferQueue } from '../../../src/core/transfer/queue-run';
import type { TransferProgress } from '../../../src/core/transfer/transfer';
import { FakeClock, settle } from '../../support/transfer/fake-clock';
import { FakeRunner } from '../../support/transfer/fake-runner';
import { MemoryQueueStore } from '../../support/transfer/memory-queue-store';
import { makeBatch, makeFiles } from '../transfer-stores/make-transfers';

const LARGE = 100_000_000;
const PASSING = new SkybucketError('network', 'The connection was lost.', { retryable: true });
const LASTING = new SkybucketError('not-found', 'It does not exist.');
const BUSY = new SkybucketError('server', 'S3 asks for fewer requests.', { retryable: true });

describe('the queue of transfers', () => {
  let clock = new FakeClock();
  let runner = new FakeRunner();
  let store = new MemoryQueueStore();
  let queue = makeQueue();

  function makeQueue(filesAtATime = 2): DefaultTransferQueue {
    const { now, setTimer } = clock;
    const time = { now, setTimer, random: () => 0.5, date: () => 1000 };
    return new DefaultTransferQueue(store, runner, { meter: new Meter(), ...time, filesAtATime });
  }
  const states = (): string[] => queue.files().map(({ file, state }) => `${file.id} ${state.kind}`);
  const active = (): string[] => runner.active.map(({ file }) => file.id);
  const kept = (): string[] =>
    store.log.content().files.map(({ file, state }) => `${file.id} ${state.kind}`);

  beforeEach(async () => {
    clock = new FakeClock();
    runner = new FakeRunner();
    store = new MemoryQueueStore();
    queue = makeQueue();
    await queue.start();
  });

  it('transfers in order, a few large files at a time', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 4, LARGE));
    expect(active()).toEqual(['a-0', 'a-1']);
    expect(states()).toEqual(['a-0 active', 'a-1 active', 'a-2 waiting', 'a-3 waiting']);
    expect(kept()[0]).toBe('a-0 waiting');
    runner.of('a-1').finish();
    await settle();
    expect(active()).toEqual(['a-0', 'a-2']);
    expect(kept()[1]).toBe('a-1 done');
  });

  it('transfers many small files at a time', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 100, 1000));
    expect(active()).toHaveLength(48);
  });

  it('transfers fewer at a time of servers that are not S3', async () => {
    const files = makeFiles('a', 100, 1000);
    const links = files.map((file) => ({
      ...file,
      address: `skybucket://https/mast.example/${file.id}.fits`,
    }));
    await queue.add(makeBatch('a'), links);
    expect(active()).toHaveLength(32);
  });

  it('transfers others while small files wait for the disk', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 300, 1000));
    runner.of('a-0').check();
    runner.of('a-0').check();
    await settle();
    expect(active()).toHaveLength(49);
    for (let index = 1; index < 299; index++) {
      runner.active.find(({ file }) => file.id === `a-${index}`)?.check();
      await settle();
    }
    expect(active()).toHaveLength(48 + 96);
    runner.of('a-0').finish();
    runner.of('a-143').finish();
    await settle();
    // One more begins in the slot of the one that had it to its end.
    expect(active()).toHaveLength(48 + 95);
    for (const { file } of [...runner.active]) runner.of(file.id).finish();
    await settle();
    expect(active()).toHaveLength(48);
  });

  it('counts a small file again whose bytes come once more', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 100, 1000));
    runner.of('a-0').check();
    await settle();
    expect(active()).toHaveLength(49);
    runner.of('a-0').progress(0);
    runner.of('a-1').finish();
    await settle();
    expect(active()).toHaveLength(48);
    runner.of('a-0').finish();
    await settle();
    expect(active()).toHaveLength(48);
  });

  it('does not so with large ones, whose checking reads the disk, nor with uploads', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 4, LARGE));
    runner.of('a-0').check();
    await settle();
    expect(active()).toHaveLength(2);
    await queue.remove(['a-0', 'a-1', 'a-2', 'a-3']);
    await queue.add({ ...makeBatch('b'), direction: 'upload' }, makeFiles('b', 60, 1000));
    runner.of('b-0').check();
    await settle();
    expect(active()).toHaveLength(48);
  });

  it('tells the end of a batch once, with how each file ended', async () => {
    const ends: [string, readonly TransferProgress[]][] = [];
    queue.onBatchEnd(({ id }, files) => ends.push([id, files]));
    await queue.add(makeBatch('a'), makeFiles('a', 3, 10));
    await queue.add(makeBatch('b'), makeFiles('b', 1, 10));
    runner.of('a-0').finish();
    runner.of('a-1').finish({ kind: 'skipped', at: '/data/x' });
    runner.of('b-0').finish();
    await settle();
    expect(ends.map(([id]) => id)).toEqual(['b']);
    runner.of('a-2').fail(LASTING);
    await settle();
    expect(ends.map(([id]) => id)).toEqual(['b', 'a']);
    expect(ends[1]?.[1].map(({ state }) => state)).toEqual([
      { kind: 'done', at: '/data/f0.fits', size: 10, verified: { by: 'size' }, time: 1000 },
      { kind: 'skipped', at: '/data/x', time: 1000 },
      {
        kind: 'failed',
        failure: { code: 'not-found', message: 'It does not exist.', retryable: false },
        time: 1000,
      },
    ]);
    await queue.retry();
    runner.of('a-2').finish();
    await settle();
    expect(ends.map(([id]) => id)).toEqual(['b', 'a', 'a']);
  });

  it('gives up what begins at its start each time and never gets further', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    for (let attempt = 0; attempt < 40 && active().length > 0; attempt++) {
      const run = runner.of('a-0');
      run.progress(0);
      run.progress(attempt % 2 === 0 ? 500 : 300);
      run.fail(PASSING);
      await clock.advance(120_000);
    }
    expect(states()).toEqual(['a-0 failed']);
    expect(runner.begun.length).toBeLessThan(12);
  });

  it('pauses at the socket, keeps what there is, and goes on from there', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 3, LARGE));
    runner.of('a-0').progress(40);
    await queue.pause(['a-0', 'a-2']);
    expect(active()).toEqual(['a-1']);
    expect(states()).toEqual(['a-0 paused', 'a-1 active', 'a-2 paused']);
    expect(kept()).toEqual(['a-0 paused', 'a-1 waiting', 'a-2 paused']);
    expect(queue.files()[0]?.done).toBe(40);
    await queue.resume();
    expect(active()).toEqual(['a-1', 'a-0']);
    expect([runner.kept.get('a-0'), runner.abandoned]).toEqual([40, []]);
  });

  it('goes on at once with what is resumed while its pause is still under way', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    const paused = queue.pause();
    await queue.resume();
    await paused;
    await settle();
    expect([active(), states()]).toEqual([['a-0'], ['a-0 active']]);
  });

  it('removes: ends what is under way and what is left of it, forgets what is done', async () => {
    const ends: string[] = [];
    queue.onBatchEnd(({ id }) => ends.push(id));
    await queue.add(makeBatch('a'), makeFiles('a', 5, LARGE));
    runner.of('a-0').finish();
    runner.of('a-1').fail(LASTING);
    await settle();
    expect(active()).toEqual(['a-2', 'a-3']);
    await queue.remove(['a-0', 'a-1', 'a-2', 'nobody']);
    expect(runner.abandoned.sort()).toEqual(['a-1', 'a-2']);
    expect(kept()).toEqual(['a-3 waiting', 'a-4 waiting']);
    expect(active()).toEqual(['a-3', 'a-4']);
    await queue.remove(['a-3', 'a-4']);
    expect([queue.batches(), queue.files(), ends]).toEqual([[], [], []]);
  });

  it('does not begin a file again that is being removed', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    await queue.remove(['a-0']);
    await clock.advance(100_000);
    expect(runner.begun).toEqual(['a-0']);
  });

  it('says what cannot be removed at the server, and forgets it all the same', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    runner.abandon = () => Promise.reject(LASTING);
    await expect(queue.remove(['a-0'])).rejects.toBe(LASTING);
    expect(queue.files()).toEqual([]);
  });

  it('forgets what cannot be removed yet, and removes it when something goes well again', async () => {
    const notes: string[] = [];
    queue.onNote((note) => notes.push(note));
    await queue.add(makeBatch('a'), makeFiles('a', 3, LARGE));
    const abandon = runner.abandon.bind(runner);
    let asked = 0;
    runner.abandon = () => {
      asked += 1;
      return Promise.reject(PASSING);
    };
    await queue.remove(['a-0']);
    expect(queue.files().map(({ file }) => file.id)).toEqual(['a-1', 'a-2']);
    expect(notes).toEqual([
      'What the cancelled transfer of f0.fits has left is removed later. The connection was lost.',
    ]);
    await clock.advance(29_000);
    expect(asked).toBe(1);
    await clock.advance(1_000);
    expect([asked, notes.length]).toEqual([2, 1]);
    runner.abandon = abandon;
    await clock.advance(5_000);
    expect(runner.abandoned).toEqual([]);
    runner.of('a-1').finish();
    await settle();
    expect(runner.abandoned).toEqual(['a-0']);
    expect(notes.slice(1)).toEqual(['What a cancelled transfer had left is removed.']);
    expect(store.log.content().leaving).toEqual([]);
    await clock.advance(1_000_000);
    expect(runner.abandoned).toEqual(['a-0']);
  });

  it('removes after a restart what could not be removed before, though it died meanwhile', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    runner.abandon = () => new Promise(() => undefined);
    void queue.remove(['a-0']);
    await settle();
    runner = new FakeRunner();
    queue = makeQueue();
    await queue.start();
    await settle();
    expect([queue.files(), runner.begun, runner.abandoned]).toEqual([[], [], ['a-0']]);
    expect(store.log.isEmpty).toBe(true);
  });

  it('leaves to a later session what it may not remove in this one, and does not ask again', async () => {
    const denied = new SkybucketError('access-denied', 'The workspace is not trusted.');
    await queue.add(makeBatch('a'), makeFiles('a', 2, LARGE));
    runner.abandon = () => Promise.reject(denied);
    await expect(queue.remove(['a-0'])).rejects.toBe(denied);
    for (const abandoned of [[], ['a-0']]) {
      await queue.close();
      expect(store.log.content().leaving?.map(({ file }) => file.id)).toEqual(['a-0']);
      runner = new FakeRunner();
      const abandon = runner.abandon.bind(runner);
      let asked = 0;
      runner.abandon = (...args) => {
        asked += 1;
        return abandoned.length === 0 ? Promise.reject(denied) : abandon(...args);
      };
      queue = makeQueue();
      await queue.start();
      await clock.advance(1_000_000);
      expect([asked, runner.abandoned]).toEqual([1, abandoned]);
    }
    expect(store.log.content().leaving).toEqual([]);
  });

  it('moves files before others and to the end', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 6, LARGE));
    await queue.move(['a-5', 'a-3'], 'a-2');
    expect(kept().map((file) => file.slice(0, 3))).toEqual([
      ...['a-0', 'a-1', 'a-3', 'a-5', 'a-2', 'a-4'],
    ]);
    await queue.move(['a-2'], undefined);
    runner.of('a-0').finish();
    runner.of('a-1').finish();
    await settle();
    expect(active()).toEqual(['a-3', 'a-5']);
    expect(
      queue
        .files()
        .map(({ file }) => file.id)
        .slice(4),
    ).toEqual(['a-4', 'a-2']);
  });

  it('tries again what may pass, later each time, and fails in the end with the reason', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    const begun: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      runner.of('a-0').fail(PASSING);
      await settle();
      // Why it waits is said, until it fails for good.
      expect(queue.files()[0]?.again?.code).toBe(attempt < 8 ? 'network' : undefined);
      const before = clock.now();
      while (runner.active.length === 0 && clock.now() - before < 100_000) {
        await clock.advance(250);
      }
      begun.push(clock.now() - before);
    }
    expect(begun.slice(0, 7).map((wait) => wait / 750)).toEqual([
      ...[1, 2, 4, 8, 16, 32, 60].map((factor) => expect.closeTo(factor, 0) as number),
    ]);
    expect(queue.files()[0]?.state).toMatchObject({
      ...{ kind: 'failed', failure: { code: 'network', message: 'The connection was lost.' } },
    });
  });

  it('never gives up on what gets further each time', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    for (let attempt = 1; attempt <= 30; attempt++) {
      runner.of('a-0').progress(attempt * 1000);
      runner.of('a-0').fail(PASSING);
      await clock.advance(1000);
    }
    expect(active()).toEqual(['a-0']);
  });

  it('asks a host less that is overloaded, and others as before', async () => {
    const there = makeFiles('b', 5, 10).map((file) => ({
      ...file,
      address: 'skybucket://other/bucket/x',
    }));
    await queue.add(makeBatch('a'), makeFiles('a', 60, 10));
    runner.of('a-0').fail(BUSY);
    await settle();
    await queue.add(makeBatch('b'), there);
    expect(active().filter((id) => id.startsWith('a'))).toHaveLength(47);
    expect(active().filter((id) => id.startsWith('b'))).toHaveLength(1);
    for (let index = 1; index <= 20; index++) {
      runner.of(`a-${index}`).finish();
    }
    await settle();
    expect(active().filter((id) => id.startsWith('a'))).toHaveLength(27);
    expect(active().filter((id) => id.startsWith('b'))).toHaveLength(5);
    await clock.advance(1000);
    // Half of those there were, and half of one more for each that went well.
    expect(active().filter((id) => id.startsWith('a'))).toHaveLength(34);
    expect(active()).toContain('a-0');
  });

  it('asks an overloaded host no more for what the disk does with earlier files', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 200, 10));
    for (let index = 0; index < 20; index++) runner.of(`a-${index}`).check();
    await settle();
    runner.of('a-20').fail(BUSY);
    for (let index = 0; index < 20; index++) runner.of(`a-${index}`).finish();
    await settle();
    for (let index = 21; index < 68; index++) runner.of(`a-${index}`).fail(LASTING);
    await settle();
    await clock.advance(1000);
    expect(active()).toHaveLength(24);
  });

  it('pauses a batch whose disk is full, tells it once, and leaves the others', async () => {
    const told: string[] = [];
    queue.onTrouble(({ id }, { message }) => told.push(`${id}: ${message}`));
    await queue.add(makeBatch('a'), makeFiles('a', 20, LARGE));
    await queue.add(makeBatch('b'), makeFiles('b', 1, LARGE));
    const [first, second] = [runner.of('a-0'), runner.of('a-1')];
    first.fail(new DiskTrouble('The disk is full.'));
    second.fail(new DiskTrouble('The disk is full.'));
    await settle();
    expect(told).toEqual(['a: The disk is full.']);
    expect(states().every((state) => state.startsWith('b') || state.endsWith('paused'))).toBe(true);
    expect(queue.files()[5]?.state).toMatchObject({
      ...{ kind: 'paused', failure: { code: 'local-file', message: 'The disk is full.' } },
    });
    expect(active()).toEqual(['b-0']);
    await queue.resume();
    expect(active()).toEqual(['b-0', 'a-0']);
  });

  it('goes on after a restart with what was under way, and leaves what was paused or failed', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 5, LARGE));
    runner.of('a-1').fail(LASTING);
    await settle();
    runner.of('a-0').finish();
    await settle();
    await queue.pause(['a-2']);
    runner.of('a-3').progress(70);
    await queue.close();
    expect([active(), store.closed]).toEqual([[], true]);
    const ends: string[] = [];
    queue = makeQueue();
    queue.onBatchEnd(({ id }) => ends.push(id));
    await queue.start();
    await queue.start();
    expect(states()).toEqual([
      ...['a-0 done', 'a-1 failed', 'a-2 paused', 'a-3 active', 'a-4 active'],
    ]);
    expect(queue.files()[3]?.done).toBe(70);
    expect(ends).toEqual([]);
  });

  it('takes what other windows have left, and stops when another has taken what is its own', async () => {
    let lose = (): void => undefined;
    let left: QueueContent = { batches: [], files: [], problems: [] };
    Object.assign(store, {
      adopt: () => Promise.resolve(left),
      onLost: (listener: () => void) => {
        lose = listener;
        return () => undefined;
      },
    });
    queue = makeQueue();
    await queue.start();
    const files = makeFiles('b', 1, LARGE);
    left = {
      batches: [makeBatch('b')],
      files: files.map((file) => ({ file, state: { kind: 'waiting' } })),
      problems: ['One line is damaged.'],
    };
    await clock.advance(31_000);
    expect([active(), queue.problems()]).toEqual([['b-0'], ['One line is damaged.']]);
    await clock.advance(31_000);
    expect(queue.files()).toHaveLength(1);
    lose();
    await settle();
    expect([active(), queue.files(), runner.abandoned]).toEqual([[], [], []]);
    left = { batches: [], files: [], problems: [] };
    await queue.close();
    expect(clock.pending).toBe(0);
  });

  it('tells figures of all: bytes of what is not over, rate, time left', async () => {
    await queue.add(makeBatch('old'), makeFiles('old', 1, 500));
    runner.of('old-0').finish();
    await settle();
    await queue.add(makeBatch('a'), makeFiles('a', 4, 100_000_000));
    expect(queue.totals()).toMatchObject({ active: 2, waiting: 2, done: 1, size: 4e8 });
    await clock.advance(1000);
    runner.of('a-0').progress(1e7);
    await clock.advance(1000);
    runner.of('a-0').progress(2e7);
    const { transferred, bytesPerSecond, secondsLeft, sizeIsLeast } = queue.totals();
    expect([transferred, bytesPerSecond, secondsLeft, sizeIsLeast]).toEqual([
      ...[2e7, expect.closeTo(1e7, -5) as number, expect.closeTo(38, 0) as number, false],
    ]);
    runner.of('a-0').finish();
    runner.of('a-1').finish();
    await settle();
    expect(queue.totals()).toMatchObject({ transferred: 2e8, size: 4e8, done: 3 });
    await queue.pause();
    expect(queue.totals()).toMatchObject({
      ...{ active: 0, paused: 2, transferred: 0, size: 0 },
      ...{ bytesPerSecond: undefined, secondsLeft: undefined },
    });
  });

  it('does not count what was there before as fast', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    runner.of('a-0').progress(9e7);
    await clock.advance(20_000);
    await queue.pause();
    await queue.resume();
    await clock.advance(1000);
    runner.of('a-0').progress(9e7 + 1000);
    expect(queue.totals().bytesPerSecond).toBeLessThan(2000);
  });

  it('tells changes a few times a second, however many there are', async () => {
    let told = 0;
    const stop = queue.onChange(() => told++);
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    for (let bytes = 0; bytes < 200; bytes++) {
      runner.of('a-0').progress(bytes);
      await clock.advance(10);
    }
    expect(told).toBeGreaterThanOrEqual(7);
    expect(told).toBeLessThanOrEqual(9);
    runner.of('a-0').finish();
    await clock.advance(1000);
    const after = told;
    await clock.advance(10_000);
    expect([told, queue.files()[0]?.state.kind]).toEqual([after, 'done']);
    stop();
    await queue.clearEnded();
    await clock.advance(1000);
    expect([told, queue.files(), kept()]).toEqual([after, [], []]);
  });

  it('ends within seconds though a transfer does not stop', async () => {
    await queue.add(makeBatch('a'), makeFiles('a', 1, LARGE));
    runner.run = () => new Promise(() => undefined);
    await queue.add(makeBatch('b'), makeFiles('b', 1, LARGE));
    const closed = queue.close();
    await clock.advance(3000);
    await closed;
    expect(store.closed).toBe(true);
  });

  it('begins tens of thousands of files without a scan of all for each', async () => {
    const count = 10_000;
    const begun = performance.now();
    await queue.add(makeBatch('a'), makeFiles('a', count, 10));
    while (runner.active.length > 0) {
      runner.active.slice().forEach((run) => run.finish());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(queue.totals().done).toBe(count);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});
