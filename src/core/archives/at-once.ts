import { cancelled, throwIfAborted } from '../errors';
import { onAbort } from '../bytes/on-abort';

/** Lets so many pieces of work run at a time; the others wait in the order they came. */
export class AtOnce {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly most: number) {}

  /** @throws SkybucketError `cancelled`, also while it waits; what `work` throws. */
  async run<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    throwIfAborted(signal);
    if (this.running < this.most) {
      this.running++;
    } else {
      await this.turn(signal);
    }
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Waits for a place that another leaves. */
  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        forget();
        resolve();
      };
      const forget = onAbort(signal, () => {
        this.waiting.delete(begin);
        reject(cancelled());
      });
      this.waiting.add(begin);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.running--;
    } else {
      // The place passes on: nobody who comes now can take it.
      this.waiting.delete(next);
      next();
    }
  }
}
