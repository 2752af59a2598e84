import { onAbort } from '../../bytes/on-abort';
import { parseWebAddress } from '../../bytes/web-address';
import { cancelled, isCancelled, SkybucketError, throwIfAborted } from '../../errors';
import { readText } from '../service-call';
import { send } from './ask';
import { type Job, readJob } from './job';
import { formBody, formOf, type TapQuery } from './query';
import { queryError, wordsOfError } from './refusal';
import { endpoint, jobAddress, type TapService, textOfAddress } from './service';

export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
}

const CALL_MS = 60_000;
const ABORT_MS = 15_000;
/** For so long the answer to a cancelled query is waited for: only with it the job can be deleted. */
const GRACE_MS = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;
const SEEN: readonly number[] = [201, 302, 303];

/**
 * Makes a job of a query. It does not start yet. When cancelled, or where nothing can be learned of it, the job
 * that the service may have made by then is deleted there, in the background.
 *
 * @throws SkybucketError `server` with the service's words where it does not take the query; `bad-address`
 *   where it sends the job elsewhere; `network`, `timeout`, `cancelled`. Nothing is tried twice: that could
 *   make two jobs.
 */
export async function createJob(
  service: TapService,
  query: TapQuery,
  { signal }: JobOptions = {},
): Promise<Job> {
  const list = textOfAddress(parseWebAddress(endpoint(service, 'async')));
  const place = jobAddress(service, await post(service, list, query, signal));
  const address = isList(place)
    ? jobAddress(service, await post(service, place, query, signal))
    : place;
  try {
    return await jobAt(service, address, { signal });
  } catch (error) {
    drop(service, address);
    throw error;
  }
}

/** A place that is a list of jobs again is where the service has moved to, and no job. */
function isList(place: string): boolean {
  return /\/async\/?$/.test(place);
}

/** Of a job nobody knows of: where that fails too, the service deletes it in time by itself. */
function drop(service: TapService, address: string): void {
  if (!isList(address)) {
    void deleteJob(service, { address }).catch(() => undefined);
  }
}

/** @returns the place the service names, as it names it. */
function post(
  service: TapService,
  address: string,
  query: TapQuery,
  signal: AbortSignal | undefined,
): Promise<string> {
  throwIfAborted(signal);
  const call = new AbortController();
  const placed = postNow(service, address, query, call.signal);
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => {
      reject(cancelled());
      const late = setTimeout(() => call.abort(), GRACE_MS);
      void placed
        .then((place) => drop(service, jobAddress(service, place)))
        .catch(() => undefined)
        .finally(() => clearTimeout(late));
    });
    void placed.then(resolve, reject).finally(forget);
  });
}

function postNow(
  service: TapService,
  address: string,
  query: TapQuery,
  signal: AbortSignal,
): Promise<string> {
  return send(
    service,
    { address, ...formOf(query) },
    async (answer) => {
      const { location } = answer.headers;
      if (SEEN.includes(answer.status) && location !== undefined) {
        return location;
      }
      throw notMade(service.who, await readText(answer, MOST_BYTES));
    },
    { signal, also: SEEN, once: true },
  );
}

/** A 200 instead of a new place: an error in a VOTable, or no service for jobs. */
function notMade(who: string, text: string): SkybucketError {
  const words = wordsOfError(text);
  return words === ''
    ? new SkybucketError('server', `${who} made no job of the query.`, {
        hint: 'Run the query at once, without a job.',
      })
    : queryError(who, words);
}

/**
 * What the service says of a job now.
 *
 * @param quiet seconds for which the service may keep quiet while the phase stays as `job` has it.
 * @throws SkybucketError `not-found` for one that was deleted or whose time is over.
 */
export function jobAt(
  service: TapService,
  address: string,
  { signal, quiet }: JobOptions & { readonly quiet?: { job: Job; seconds: number } } = {},
): Promise<Job> {
  const wait = quiet ? `?WAIT=${quiet.seconds}&PHASE=${quiet.job.phase}` : '';
  return send(
    service,
    { address: address + wait },
    async (answer) => readJob(await readText(answer, MOST_BYTES), address, service.who),
    { signal, timeoutMs: CALL_MS + (quiet?.seconds ?? 0) * 1000 },
  ).catch((error: unknown) => {
    const gone = error instanceof SkybucketError && error.code === 'not-found';
    throw gone
      ? new SkybucketError('not-found', `${service.who} has this job no more.`, {
          ...{ hint: 'It was deleted, or its time was over. Run the query again.', cause: error },
        })
      : error;
  });
}

/** Starts a job that was made. One that was started already is as good. */
export async function startJob(
  service: TapService,
  job: Job,
  options: JobOptions = {},
): Promise<Job> {
  let refused: unknown;
  try {
    await tell(service, `${job.address}/phase`, 'PHASE', 'RUN', options);
  } catch (error) {
    if (isCancelled(error)) {
      throw error;
    }
    // Where the answer got lost, the service refuses to start it once more.
    refused = error;
  }
  const now = await jobAt(service, job.address, options);
  if (refused !== undefined && now.phase === 'PENDING') {
    throw refused;
  }
  return now;
}

/** Tells the service to stop a job. One that is over already stays as it is. */
export async function abortJob(
  service: TapService,
  job: Pick<Job, 'address'>,
  options: JobOptions = {},
): Promise<void> {
  await tell(service, `${job.address}/phase`, 'PHASE', 'ABORT', options, ABORT_MS);
}

/** Deletes a job with its results; one that is there no more is as good as deleted. */
export async function deleteJob(
  service: TapService,
  job: Pick<Job, 'address'>,
  options: JobOptions = {},
): Promise<void> {
  // POST, which every service takes; DELETE does not get through every gateway.
  await tell(service, job.address, 'ACTION', 'DELETE', options).catch((error: unknown) => {
    if (!(error instanceof SkybucketError && error.code === 'not-found')) {
      throw error;
    }
  });
}

/** Sets how long a job may run, in seconds; what the service makes of it is in the job it gives. */
export async function setDuration(
  service: TapService,
  job: Job,
  seconds: number,
  options: JobOptions = {},
): Promise<Job> {
  await tell(
    service,
    `${job.address}/executionduration`,
    'EXECUTIONDURATION',
    String(Math.round(seconds)),
    options,
  );
  return jobAt(service, job.address, options);
}

/** Sets when the service deletes a job. */
export async function setDestruction(
  service: TapService,
  job: Job,
  when: Date,
  options: JobOptions = {},
): Promise<Job> {
  await tell(service, `${job.address}/destruction`, 'DESTRUCTION', when.toISOString(), options);
  return jobAt(service, job.address, options);
}

/** A form of one field. The answer leads back to the job, which is asked for itself. */
async function tell(
  service: TapService,
  address: string,
  name: string,
  value: string,
  { signal }: JobOptions,
  timeoutMs = CALL_MS,
): Promise<void> {
  await send(service, { address, ...formBody([[name, value]]) }, () => Promise.resolve(), {
    ...{ signal, timeoutMs, also: [...SEEN, 204] },
  });
}
