import { describe, expect, it, vi } from 'vitest';
import { readJobRecord, recordOf } from '../../../../src/core/archives/tap/job-record';
import type { Job } from '../../../../src/core/archives/tap/job';
import { resumeJob, runJob } from '../../../../src/core/archives/tap/run';
import { resultOf } from '../../../../src/core/archives/tap/job-table';
import { createJob, deleteJob, jobAt, startJob } from '../../../../src/core/archives/tap/uws';
import { waitForJob } from '../../../../src/core/archives/tap/wait';
import { SkybucketError } from '../../../../src/core/errors';
import { BASE, FakeTap, type FakeAnswer, ONE_ROW, type Seen } from './fake-tap';

const QUERY = { query: 'SELECT TOP 1 a FROM t' };
const pauses = { firstMs: 1, longestMs: 1, growth: 1 };
const JOB = '/tap/async/7';

const isPoll = ({ method, path }: Seen): boolean => method === 'GET' && path === JOB;

/** A failure of the network that may pass. */
function reset(): SkybucketError {
  return new SkybucketError('network', 'The connection was reset.', { retryable: true });
}

describe('a job', () => {
  it('is made, started, waited for, read and deleted', async () => {
    const tap = new FakeTap([
      'PENDING',
      'QUEUED',
      'EXECUTING',
      'HELD',
      'SUSPENDED',
      'UNKNOWN',
      'EXECUTING',
      'COMPLETED',
    ]);
    const phases: string[] = [];
    const { table, partial } = await runJob(tap.service(), QUERY, {
      pauses,
      onJob: ({ phase }) => phases.push(phase),
    });
    expect([table.rows, partial]).toEqual([1, undefined]);
    expect(phases).toEqual([
      'PENDING',
      'QUEUED',
      'EXECUTING',
      'HELD',
      'SUSPENDED',
      'UNKNOWN',
      'EXECUTING',
      'COMPLETED',
    ]);
    expect(tap.told).toEqual([
      '/async REQUEST=doQuery&LANG=ADQL&QUERY=SELECT TOP 1 a FROM t',
      '/async/7/phase PHASE=RUN',
      '/async/7 ACTION=DELETE',
    ]);
    expect(tap.deleted).toBe(true);
  });

  it('tells how long it may take and when it goes', async () => {
    expect(await createJob(new FakeTap().service(), QUERY)).toMatchObject({
      ...{ id: '7', phase: 'PENDING', version: '1.1', executionDuration: 600 },
      ...{ quote: '2029-01-01T00:00:00Z', destruction: '2030-01-01T00:00:00Z' },
      address: `${BASE}/async/7`,
    });
  });

  it('of UWS 1.1 is asked for with patience, one of 1.0 without', async () => {
    const asked = async (version: string | null): Promise<unknown> => {
      const tap = new FakeTap(['PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED'], version);
      await runJob(tap.service(), QUERY, { pauses });
      return tap.seen
        .filter(isPoll)
        .slice(2)
        .map(({ query }) => query);
    };
    expect(await asked('1.1')).toEqual([
      [
        ['WAIT', '40'],
        ['PHASE', 'QUEUED'],
      ],
      [
        ['WAIT', '40'],
        ['PHASE', 'EXECUTING'],
      ],
    ]);
    expect(await asked(null)).toEqual([[], []]);
    expect(await asked('1.0')).toEqual([[], []]);
  });

  it('is left at the service where that is wanted', async () => {
    const tap = new FakeTap();
    await runJob(tap.service(), QUERY, { pauses, keep: true });
    expect(tap.deleted).toBe(false);
  });

  it.each(['COMPLETED', 'ERROR', 'ABORTED', 'ARCHIVED'])('that is %s is over', async (phase) => {
    const tap = new FakeTap([phase]);
    const job = await jobAt(tap.service(), `${BASE}/async/7`);
    expect(await waitForJob(tap.service(), job, { pauses })).toBe(job);
    expect(tap.seen).toHaveLength(1);
  });

  it('that takes a moment to see that it was started is waited for', async () => {
    const tap = new FakeTap(['PENDING', 'QUEUED', 'COMPLETED']);
    let lag = 3;
    tap.instead = (seen) =>
      isPoll(seen) && lag-- > 0
        ? { body: '<job version="1.1"><phase>PENDING</phase></job>' }
        : undefined;
    expect((await runJob(tap.service(), QUERY, { pauses })).table.rows).toBe(1);
  });

  it('that was started though the answer was lost is not started again', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING', 'COMPLETED']);
    let starts = 0;
    tap.instead = ({ path }) => {
      if (path.endsWith('/phase') && starts++ > 0) {
        return { status: 400, body: 'The job is running.' };
      }
      return undefined;
    };
    const lossy = {
      send: async (request: Parameters<FakeTap['send']>[0]) => {
        const response = await tap.send(request);
        if (request.path.endsWith('/phase') && starts === 1) {
          throw reset();
        }
        return response;
      },
    };
    const { tools, ...service } = tap.service();
    const run = runJob({ ...service, tools: { ...tools, http: lossy } }, QUERY, { pauses });
    expect((await run).table.rows).toBe(1);
    expect(starts).toBe(2);
  });

  it('that cannot be started says why', async () => {
    const tap = new FakeTap(['PENDING']);
    tap.instead = ({ path }) =>
      path.endsWith('/phase') ? { status: 400, body: 'Too many jobs' } : undefined;
    await expect(runJob(tap.service(), QUERY, { pauses })).rejects.toMatchObject({
      message: 'EXAMPLE refuses the query (400): Too many jobs.',
    });
  });

  it('whose table came half is kept', async () => {
    const tap = new FakeTap();
    tap.instead = ({ path }) =>
      path.endsWith('/results/result') ? { body: ONE_ROW.slice(0, -40) } : undefined;
    const { partial } = await runJob(tap.service(), QUERY, { pauses });
    expect(partial).toMatch(/missing/);
    expect(tap.deleted).toBe(false);
  });

  it('that nobody started is not waited for', async () => {
    const tap = new FakeTap(['PENDING']);
    const job = await createJob(tap.service(), QUERY);
    await expect(waitForJob(tap.service(), job, { pauses })).rejects.toMatchObject({
      ...{ code: 'server', message: 'EXAMPLE has the job, but it was not started.' },
    });
  });

  it('whose result is asked for too early says so', async () => {
    const tap = new FakeTap(['EXECUTING', 'EXECUTING']);
    const job = await jobAt(tap.service(), `${BASE}/async/7`);
    await expect(resultOf(tap.service(), job)).rejects.toMatchObject({ retryable: true });
  });
});

describe('a job that is stopped', () => {
  it('half-way is aborted at the service before the caller hears of it', async () => {
    const tap = new FakeTap([
      'PENDING',
      'EXECUTING',
      ...Array.from({ length: 1000 }, () => 'EXECUTING'),
    ]);
    const stop = new AbortController();
    let polls = 0;
    const running = runJob(tap.service(), QUERY, {
      ...{ pauses, signal: stop.signal },
      onJob: () => ++polls === 5 && stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(tap.told.slice(-1)).toEqual(['/async/7/phase PHASE=ABORT']);
    expect(tap.phase).toBe('ABORTED');
  });

  it('before it exists makes no job', async () => {
    const tap = new FakeTap();
    await expect(
      runJob(tap.service(), QUERY, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(tap.seen).toEqual([]);
  });

  it.each([
    ['while the service takes the query', 'POST'],
    ['before it is looked at', 'GET'],
  ])('%s leaves no job there', async (_, method) => {
    const tap = new FakeTap(['PENDING', 'EXECUTING']);
    const stop = new AbortController();
    tap.instead = (seen) => {
      if (seen.method === method) {
        stop.abort();
      }
      return undefined;
    };
    await expect(createJob(tap.service(), QUERY, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await vi.waitUntil(() => tap.deleted);
    expect(tap.told.at(-1)).toBe('/async/7 ACTION=DELETE');
  });

  it('while it starts is aborted too', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING']);
    const stop = new AbortController();
    tap.instead = ({ path }) => {
      if (path.endsWith('/phase') && !stop.signal.aborted) {
        stop.abort();
      }
      return undefined;
    };
    await expect(
      runJob(tap.service(), QUERY, { pauses, signal: stop.signal }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(tap.told.slice(-1)).toEqual(['/async/7/phase PHASE=ABORT']);
  });

  it('while its table comes is aborted too', async () => {
    const tap = new FakeTap(['PENDING', 'COMPLETED']);
    const stop = new AbortController();
    const rows = '<TR><TD>1</TD></TR>'.repeat(5000);
    tap.instead = ({ path }) =>
      path.endsWith('/results/result')
        ? { body: ONE_ROW.replace('<TR><TD>1</TD></TR>', rows) }
        : undefined;
    let bytes = 0;
    await expect(
      runJob(tap.service(), QUERY, {
        ...{ pauses, signal: stop.signal },
        onBytes: (count) => (bytes += count) > 5000 && stop.abort(),
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(bytes).toBeLessThan(20_000);
    expect(tap.told.slice(-1)).toEqual(['/async/7/phase PHASE=ABORT']);
  });

  it('stays stopped though the service does not answer', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING']);
    const stop = new AbortController();
    tap.instead = ({ form }) => {
      if (form[0]?.[1] === 'ABORT') {
        throw reset();
      }
      return undefined;
    };
    await expect(
      runJob(tap.service(), QUERY, {
        ...{ pauses, signal: stop.signal },
        onJob: ({ phase }) => phase === 'EXECUTING' && stop.abort(),
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('by the service says so', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'ABORTED']);
    tap.details =
      '<errorSummary type="fatal"><message>Time limit reached.</message></errorSummary>';
    await expect(runJob(tap.service(), QUERY, { pauses })).rejects.toMatchObject({
      ...{
        code: 'server',
        message: 'EXAMPLE stopped the job before its end. It says: Time limit reached.',
      },
    });
  });
});

describe('a job on a bad line', () => {
  it('outlasts answers that do not come, 5xx and too many requests', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING', 'COMPLETED']);
    let trouble = 0;
    tap.instead = (seen): FakeAnswer | undefined => {
      if (!isPoll(seen) || seen.query.length === 0) {
        return undefined;
      }
      switch (trouble++) {
        case 0:
        case 1:
        case 2:
        case 3:
          throw reset();
        case 4:
          return { status: 502, body: '<html><title>502 Proxy Error</title></html>' };
        case 5:
          return { status: 503, headers: { 'retry-after': '0' }, body: 'busy' };
        case 6:
          return { status: 429 };
        case 7:
          return { body: '<uws:job xmlns:uws="x"><uws:jobId>7</uws:jo' };
        default:
          return undefined;
      }
    };
    expect((await runJob(tap.service(), QUERY, { pauses })).table.rows).toBe(1);
    expect(trouble).toBeGreaterThan(8);
    expect(tap.told).toHaveLength(3);
  });

  it('is not made twice', async () => {
    const tap = new FakeTap();
    tap.instead = ({ path }) => {
      if (path === '/tap/async') {
        throw reset();
      }
      return undefined;
    };
    await expect(createJob(tap.service(), QUERY)).rejects.toMatchObject({ code: 'network' });
    expect(tap.seen).toHaveLength(1);
  });

  it('ends when the service stays away', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING']);
    const job = await startJob(tap.service(), await createJob(tap.service(), QUERY));
    tap.instead = () => {
      throw reset();
    };
    await expect(waitForJob(tap.service(), job, { pauses })).rejects.toMatchObject({
      ...{ code: 'network', retryable: true },
    });
    // Six questions, each with two retries.
    expect(tap.seen.filter(({ query }) => query.length > 0)).toHaveLength(18);
  });

  it('whose table broke off is kept, and its table can be fetched again', async () => {
    const tap = new FakeTap();
    let broken = true;
    tap.instead = ({ path }) => {
      if (broken && path.endsWith('/results/result')) {
        throw reset();
      }
      return undefined;
    };
    await expect(runJob(tap.service(), QUERY, { pauses })).rejects.toMatchObject({
      code: 'network',
    });
    expect(tap.deleted).toBe(false);
    broken = false;
    const job = await jobAt(tap.service(), `${BASE}/async/7`);
    expect((await resumeJob(tap.service(), job, { pauses })).table.rows).toBe(1);
    expect(tap.deleted).toBe(true);
  });
});

describe('a job that fails', () => {
  it.each([
    [
      'by its summary',
      '<errorSummary type="fatal" hasDetail="false"><message>No such column: raa.</message></errorSummary>',
      undefined,
      'EXAMPLE refuses the query: No such column: raa.',
      false,
    ],
    [
      'by its error document',
      '<errorSummary type="fatal" hasDetail="true"><message>Query failed</message></errorSummary>',
      {
        body: '<VOTABLE><RESOURCE><INFO name="QUERY_STATUS" value="ERROR"><![CDATA[Column "raa" < not found]]></INFO></RESOURCE></VOTABLE>',
      },
      'EXAMPLE refuses the query: Column "raa" < not found.',
      false,
    ],
    [
      'by a document in plain text',
      '',
      { body: 'Out of luck.' },
      'EXAMPLE refuses the query: Out of luck.',
      false,
    ],
    [
      'without a word',
      '',
      { status: 404 },
      'EXAMPLE refuses the query and does not say why.',
      false,
    ],
    [
      'with a web page',
      '',
      { body: '<html><title>Oops</title></html>' },
      'EXAMPLE refuses the query and does not say why.',
      false,
    ],
    [
      'for now',
      '<errorSummary type="transient" hasDetail="false"><message>Database down</message></errorSummary>',
      undefined,
      'EXAMPLE refuses the query: Database down.',
      true,
    ],
  ] as [string, string, FakeAnswer | undefined, string, boolean][])(
    '%s',
    async (_, details, document, message, retryable) => {
      const tap = new FakeTap(['PENDING', 'EXECUTING', 'ERROR']);
      tap.details = details;
      tap.instead = ({ path }) => (path === `${JOB}/error` ? document : undefined);
      await expect(runJob(tap.service(), QUERY, { pauses })).rejects.toMatchObject({
        ...{ code: 'server', message, retryable },
      });
      expect(tap.deleted).toBe(true);
    },
  );

  it('is refused at once by a service that reads it first', async () => {
    const tap = new FakeTap();
    tap.instead = ({ path }) =>
      path === '/tap/async'
        ? {
            status: 400,
            body: '<VOTABLE><RESOURCE><INFO name="QUERY_STATUS" value="ERROR">Unknown table</INFO></RESOURCE></VOTABLE>',
          }
        : undefined;
    await expect(createJob(tap.service(), QUERY)).rejects.toMatchObject({
      message: 'EXAMPLE refuses the query: Unknown table.',
    });
  });

  it('is none where the service makes no jobs', async () => {
    const tap = new FakeTap();
    tap.instead = () => ({ body: '<html><title>Form</title></html>' });
    await expect(createJob(tap.service(), QUERY)).rejects.toMatchObject({
      ...{
        message: 'EXAMPLE made no job of the query.',
        hint: 'Run the query at once, without a job.',
      },
    });
  });
});

describe('a job after a restart of the editor', () => {
  it('is taken up by what was kept of it', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING', 'COMPLETED']);
    const service = tap.service();
    const job = await startJob(service, await createJob(service, QUERY));
    const kept = JSON.stringify(recordOf(service, job, { ...QUERY, mostRows: 5 }, new Date(0)));
    // All that follows knows only the text.
    const record = readJobRecord(JSON.parse(kept));
    expect(record).toEqual({
      ...{ kind: 'tap-job', service: BASE, who: 'EXAMPLE', address: `${BASE}/async/7` },
      ...{ query: QUERY.query, mostRows: 5, made: '1970-01-01T00:00:00.000Z' },
    });
    const later = { ...tap.service(), address: record?.service ?? '' };
    const again = await jobAt(later, record?.address ?? '');
    expect(again.phase).toBe('EXECUTING');
    expect((await resumeJob(later, again, { pauses })).table.rows).toBe(1);
    expect(tap.told.slice(-1)).toEqual(['/async/7 ACTION=DELETE']);
  });

  it.each([
    ['in plain text', 'No such job'],
    // DaCHS does.
    [
      'in a VOTable',
      '<VOTABLE><RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">No such job</INFO></RESOURCE></VOTABLE>',
    ],
  ])('may be gone, as the service tells %s', async (_, body) => {
    const tap = new FakeTap();
    tap.instead = () => ({ status: 404, body });
    await expect(jobAt(tap.service(), `${BASE}/async/7`)).rejects.toMatchObject({
      ...{ code: 'not-found', message: 'EXAMPLE has this job no more.' },
    });
    await deleteJob(tap.service(), { address: `${BASE}/async/7` });
  });

  it.each([
    ['of another kind', { kind: 'x' }],
    ['of another site', { address: 'https://elsewhere.org/tap/async/7' }],
    ['of the local network', { address: 'https://127.0.0.1/tap/async/7' }],
    ['with a broken address', { address: 'nonsense://' }],
    ['without a query', { query: 5 }],
  ])('is none by a record %s', (_, change) => {
    const record = recordOf(
      { address: BASE, who: 'EXAMPLE' },
      { address: `${BASE}/async/7` },
      QUERY,
      new Date(0),
    );
    expect(readJobRecord({ ...record, ...change })).toBeUndefined();
    expect(readJobRecord(JSON.parse(JSON.stringify(record)))).toEqual({
      ...record,
      mostRows: undefined,
    });
    expect([null, 'x', 7, []].map(readJobRecord)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the place of a job', () => {
  const made = async (location: string, service = BASE): Promise<Job> => {
    const tap = new FakeTap();
    tap.location = location;
    return createJob({ ...tap.service(), address: service }, QUERY);
  };

  it.each([
    [`${BASE}/async/7`, `${BASE}/async/7`],
    ['/tap/async/7', `${BASE}/async/7`],
    ['http://tap.example.org/tap/async/7', `${BASE}/async/7`],
    ['http://tap.example.org:80/tap/async/7', `${BASE}/async/7`],
    ['https://jobs.tap.example.org/tap/async/7', 'https://jobs.tap.example.org/tap/async/7'],
    ['https://jobs.example.org/tap/async/7', `https://jobs.example.org/tap/async/7`],
    ['http://jobs.example.org/tap/async/7', 'refused'],
    [`${BASE}/async/7/`, `${BASE}/async/7`],
    ['https://example.com/tap/async/7', 'refused'],
    ['https://evilexample.org/tap/async/7', 'refused'],
    ['https://localhost/tap/async/7', 'refused'],
    ['https://169.254.169.254/tap/async/7', 'refused'],
    ['ftp://tap.example.org/tap/async/7', 'refused'],
  ])('%s', async (location, address) => {
    if (address === 'refused') {
      await expect(made(location)).rejects.toBeInstanceOf(SkybucketError);
    } else {
      expect((await made(location)).address).toBe(address);
    }
  });

  it('is the list again where the service has moved', async () => {
    const tap = new FakeTap();
    tap.instead = ({ path }) =>
      path === '/old/async' ? { status: 302, headers: { location: `${BASE}/async` } } : undefined;
    const job = await createJob(
      { ...tap.service(), address: 'https://tap.example.org/old' },
      QUERY,
    );
    expect(job.address).toBe(`${BASE}/async/7`);
    expect(tap.told.map((told) => told.split('&')[0])).toEqual([
      '/old/async REQUEST=doQuery',
      '/async REQUEST=doQuery',
    ]);
  });

  it('hears the token of the user at the service itself only', async () => {
    const tap = new FakeTap();
    const heard: (string | undefined)[] = [];
    const http = {
      send: (request: Parameters<FakeTap['send']>[0]) => {
        heard.push(`${request.hostname} ${request.headers['authorization'] ?? 'nothing'}`);
        return tap.send(request);
      },
    };
    tap.location = 'https://jobs.example.org/tap/async/7';
    const service = { ...tap.service(), tools: { http }, headers: { Authorization: 'token x' } };
    await createJob(service, QUERY);
    expect(heard).toEqual(['tap.example.org token x', 'jobs.example.org nothing']);
  });

  it('of its result may be elsewhere, though not anywhere', async () => {
    const tap = new FakeTap(['COMPLETED']);
    const fetched = async (href: string): Promise<string> => {
      const job = {
        ...(await jobAt(tap.service(), `${BASE}/async/7`)),
        results: [{ id: 'result', href }],
      };
      return resultOf(tap.service(), job).then(
        () => 'read',
        (error: SkybucketError) => error.code,
      );
    };
    tap.instead = ({ path }) => (path === '/data/7' ? { body: ONE_ROW } : undefined);
    expect(await fetched('results/result')).toBe('read');
    expect(await fetched('https://cdn.example.com/data/7')).toBe('read');
    expect(await fetched('http://tap.example.org/data/7')).toBe('read');
    expect(await fetched('http://cdn.example.com/data/7')).toBe('bad-address');
    expect(await fetched('https://10.0.0.1/data/7')).toBe('bad-address');
  });
});
