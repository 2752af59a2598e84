import type { Meter } from '../../bytes/meter';
import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { cancelled } from '../../errors';
import type { StopSignal } from './stop';

/** Spans that follow on each other are asked for together: one by one, short ones cost more than their bytes. */
export const RUN_LENGTH = 64 * 1024;

/** Who waits for one of the spans. */
interface Waiting extends Span {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Spans side by side that are read as one. */
interface Run {
  readonly offset: number;
  length: number;
  readonly waiting: Set<Waiting>;
}

/**
 * Spans that are read in one plan and of which each can be given up by itself: its promise rejects with
 * `cancelled`, and no more is read for it.
 */
export function readSeparately(
  reader: ByteReader,
  spans: readonly Span[],
  signals: readonly StopSignal[],
  meter: Meter | undefined,
): Promise<Uint8Array>[] {
  const open = new Set<Run>();
  let current: AbortController | undefined;
  const ask = (): void => {
    const before = current;
    const stop = new AbortController();
    current = stop;
    const asked = [...open];
    if (asked.length > 0) {
      // Only what a span is: it may travel to another thread.
      const wanted = asked.map(({ offset, length }) => ({ offset, length }));
      reader.readSpans(wanted, { signal: stop.signal, meter }).forEach((bytes, k) => {
        const run = asked[k] as Run;
        bytes.then(
          (value) => open.delete(run) && handOut(run, value),
          (error: unknown) => {
            if (current === stop && open.delete(run)) {
              run.waiting.forEach(({ reject }) => reject(error));
            }
          },
        );
      });
    }
    // What is still wanted was asked for anew first, and joined what is under way: that goes on.
    before?.abort();
  };

  let rearranges = false;
  const leave = (run: Run, waiting: Waiting): void => {
    if (!open.has(run) || !run.waiting.delete(waiting)) {
      return;
    }
    waiting.reject(cancelled());
    if (run.waiting.size > 0) {
      return;
    }
    open.delete(run);
    if (!rearranges) {
      rearranges = true;
      queueMicrotask(() => {
        rearranges = false;
        ask();
      });
    }
  };

  let last: Run | undefined;
  const results = spans.map(({ offset, length }, at) => {
    const joins =
      last && offset === last.offset + last.length && length <= RUN_LENGTH - last.length;
    const run: Run = joins && last ? last : { offset, length: 0, waiting: new Set() };
    run.length += length;
    open.add(run);
    last = run;
    return new Promise<Uint8Array>((resolve, reject) => {
      const waiting = { offset, length, resolve, reject };
      run.waiting.add(waiting);
      signals[at]?.addEventListener('abort', () => leave(run, waiting));
    });
  });
  ask();
  return results;
}

function handOut(run: Run, bytes: Uint8Array): void {
  for (const { offset, length, resolve } of run.waiting) {
    const at = offset - run.offset;
    resolve(bytes.subarray(at, at + length));
  }
}
