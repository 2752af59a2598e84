import { throwIfAborted } from '../errors';

/** Milliseconds of work in one go: a request for the rows on screen waits no longer than that. */
const TURN = 8;

/** When the turn that was given last begins. */
let last: Promise<void> = Promise.resolve();

/**
 * Long work on a thread that has other things to do. Ask {@link over} every few thousand steps, and when it
 * says so let the others have their turn:
 *
 *     if (turns.over) {
 *       await turns.next();
 *     }
 *
 * Turns are given one at a time: of several that work, each has one after the others had theirs, and what
 * comes from outside is heard between any two.
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
    last = last.then(() => new Promise((resolve) => setTimeout(resolve, 0)));
    await last;
    throwIfAborted(this.signal);
    this.began = this.now();
  }
}
