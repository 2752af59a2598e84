import { throwIfAborted } from '../errors';
import { onAbort } from './on-abort';

/**
 * Does something with each item, a few at a time, begun in their order. The first failure stops the others and is
 * thrown when all have ended, so that nothing goes on behind the back of who called.
 *
 * @param items taken as they are needed, and closed at the end; asked for the next while they are asked already, as
 *   generators take it
 * @param signal reaches what is under way; no further item is begun
 * @param work is to end soon when `stop` aborts, by `signal` or another's failure
 * @throws what was thrown first, by `work` or `items`; `cancelled` where an item was not begun because of `signal`
 */
export async function fewAtATime<T>(
  items: Iterable<T> | AsyncIterable<T>,
  atATime: number,
  signal: AbortSignal | undefined,
  work: (item: T, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const stop = new AbortController();
  const off = onAbort(signal, () => stop.abort());
  if (signal?.aborted === true) {
    // It tells of that only once, and has.
    stop.abort();
  }
  let failure: { readonly error: unknown } | undefined;
  const guarded = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      // The others end with `cancelled` because of this one: the first error is the one to report.
      failure ??= { error };
      stop.abort();
    }
  };
  const worker = async (): Promise<void> => {
    while (failure === undefined) {
      const next = await iterator.next();
      if (next.done === true) {
        return;
      }
      throwIfAborted(stop.signal);
      await work(next.value, stop.signal);
    }
  };
  await Promise.all(Array.from({ length: atATime }, () => guarded(worker)));
  await guarded(async () => iterator.return?.());
  off();
  if (failure !== undefined) {
    throw (failure as { readonly error: unknown }).error;
  }
}
