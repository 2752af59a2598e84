import { isCancelled, SkybucketError } from '../../errors';
import { readText, type CallOptions } from '../service-call';
import { send } from './ask';
import { type Job, tableOf } from './job';
import { queryError, wordsOfError } from './refusal';
import { readResult, type ResultOptions, type TapResult } from './result';
import { dataAddress, type TapService } from './service';
import type { JobOptions } from './uws';

/** Of an error document. */
const MOST_BYTES = 1024 * 1024;
const DETAIL_MS = 15_000;

/**
 * The table of a job that is over.
 *
 * @throws SkybucketError `server` with the service's words for one that failed or was aborted, `not-found` for
 *   one whose results are gone, and what {@link readResult} throws.
 */
export async function resultOf(
  service: TapService,
  job: Job,
  options: ResultOptions & Pick<CallOptions, 'onBytes'> = {},
): Promise<TapResult> {
  switch (job.phase) {
    case 'COMPLETED':
      break;
    case 'ERROR':
      throw await failureOf(service, job, options);
    case 'ABORTED':
      throw new SkybucketError(
        'server',
        `${service.who} stopped the job before its end.${because(job)}`,
        {
          hint: 'It was told to, or the job took longer than it may. Run the query again, or ask for less.',
        },
      );
    case 'ARCHIVED':
      throw new SkybucketError('not-found', `${service.who} has deleted the results of the job.`, {
        hint: 'Run the query again.',
      });
    case 'PENDING':
    case 'QUEUED':
    case 'EXECUTING':
    case 'HELD':
    case 'SUSPENDED':
    case 'UNKNOWN':
      throw new SkybucketError('server', `The job at ${service.who} is not done yet.`, {
        ...{ hint: 'Wait for its end.', retryable: true },
      });
  }
  const asked = options.asked ?? Number(job.parameters['maxrec'] ?? 0);
  return send(
    service,
    { address: dataAddress(service, tableOf(job), job.address) },
    (answer) => readResult(service.who, answer, { ...options, asked }),
    { signal: options.signal, onBytes: options.onBytes },
  );
}

function because({ error }: Job): string {
  return error === undefined || error.message === '' ? '' : ` It says: ${error.message}`;
}

/** In the words of the error document, else of the job's summary. */
async function failureOf(
  service: TapService,
  job: Job,
  { signal }: JobOptions,
): Promise<SkybucketError> {
  const { error } = job;
  let words = error?.message ?? '';
  if (error === undefined || error.hasDetail || words === '') {
    const detail = await send(
      service,
      { address: `${job.address}/error` },
      async (answer) => wordsOfError(await readText(answer, MOST_BYTES)),
      { signal, once: true, timeoutMs: DETAIL_MS },
    ).catch((failed: unknown) => {
      if (isCancelled(failed)) {
        throw failed;
      }
      // The summary must do.
      return '';
    });
    words = detail === '' ? words : detail;
  }
  const failed = queryError(service.who, words);
  return error?.transient === true
    ? new SkybucketError('server', failed.message, {
        hint: 'The service says that this may pass: try again later.',
        retryable: true,
      })
    : failed;
}
