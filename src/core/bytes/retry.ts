import { cancelled, SkybucketError, throwIfAborted } from '../errors';

export interface RetryPolicy {
  /** How often something is tried again after the first time. */
  readonly retries: number;
  /** Bound of the first pause; it doubles with every retry. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A server that asks for a longer wait than this gets no retry: the user decides. */
  readonly longestRetryAfterMs: number;
  /** In [0, 1). Pauses are spread at random so that many clients do not come back in step. */
  readonly random: () => number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  retries: 4,
  firstPauseMs: 250,
  longestPauseMs: 8_000,
  longestRetryAfterMs: 30_000,
  random: Math.random,
};

/** A failure together with the wait its server asked for (the value of `Retry-After`). */
export class TryLater extends Error {
  constructor(
    readonly error: SkybucketError,
    readonly retryAfter: string | undefined,
  ) {
    super(error.message);
  }
}

/**
 * Runs `attempt` until it succeeds, fails for good (an error that is not `retryable`), or the retries
 * are used up; then throws the last error. An abort also ends the pause at once.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    throwIfAborted(signal);
    try {
      return await attempt();
    } catch (thrown) {
      throwIfAborted(signal);
      const error = thrown instanceof TryLater ? thrown.error : thrown;
      const retryAfter = thrown instanceof TryLater ? thrown.retryAfter : undefined;
      if (!(error instanceof SkybucketError) || !error.retryable || retry >= policy.retries) {
        throw error;
      }
      const asked = retryAfterMs(retryAfter);
      if (asked > policy.longestRetryAfterMs) {
        throw error;
      }
      const bound = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** retry);
      await pause(Math.max(asked, bound * policy.random()), signal);
    }
  }
}

/** `Retry-After` (RFC 9110 section 10.2.3: seconds or a date) in milliseconds from now; 0 if absent. */
export function retryAfterMs(text: string | undefined, now: number = Date.now()): number {
  if (text === undefined) {
    return 0;
  }
  const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds);
}

/** @throws SkybucketError `cancelled` as soon as the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
