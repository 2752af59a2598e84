import { throwIfAborted } from '../errors';

/**
 * Does some work for each item, a number of them at a time, each with a signal of its own: many listeners on
 * one look like a leak. The first that fails ends all.
 *
 * @throws SkybucketError `cancelled`, or what the work throws.
 */
export async function together<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    throwIfAborted(signal);
    const some = items.slice(from, from + atOnce).map((item) => ({
      item,
      stop: new AbortController(),
    }));
    const abort = (): void => some.forEach(({ stop }) => stop.abort());
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await Promise.all(some.map(({ item, stop }) => work(item, stop.signal)));
    } finally {
      signal?.removeEventListener('abort', abort);
      abort();
    }
  }
}
