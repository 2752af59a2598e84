/**
 * Does something with each item, some at a time. The first failure stops the others and is thrown when all have
 * ended, so that nothing goes on behind the back of who called.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  atATime: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) {
    stop.abort();
  }
  const iterator = items[Symbol.asyncIterator]();
  // One `next` at a time: generators queue them, and a page is asked for once.
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    try {
      while (failure === undefined) {
        const next = await iterator.next();
        if (next.done === true) {
          return;
        }
        await work(next.value, stop.signal);
      }
    } catch (error) {
      // The others end with `cancelled` because of this one: the first error is the one to report.
      failure ??= { error };
      stop.abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: atATime }, worker));
  } finally {
    signal.removeEventListener('abort', abort);
    await iterator.return?.();
  }
  if (failure !== undefined) {
    throw (failure as { readonly error: unknown }).error;
  }
}
