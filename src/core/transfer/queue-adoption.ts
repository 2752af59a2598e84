import type { QueueContent, QueueStore } from './queue';
import type { SetTimer } from './queue-changes';

const EVERY_MS = 30_000;

/** What a queue takes over of windows that have died, now and then, and loses to one that held it for dead. */
export class QueueAdoption {
  private stopTimer: (() => void) | undefined;
  private stopLost: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly store: Pick<QueueStore, 'adopt' | 'onLost'>,
    private readonly setTimer: SetTimer,
    private readonly queue: { take(content: QueueContent): void; lose(): Promise<void> },
  ) {}

  /** To be called before anything of the store is read: it can be lost from then on. */
  listen(): void {
    this.stopLost = this.store.onLost?.(() => void this.queue.lose());
  }

  later(): void {
    if (this.store.adopt === undefined || this.closed) {
      return;
    }
    this.stopTimer = this.setTimer(() => {
      const adopted = this.store.adopt?.() ?? Promise.resolve(undefined);
      void adopted
        .then((content) => {
          if (content !== undefined && !this.closed) {
            this.queue.take(content);
          }
        })
        // What cannot be looked at now is looked at the next time.
        .catch(() => undefined)
        .then(() => this.later());
    }, EVERY_MS);
  }

  close(): void {
    this.closed = true;
    this.stopTimer?.();
    this.stopLost?.();
  }
}
