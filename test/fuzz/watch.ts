import { Worker } from 'node:worker_threads';
import type { FuzzNote, FuzzOrder } from './worker';

/** A question may take no longer, nor the process more memory. */
const MOST_MILLISECONDS = 1000;
const MOST_BYTES = 512 * 1024 * 1024;
const LOOK_EVERY = 50;

export type Ending =
  | { readonly kind: 'done' }
  /** What one case did that it may not; the worker is gone. */
  | { readonly kind: 'stopped'; readonly number: number; readonly why: string };

export type Note = Exclude<FuzzNote, { kind: 'done' }>;

/** Runs cases in a thread, and ends it where one of them takes too long or too much. */
export function watch(
  script: string,
  order: Omit<FuzzOrder, 'state'>,
  onNote: (note: Note) => void,
  onProgress: (number: number) => void = () => undefined,
): Promise<Ending> {
  const shared = new SharedArrayBuffer(8);
  const state = new Int32Array(shared);
  state[0] = order.from;
  const worker = new Worker(script, {
    workerData: { ...order, state: shared } satisfies FuzzOrder,
    resourceLimits: { maxOldGenerationSizeMb: MOST_BYTES / 2 ** 20 },
  });
  return new Promise((resolve) => {
    let ready = false;
    let questions = -1;
    let since = performance.now();
    let processor = processorTime();
    let base = process.memoryUsage().rss;
    const end = (ending: Ending): void => {
      clearInterval(timer);
      void worker.terminate().then(() => resolve(ending));
    };
    const stop = (why: string): void => end({ kind: 'stopped', number: state[0] ?? 0, why });
    const timer = setInterval(() => {
      onProgress(state[0] ?? 0);
      if (questions !== state[1]) {
        questions = state[1] ?? 0;
        since = performance.now();
        processor = processorTime();
      }
      // Where others use the machine, time passes without anything being done.
      const spent = Math.min(performance.now() - since, processorTime() - processor);
      if (ready && spent > MOST_MILLISECONDS) {
        stop(`took more than ${MOST_MILLISECONDS} ms`);
      } else if (ready && process.memoryUsage().rss - base > MOST_BYTES) {
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
        base = process.memoryUsage().rss;
        since = performance.now();
        processor = processorTime();
      }
      onNote(note);
    });
    worker.on('error', (error) => stop(`ended the thread: ${error.stack ?? error.message}`));
  });
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
