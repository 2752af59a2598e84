import { afterAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/archives/tap/job';
import { canWait } from '../../src/core/archives/tap/job';
import { readJobRecord, recordOf } from '../../src/core/archives/tap/job-record';
import { resultOf } from '../../src/core/archives/tap/job-table';
import type { TapQuery } from '../../src/core/archives/tap/query';
import { resumeJob, runJob } from '../../src/core/archives/tap/run';
import {
  abortJob,
  createJob,
  deleteJob,
  jobAt,
  setDestruction,
  setDuration,
  startJob,
} from '../../src/core/archives/tap/uws';
import { waitForJob } from '../../src/core/archives/tap/wait';
import { imageRows } from './rows';
import { allRows, http, slowQuery, tap } from './services';

const FIRST = 'SELECT TOP 5 obs_id FROM skybucket.images ORDER BY obs_id';
const firstRows = imageRows()
  .slice(0, 5)
  .map(({ obs_id }) => ({ obs_id }));
/** Runs for some minutes. */
const ENDLESS = slowQuery(64);

const made: Job[] = [];

async function jobOf(query: TapQuery): Promise<Job> {
  const job = await createJob(tap, query);
  made.push(job);
  return job;
}

/** Questions for one job since there were `from` requests. */
const askedOf = ({ id }: Job, from: number): string[] =>
  http.sent.slice(from).filter((line) => line.includes(id));

/** The ids of all jobs the server has. */
async function jobsListed(): Promise<string[]> {
  const answer = await fetch(`${tap.address}/async`);
  return [...(await answer.text()).matchAll(/<\w*:?jobref[^>]* id="(\w+)"/g)]
    .map(([, id = '']) => id)
    .sort();
}

afterAll(async () => {
  await Promise.all(made.map((job) => deleteJob(tap, job)));
});

// DaCHS gives up on its own table of jobs after 0.1 s, which a busy machine may well take: then once more.
describe('a job', { retry: 3 }, () => {
  it('is made, started, waited for, read and deleted', async () => {
    const job = await jobOf({ query: FIRST, mostRows: 100, format: 'votable/td' });
    expect(job).toMatchObject({ phase: 'PENDING', version: '1.1', results: [], error: undefined });
    expect(job.parameters).toMatchObject({ query: FIRST, lang: 'ADQL', maxrec: '100' });
    expect(job.executionDuration).toBe(3600);
    expect(Date.parse(job.destruction ?? '')).toBeGreaterThan(Date.now());
    expect(canWait(job)).toBe(true);

    const done = await waitForJob(tap, await startJob(tap, job));
    expect(done.phase).toBe('COMPLETED');
    expect(done.results.map(({ id }) => id)).toEqual(['result']);
    const { table, partial } = await resultOf(tap, done);
    expect([table.encoding, partial]).toEqual(['TABLEDATA', undefined]);
    expect(await allRows(table)).toEqual(firstRows);

    await deleteJob(tap, job);
    await expect(jobAt(tap, job.address)).rejects.toMatchObject({
      ...{ code: 'not-found', message: 'DaCHS has this job no more.' },
    });
    // One that is gone is as good as deleted.
    await deleteJob(tap, job);
  });

  it('runs in one go, and leaves nothing behind', async () => {
    const seen: Job[] = [];
    const { table } = await runJob(tap, { query: FIRST }, { onJob: (job) => seen.push(job) });
    expect(await allRows(table)).toEqual(firstRows);
    const phases = seen.map(({ phase }) => phase);
    expect([phases[0], phases.at(-1)]).toEqual(['PENDING', 'COMPLETED']);
    await expect(jobAt(tap, seen[0]?.address ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is asked with a wait that lasts until its phase changes', async () => {
    const from = http.sent.length;
    const job = await jobOf({ query: slowQuery(2) });
    const phases: string[] = [];
    const started = await startJob(tap, job);
    const done = await waitForJob(tap, started, { onJob: ({ phase }) => phases.push(phase) });
    expect(done.phase).toBe('COMPLETED');
    const waits = askedOf(job, from).filter((line) => line.includes('?WAIT=40&PHASE='));
    expect(waits.length).toBe(phases.length);
    // However long it takes: once for each change.
    expect(new Set(phases).size).toBe(phases.length);
    expect(await allRows((await resultOf(tap, done)).table)).toEqual([{ n: 0 }]);
  });

  it('with more rows than it may give says so', async () => {
    const query = 'SELECT obs_id FROM skybucket.images';
    const { table, partial } = await runJob(tap, { query, mostRows: 7 });
    expect(table.rows).toBe(7);
    expect(partial).toMatch(/^DaCHS has more than these 7 rows/);
  });

  it('that fails tells why in the words of the service', async () => {
    const run = runJob(tap, { query: 'SELECT nothing FROM skybucket.images' });
    await expect(run).rejects.toMatchObject({
      code: 'server',
      message:
        "DaCHS refuses the query: Field query: No such field known: column 'nothing' could not be located in table metadata.",
    });
  });

  it('is stopped by its owner', async () => {
    const job = await startJob(tap, await jobOf({ query: ENDLESS }));
    await abortJob(tap, job);
    const over = await waitForJob(tap, job);
    expect(over.phase).toBe('ABORTED');
    await expect(resultOf(tap, over)).rejects.toMatchObject({
      message: expect.stringMatching(/^DaCHS stopped the job before its end\./) as string,
    });
    // One that is over stays so.
    await abortJob(tap, over).catch(() => undefined);
    expect((await jobAt(tap, job.address)).phase).toBe('ABORTED');
  });

  it('is stopped when the waiting is', async () => {
    const stop = new AbortController();
    let address = '';
    const run = runJob(
      tap,
      { query: ENDLESS },
      {
        signal: stop.signal,
        onJob: (job) => {
          address = job.address;
          if (job.phase === 'EXECUTING') {
            stop.abort();
          }
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const left = await jobAt(tap, address);
    made.push(left);
    const over = await waitForJob(tap, left);
    expect(over.phase).toBe('ABORTED');
  });

  it('that is cancelled while it is made does not stay', async () => {
    const before = await jobsListed();
    const stop = new AbortController();
    const run = createJob(tap, { query: FIRST }, { signal: stop.signal });
    await expect.poll(() => http.sent.at(-1)).toBe('POST /tap/async');
    stop.abort();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    // What is deleted is one that the service has made meanwhile.
    const sent = http.sent.length;
    await expect
      .poll(() => http.sent.slice(sent).filter((line) => /^POST .*\/async\/\w+$/.test(line)).length)
      .toBe(1);
    await expect.poll(jobsListed).toEqual(before);
  });

  it('may run only so long, and is kept only so long', async () => {
    const job = await jobOf({ query: ENDLESS });
    const soon = new Date(Date.now() + 3_600_000);
    soon.setMilliseconds(0);
    const kept = await setDestruction(tap, job, soon);
    expect(Date.parse(kept.destruction ?? '')).toBe(soon.getTime());
    const short = await setDuration(tap, kept, 1);
    expect(short.executionDuration).toBe(1);
    const over = await waitForJob(tap, await startJob(tap, short));
    expect(['ABORTED', 'ERROR']).toContain(over.phase);
    await expect(resultOf(tap, over)).rejects.toMatchObject({ code: 'server' });
  });

  it('is taken up again from its record', async () => {
    const query = { query: FIRST, mostRows: 5 };
    const job = await startJob(tap, await jobOf(query));
    const kept = JSON.stringify(recordOf(tap, job, query, new Date()));
    const record = readJobRecord(JSON.parse(kept));
    expect(record?.address).toBe(job.address);
    const again = await jobAt(tap, record?.address ?? '');
    const { table } = await resumeJob(tap, again);
    expect(await allRows(table)).toEqual(firstRows);
  });
});
