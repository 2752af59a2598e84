import { describe, expect, it } from 'vitest';
import type { QueueTotals } from '../../../../src/core/transfer/queue';
import { batchFigures } from '../../../../src/extension/views/transfers-figures';
import {
  batchWords,
  fileWords,
  timeLeft,
  totalWords,
} from '../../../../src/extension/views/transfers-words';
import { doneState, failedState, fileOf } from './made-up';

describe('words about a transfer', () => {
  it('say how far it is, how fast, and how long it takes', () => {
    const active = { state: { kind: 'active' as const }, phase: 'transferring' as const };
    const figures = { done: 34e6, size: 200e6, bytesPerSecond: 12e6 };
    expect(fileWords(fileOf('a', 'b', { ...active, ...figures }))).toBe(
      '34 of 200 MB · 12 MB/s · 14 s left',
    );
    expect(fileWords(fileOf('a', 'b', { ...active, done: 34e6, size: undefined }))).toBe('34 MB');
    expect(fileWords(fileOf('a', 'b', { ...active, ...figures, phase: 'checking' }))).toBe(
      'checking · 200 MB',
    );
  });

  it('say what is left of one that is not under way', () => {
    expect(fileWords(fileOf('a', 'b', { size: 200e6 }))).toBe('waiting · 200 MB');
    expect(fileWords(fileOf('a', 'b', { size: undefined }))).toBe('waiting');
    const again = { code: 'server' as const, message: 'The server is busy.', retryable: true };
    expect(fileWords(fileOf('a', 'b', { size: 200e6, done: 34e6, again }))).toBe(
      'tries again soon · 34 of 200 MB · The server is busy.',
    );
    const paused = { state: { kind: 'paused' as const }, done: 34e6, size: 200e6 };
    expect(fileWords(fileOf('a', 'b', paused))).toBe('paused · 34 of 200 MB');
  });

  it('say how it ended', () => {
    expect(fileWords(fileOf('a', 'b', { state: doneState(5e6) }))).toBe('5 MB · size agrees');
    expect(fileWords(fileOf('a', 'b', { state: failedState('The disk is full.') }))).toBe(
      'failed · The disk is full.',
    );
    const skipped = { kind: 'skipped' as const, at: '/data/a', time: 0 };
    expect(fileWords(fileOf('a', 'b', { state: skipped }))).toBe('was there already');
  });

  it.each([
    [0.2, '1 s left'],
    [13.2, '14 s left'],
    [99.5, '2 min left'],
    [3600, '60 min left'],
    [7500, '2 h 5 min left'],
    [5e5, '6 days left'],
    [Infinity, undefined],
    [undefined, undefined],
  ])('%s seconds are “%s”', (seconds, text) => {
    expect(timeLeft(seconds)).toBe(text);
  });
});

describe('words about a batch', () => {
  it('count its files, and bytes of those that are transferred at all', () => {
    const files = [
      fileOf('a', 'b', { state: doneState(50e6), done: 50e6, size: 50e6 }),
      fileOf('c', 'b', {
        ...{ state: { kind: 'active' }, phase: 'transferring', bytesPerSecond: 10e6 },
        ...{ done: 30e6, size: 60e6 },
      }),
      fileOf('d', 'b', { size: 90e6 }),
      fileOf('e', 'b', { state: failedState('No.'), size: 1e9 }),
    ];
    expect(batchWords(batchFigures(files))).toBe(
      '1 failed · 2 of 4 files · 80 of 200 MB · 10 MB/s · 12 s left',
    );
  });

  it('say that sizes are not known', () => {
    const files = [fileOf('a', 'b', { size: undefined }), fileOf('c', 'b', { size: 3e6 })];
    expect(batchWords(batchFigures(files))).toBe('0 of 2 files · 0 B of 3 MB and more');
  });

  it('say what came of it', () => {
    const skipped = { kind: 'skipped' as const, at: '', time: 0 };
    const files = [
      fileOf('a', 'b', { state: doneState(5e6) }),
      fileOf('c', 'b', { state: skipped }),
    ];
    expect(batchWords(batchFigures(files))).toBe('2 files · 5 MB · 1 there already');
  });
});

describe('words about all transfers', () => {
  const none: QueueTotals = {
    ...{ active: 0, waiting: 0, paused: 0, failed: 0, done: 3, transferred: 0, size: 0 },
    ...{ sizeIsLeast: false, bytesPerSecond: undefined, secondsLeft: undefined },
  };

  it('are none where nothing is left to do', () => {
    expect(totalWords(none)).toBeUndefined();
  });

  it('say what is under way and when it will be over', () => {
    const some = { active: 3, waiting: 1200, failed: 1, transferred: 34e6, size: 200e6 };
    expect(totalWords({ ...none, ...some, bytesPerSecond: 12e6, secondsLeft: 14 })).toBe(
      '3 under way · 1,200 waiting · 1 failed · 34 of 200 MB · 12 MB/s · 14 s left',
    );
  });
});
