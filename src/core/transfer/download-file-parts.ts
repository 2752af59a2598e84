import type { Meter } from '../bytes/meter';
import { throwIfAborted } from '../errors';
import type { RemoteFacts, RemoteFile } from './download-file-remote';
import { streamSpan } from './download-file-stream';
import { RunWriter, type WriterTools } from './download-file-writer';
import { countParts, partSpan, runLength, runsAtATime } from './part-plan';

export interface PartsRequest {
  readonly remote: RemoteFile;
  readonly facts: RemoteFacts;
  /** Bytes. */
  readonly partSize: number;
  /** Parts that are on the disk. */
  readonly done: ReadonlySet<number>;
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

/**
 * Downloads the parts that are missing: several runs of them at a time, as many and as long as the link shows to be
 * of use. The first failure ends the others; all have ended when this does.
 */
export async function downloadParts(request: PartsRequest, writer: WriterTools): Promise<void> {
  const { remote, facts, partSize, done, signal, meter } = request;
  const { version } = facts;
  const { size } = version;
  const missing = Array.from({ length: countParts(size, partSize) }, (_, index) => index).filter(
    (index) => !done.has(index),
  );
  let next = 0;
  // Each worker has its own: a signal is made for few listeners.
  const stops = new Set<AbortController>();
  const abort = (): void => stops.forEach((stop) => stop.abort());
  signal.addEventListener('abort', abort, { once: true });

  /** Some missing parts in a row: where they begin and end. */
  const takeRun = (): { readonly start: number; readonly end: number } | undefined => {
    const first = missing[next];
    if (first === undefined) {
      return undefined;
    }
    const wanted = runLength((missing.length - next) * partSize, remote.link.link());
    let last = first;
    next += 1;
    while (missing[next] === last + 1 && (last + 2 - first) * partSize <= wanted) {
      last += 1;
      next += 1;
    }
    return {
      start: partSpan(size, partSize, first).start,
      end: partSpan(size, partSize, last).end,
    };
  };

  const workers = new Set<Promise<void>>();
  let active = 0;
  let failure: { readonly error: unknown } | undefined;
  const work = async (stop: AbortController): Promise<void> => {
    try {
      for (let run = takeRun(); run !== undefined; run = takeRun()) {
        throwIfAborted(stop.signal);
        start();
        const sink = new RunWriter(writer, run.start, size, partSize);
        try {
          const options = { signal: stop.signal, meter, take: sink.take };
          await streamSpan(remote, version, run, options);
        } finally {
          // Also what came before a failure: its parts need not come again.
          await sink.flush();
        }
      }
    } catch (error) {
      // The others end with `cancelled` because of this one: the first error is the one to report.
      failure ??= { error };
      abort();
    }
  };
  /** As many as the link is worth by now. */
  const start = (): void => {
    while (
      active < runsAtATime(remote.link.link()) &&
      next < missing.length &&
      failure === undefined &&
      !signal.aborted
    ) {
      active += 1;
      const stop = new AbortController();
      stops.add(stop);
      const worker = work(stop).finally(() => {
        active -= 1;
        stops.delete(stop);
        workers.delete(worker);
      });
      workers.add(worker);
    }
  };

  try {
    throwIfAborted(signal);
    start();
    while (workers.size > 0) {
      await Promise.race(workers);
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}
