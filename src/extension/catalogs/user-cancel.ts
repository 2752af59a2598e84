import { onAbort } from '../../core/bytes/on-abort';

/**
 * Does something that goes on when the page is hidden, which gives up its calls, and ends when the user cancels it.
 *
 * @param signal of the call
 * @param isThere whether the page is there, so that it was the user who aborted the call
 */
export async function untilUserCancels<T>(
  signal: AbortSignal,
  isThere: () => boolean,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const forget = onAbort(signal, () => {
    if (isThere()) {
      stop.abort();
    }
  });
  try {
    return await work(stop.signal);
  } finally {
    forget();
  }
}
