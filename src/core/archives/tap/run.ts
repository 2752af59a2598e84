import { isCancelled } from '../../errors';
import { type CallOptions, QUERY_QUIET_MS } from '../service-call';
import { send } from './ask';
import type { Job } from './job';
import { resultOf } from './job-table';
import { formOf, type TapQuery } from './query';
import { readResult, type ResultOptions, type TapResult } from './result';
import { endpoint, type TapService } from './service';
import { abortJob, createJob, deleteJob, startJob } from './uws';
import { type Pauses, waitForJob } from './wait';

export interface RunOptions extends Omit<ResultOptions, 'asked'> {
  readonly onBytes?: CallOptions['onBytes'];
  /** Of a query that is run at once. */
  readonly timeoutMs?: number | undefined;
}

export interface RunJobOptions extends RunOptions {
  /** Told of the job as soon as there is one, so that it can be remembered, and of all its phases. */
  readonly onJob?: ((job: Job) => void) | undefined;
  readonly pauses?: Pauses | undefined;
  /** True to leave the job at the service after its end; else it is deleted. */
  readonly keep?: boolean | undefined;
}

/** Runs a query and waits for the answer, as long as the service takes: for short ones. */
export function runQuery(
  service: TapService,
  query: TapQuery,
  { timeoutMs, onBytes, ...options }: RunOptions = {},
): Promise<TapResult> {
  return send(
    service,
    { address: endpoint(service, 'sync'), ...formOf(query) },
    (answer) => readResult(service.who, answer, { ...options, asked: query.mostRows }),
    { signal: options.signal, timeoutMs, quietMs: QUERY_QUIET_MS, onBytes },
  );
}

/**
 * Runs a query as a job: made, started, waited for, its table read, deleted. When cancelled, the service is
 * told to abort it.
 */
export async function runJob(
  service: TapService,
  query: TapQuery,
  options: RunJobOptions = {},
): Promise<TapResult> {
  const job = await createJob(service, query, options);
  options.onJob?.(job);
  return stoppingWith(service, job, async () => {
    const started = await startJob(service, job, options);
    options.onJob?.(started);
    return finish(service, started, options);
  });
}

/**
 * Takes a job up again, after a restart of the editor for example: waits for it and reads its table. When
 * cancelled, the service is told to abort it; to leave it alone, do not wait for it.
 */
export async function resumeJob(
  service: TapService,
  job: Job,
  options: RunJobOptions = {},
): Promise<TapResult> {
  return stoppingWith(service, job, () => finish(service, job, options));
}

async function finish(
  service: TapService,
  job: Job,
  { keep = false, ...options }: RunJobOptions,
): Promise<TapResult> {
  const done = await waitForJob(service, job, options);
  let taken = false;
  try {
    const result = await resultOf(service, done, options);
    taken = result.document.cut === undefined;
    return result;
  } finally {
    // A table that broke on the way can still be fetched, so its job stays.
    if (!keep && (taken || done.phase !== 'COMPLETED')) {
      // The service deletes it in time by itself: what fails here is nothing to the user.
      await deleteJob(service, done).catch(() => undefined);
    }
  }
}

/** The abort must reach the service before it is told that all has stopped. */
async function stoppingWith<T>(service: TapService, job: Job, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCancelled(error)) {
      await abortJob(service, job).catch(() => undefined);
    }
    throw error;
  }
}
