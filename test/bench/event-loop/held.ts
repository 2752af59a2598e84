import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What happened to the thread while something was done, in milliseconds. */
export interface Held {
  /** The longest time a timer was late: others who use the machine count as well. */
  readonly late: number;
  /**
   * The most the processor did for this thread between two timers of a millisecond, so at most by so much
   * can its own work have held it. Undefined where the system does not tell.
   */
  readonly atWork: number | undefined;
}

export async function held(work: () => Promise<void>): Promise<Held> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let atWork: number | undefined;
  let before = threadTime();
  const timer = setInterval(() => {
    const now = threadTime();
    if (now !== undefined && before !== undefined) {
      atWork = Math.max(atWork ?? 0, now - before);
    }
    before = now;
  }, 1);
  delays.enable();
  try {
    await work();
  } finally {
    delays.disable();
    clearInterval(timer);
  }
  return { late: delays.max / 1e6, atWork };
}

/** Milliseconds of processor time of this thread, which Linux tells. */
function threadTime(): number | undefined {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
}
