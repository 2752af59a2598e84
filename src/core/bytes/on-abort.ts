const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `stop` once when the signal aborts. However many wait for one signal, it has a single listener:
 * a read of one picture may wait for hundreds of things, and Node takes more than ten listeners for a leak.
 *
 * @param signal one that has not aborted yet.
 * @returns what takes it back.
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal === undefined) {
    return () => undefined;
  }
  const all = waiting.get(signal) ?? listen(signal);
  // One for each call, though `stop` may be the same.
  const own = (): void => stop();
  all.add(own);
  return () => void all.delete(own);
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>();
  waiting.set(signal, all);
  signal.addEventListener('abort', () => all.forEach((stop) => stop()), { once: true });
  return all;
}
