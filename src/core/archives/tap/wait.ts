import { pause } from '../../bytes/retry';
import { isCancelled, SkybucketError } from '../../errors';
import { canWait, isOver, type Job } from './job';
import type { TapService } from './service';
import { jobAt, type JobOptions } from './uws';

export interface WaitOptions extends JobOptions {
  /** Told of the job each time the service was asked. */
  readonly onJob?: ((job: Job) => void) | undefined;
  readonly pauses?: Pauses | undefined;
}

/** How long to wait before the service is asked again: longer each time. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly growth: number;
}

const PAUSES: Pauses = { firstMs: 500, longestMs: 30_000, growth: 1.5 };
/** Seconds a service is asked to keep quiet while nothing changes; gateways cut off silence of a minute. */
const WAIT_SECONDS = 40;
/** Beyond the retries of each question: a job is worth more patience than a click. */
const MOST_FAILURES = 5;
/** How often a job may be found not started: some take a moment to see that they were told. */
const MOST_PENDING = 5;

/**
 * Waits until a job is over, one way or another. Questions that fail are asked again for some minutes: the job
 * runs on meanwhile.
 *
 * @throws SkybucketError `cancelled` when the waiting is; the job is not told. `server` for one that nobody
 *   started; `not-found` for one that is gone.
 */
export async function waitForJob(
  service: TapService,
  from: Job,
  { signal, onJob, pauses = PAUSES }: WaitOptions = {},
): Promise<Job> {
  let job = from;
  let pauseMs = pauses.firstMs;
  let failures = 0;
  let pending = 0;
  while (!isOver(job)) {
    if (job.phase === 'PENDING' && ++pending > MOST_PENDING) {
      throw new SkybucketError('server', `${service.who} has the job, but it was not started.`, {
        hint: 'Start it, or run the query again.',
      });
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauses.longestMs, pauseMs * pauses.growth);
    try {
      const quiet =
        canWait(job) && job.phase !== 'PENDING' ? { quiet: { job, seconds: WAIT_SECONDS } } : {};
      const next = await jobAt(service, job.address, { signal, ...quiet });
      pauseMs = next.phase === job.phase ? pauseMs : pauses.firstMs;
      [job, failures] = [next, 0];
      onJob?.(job);
    } catch (error) {
      const passing = error instanceof SkybucketError && error.retryable;
      if (isCancelled(error) || !passing || ++failures > MOST_FAILURES) {
        throw error;
      }
    }
  }
  return job;
}
