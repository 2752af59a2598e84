import { setTimeout as sleep } from 'node:timers/promises';

/** How far behind a pace may fall, because timers come late, and still catch up. */
const catchUpMilliseconds = 20;

/**
 * Lets bytes through at a rate, never faster. Time in which nothing was sent is lost, so that a pause
 * is not followed by a burst.
 */
export class Pace {
  private free = 0;

  constructor(readonly bytesPerSecond: number) {}

  /** When `bytes` more have passed, in milliseconds of `performance.now()`. */
  book(bytes: number): number {
    const now = performance.now();
    if (this.free < now - catchUpMilliseconds) {
      this.free = now;
    }
    this.free += (bytes / this.bytesPerSecond) * 1000;
    return this.free;
  }
}

/** Waits until the slowest of the paces has let `bytes` through. */
export async function pass(bytes: number, paces: readonly Pace[]): Promise<void> {
  const due = Math.max(0, ...paces.map((pace) => pace.book(bytes)));
  const wait = due - performance.now();
  if (wait >= 1) {
    await sleep(wait);
  }
}

/** Largest piece to send at once, so that a rate is smooth to about 5 ms. */
export function pieceBytes(paces: readonly Pace[]): number {
  const slowest = Math.min(Infinity, ...paces.map((pace) => pace.bytesPerSecond));
  return Math.max(512, Math.min(64 * 1024, Math.floor(slowest / 200)));
}
