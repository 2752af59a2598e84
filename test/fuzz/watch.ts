import { Worker } from 'node:worker_threads';
import type { FuzzNote, FuzzOrder } from './worker';

/** A case may take no longer, nor the process more memory. */
const MOST_MILLISECONDS = 1000;
const MOST_BYTES = 512 * 1024 * 1024;
const LOOK_EVERY = 50;
/** After so long without any work a case waits for what will never come. */
const MOST_IDLE_MILLISECONDS = 30_000;

export type Ending =
  | { readonly kind: 'done' }
  /** What one case did that it may not; the worker is gone. `sure` unless a slow machine may be why. */
  | {
      readonly kind: 'stopped';
      readonly number: number;
      readonly why: string;
      readonly sure: boolean;
    };

export type Note = Exclude<FuzzNote, { kind: 'done' }>;

/** Runs cases in a thread, and ends it where one of them takes too long or too much. */
export function watch(
  script: string,
  order: Omit<FuzzOrder, 'state'>,
  onNote: (note: Note) => void,
  onProgress: (number: number) => void = () => undefined,
): Promise<Ending> {
  const shared = new SharedArrayBuffer(4);
  const state = new Int32Array(shared);
  Atomics.store(state, 0, order.from);
  const worker = new Worker(script, {
    workerData: { ...order, state: shared } satisfies FuzzOrder,
    resourceLimits: { maxOldGenerationSizeMb: MOST_BYTES / 2 ** 20 },
  });
  return new Promise((resolve) => {
    let ready = false;
    let ended = false;
    let last = -1;
    let since = performance.now();
    let processor = processorTime();
    let base = process.memoryUsage.rss();
    const restart = (): void => {
      since = performance.now();
      processor = processorTime();
    };
    const end = (ending: Ending): void => {
      if (ended) {
        return;
      }
      ended = true;
      clearInterval(timer);
      void worker.terminate().then(() => resolve(ending));
    };
    const number = (): number => Atomics.load(state, 0);
    const stop = (why: string, sure = false): void =>
      end({ kind: 'stopped', number: number(), why, sure });
    const timer = setInterval(() => {
      onProgress(number());
      if (last !== number()) {
        last = number();
        restart();
      }
      if (!ready) {
        return;
      }
      const passed = performance.now() - since;
      // Where others use the machine, time passes without anything being done.
      if (Math.min(passed, processorTime() - processor) > MOST_MILLISECONDS) {
        stop(`took more than ${MOST_MILLISECONDS} ms`);
      } else if (passed > MOST_IDLE_MILLISECONDS) {
        stop(`did not end within ${MOST_IDLE_MILLISECONDS / 1000} s`);
      } else if (process.memoryUsage.rss() - base > MOST_BYTES) {
        stop(`took more than ${MOST_BYTES / 2 ** 20} MB`);
      }
    }, LOOK_EVERY);
    worker.on('message', (note: FuzzNote) => {
      if (note.kind === 'done') {
        end({ kind: 'done' });
        return;
      }
      if (note.kind === 'ready') {
        ready = true;
        base = process.memoryUsage.rss();
        restart();
      }
      onNote(note);
    });
    worker.on('error', (error) => stop(`ended the thread: ${error.stack ?? error.message}`, true));
    // A question that is never answered leaves the thread with nothing to do.
    worker.on('exit', () => stop('was never done', true));
  });
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
