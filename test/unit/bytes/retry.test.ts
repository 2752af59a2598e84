import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_RETRY, retryAfterMs, TryLater, withRetries } from '../../../src/core/bytes/retry';
import { isCancelled, SkybucketError } from '../../../src/core/errors';

const PASSING = new SkybucketError('server', 'In trouble.', { retryable: true });
const LASTING = new SkybucketError('not-found', 'Not there.');

describe('withRetries', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Milliseconds at which the attempts were made, all of which fail. */
  async function attempts(error: unknown, random: () => number): Promise<number[]> {
    const start = Date.now();
    const times: number[] = [];
    const run = withRetries({ ...DEFAULT_RETRY, random }, undefined, async () => {
      times.push(Date.now() - start);
      throw error;
    });
    const failed = run.catch((thrown: unknown) => thrown);
    await vi.runAllTimersAsync();
    expect(await failed).toBe(error instanceof TryLater ? error.error : error);
    return times;
  }

  it('doubles the bound of its pauses and spreads them below it', async () => {
    expect(await attempts(PASSING, () => 0.8)).toEqual([0, 200, 600, 1400, 3000]);
    expect(await attempts(PASSING, () => 0.5)).toEqual([0, 125, 375, 875, 1875]);
  });

  it('does not repeat what will not pass, nor what is a bug', async () => {
    expect(await attempts(LASTING, Math.random)).toEqual([0]);
    expect(await attempts(new TypeError('bug'), Math.random)).toEqual([0]);
  });

  it('waits at least as long as the server asks', async () => {
    const times = await attempts(new TryLater(PASSING, '2'), () => 0.1);
    expect(times).toEqual([0, 2000, 4000, 6000, 8000]);
    expect(await attempts(new TryLater(PASSING, '31'), () => 0.1)).toEqual([0]);
  });

  it('returns what the first success gives', async () => {
    let attempt = 0;
    const run = withRetries(DEFAULT_RETRY, undefined, async () => {
      if (++attempt < 3) {
        throw PASSING;
      }
      return attempt;
    });
    await vi.runAllTimersAsync();
    expect(await run).toBe(3);
  });

  it('ends its pause on an abort and leaves no listener behind', async () => {
    const controller = new AbortController();
    const run = withRetries(DEFAULT_RETRY, controller.signal, async () => {
      throw PASSING;
    });
    const ended = expect(run).rejects.toSatisfy(isCancelled);
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('retryAfterMs', () => {
  it('reads seconds and dates', () => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
    expect(retryAfterMs('3', now)).toBe(3000);
    expect(retryAfterMs('Wed, 21 Oct 2026 07:28:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Wed, 21 Oct 2020 07:28:30 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBe(0);
    expect(retryAfterMs(undefined, now)).toBe(0);
  });
});
