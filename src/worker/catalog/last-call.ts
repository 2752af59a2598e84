import { onAbort } from '../../core/bytes/on-abort';
import { throwIfAborted } from '../../core/errors';

/** Calls of one kind, of which only the last one matters: a newer one ends the older as cancelled. */
export class LastCall {
  private current: AbortController | undefined;

  async run<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.current?.abort();
    const own = new AbortController();
    this.current = own;
    throwIfAborted(signal);
    const leave = onAbort(signal, () => own.abort());
    try {
      return await work(own.signal);
    } finally {
      leave();
      if (this.current === own) {
        this.current = undefined;
      }
    }
  }
}
