import { SkybucketError } from '../errors';

/** How often a transfer is begun again by itself that fails without getting further. */
export const MOST_ATTEMPTS = 8;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Whether trying again may help. */
export function mayPass(error: unknown): error is SkybucketError {
  return error instanceof SkybucketError && error.retryable;
}

/** By a workspace that is not trusted, say, or by credentials that have expired: it may be allowed in another session. */
export function isDenied(error: unknown): boolean {
  return error instanceof SkybucketError && error.code === 'access-denied';
}

/**
 * How long to wait before the next attempt, milliseconds: twice as long each time, spread at random.
 *
 * @param failed attempts that have failed, from 1
 * @param random in [0, 1)
 */
export function waitBefore(failed: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - 1));
  return longest * (0.5 + random / 2);
}
