import { throwIfAborted } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import { inArrivalOrder } from '../arrival';

/**
 * What is read of the spans, in the order it arrives. When the loop over it stops early, or one read fails, the
 * requests nobody else waits for are aborted on the wire.
 */
export async function* arriving<S, T>(
  spans: readonly S[],
  ask: (spans: readonly S[], options: PlaneOptions) => readonly Promise<T>[],
  options: PlaneOptions,
): AsyncGenerator<{ readonly index: number; readonly value: T }, void, void> {
  throwIfAborted(options.signal);
  if (spans.length === 0) {
    return;
  }
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    yield* inArrivalOrder(ask(spans, { signal: stop.signal, meter: options.meter }));
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}
