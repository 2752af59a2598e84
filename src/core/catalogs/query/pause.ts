import { onAbort } from '../../bytes/on-abort';
import { cancelled, throwIfAborted } from '../../errors';

/** Holds work up until it is to go on: what is under way ends, nothing new begins. */
export class Pause {
  private waiting: (() => void)[] = [];
  private paused = false;

  get isPaused(): boolean {
    return this.paused;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.waiting.splice(0).forEach((go) => go());
  }

  /** Resolves at once where nothing is paused. @throws SkybucketError `cancelled` */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.paused) {
      throwIfAborted(signal);
      await new Promise<void>((resolve, reject) => {
        const forget = onAbort(signal, () => reject(cancelled()));
        this.waiting.push(() => {
          forget();
          resolve();
        });
      });
    }
  }
}
