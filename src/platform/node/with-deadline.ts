import { onAbort } from '../../core/bytes/on-abort';
import { cancelled, SkybucketError, throwIfAborted } from '../../core/errors';

/** Does something during which the clock stands still: the user is asked. */
export type Pause = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Work that is left alone when it takes too long or is cancelled, whether or not it heeds its signal: a library may
 * wait for a command that never ends.
 *
 * @throws SkybucketError `timeout`, `cancelled`, or what the work throws
 */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal, pause: Pause) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (error: SkybucketError): void => {
      reject(error);
      controller.abort();
    };
    let timer: NodeJS.Timeout | undefined;
    const start = (): void => {
      timer = setTimeout(() => {
        end(
          new SkybucketError('timeout', 'Looking up the credentials took too long.', {
            // Not retryable: what hangs would be begun again and again before anybody hears of it.
            hint: 'Check the command or the service that gives them, then try again.',
          }),
        );
      }, milliseconds);
    };
    const pause: Pause = async (asked) => {
      clearTimeout(timer);
      try {
        return await asked();
      } finally {
        if (!controller.signal.aborted) {
          start();
        }
      }
    };
    const forget = onAbort(signal, () => end(cancelled()));
    start();
    work(controller.signal, pause)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        forget();
      });
  });
}
