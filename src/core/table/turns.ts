import { throwIfAborted } from '../errors';

/** Milliseconds of work in one go: a request for the rows on screen waits no longer than that. */
const TURN = 8;

/**
 * Long work on a thread that has other things to do. Ask {@link over} every few thousand steps, and when it
 * says so let the others have their turn:
 *
 *     if (turns.over) {
 *       await turns.next();
 *     }
 */
export class Turns {
  private began: number;

  constructor(
    private readonly signal: AbortSignal | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
  }

  get over(): boolean {
    return this.now() - this.began >= TURN;
  }

  /** @throws SkybucketError `cancelled` */
  async next(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfAborted(this.signal);
    this.began = this.now();
  }
}
