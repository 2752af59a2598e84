import { cancelled, throwIfAborted } from '../errors';
import { onAbort } from './on-abort';
import type { ReadOptions } from './source';

interface Run<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Work that several callers wait for and that runs once: aborted when the *last* of them cancels, so
 * that one caller's cancel never fails another's. Nothing is remembered after its end: whether a
 * value is kept is the owner's business, and a failure never is.
 */
export class SharedTask<T> {
  private run: Run<T> | undefined;

  /** @param task gets the first caller's options with the shared signal in place of the caller's own. */
  constructor(private readonly task: (options: ReadOptions) => Promise<T>) {}

  /** @throws SkybucketError `cancelled` as soon as this caller's own signal aborts. */
  join(options: ReadOptions = {}): Promise<T> {
    const { signal } = options;
    throwIfAborted(signal);
    const run = (this.run ??= this.start(options));
    run.waiting++;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        if (--run.waiting === 0) {
          // Forgotten first: whoever joins from now on must not join work that is being torn down.
          this.forget(run);
          run.controller.abort();
        }
        reject(cancelled());
      };
      const forget = onAbort(signal, leave);
      run.promise.then(resolve, reject).finally(forget);
    });
  }

  private start(options: ReadOptions): Run<T> {
    const controller = new AbortController();
    const run: Run<T> = {
      controller,
      waiting: 0,
      promise: this.task({ ...options, signal: controller.signal }).finally(() => this.forget(run)),
    };
    return run;
  }

  private forget(run: Run<T>): void {
    if (this.run === run) {
      this.run = undefined;
    }
  }
}
