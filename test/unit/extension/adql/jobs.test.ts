import { describe, expect, it, vi } from 'vitest';
import { SkybucketError } from '../../../../src/core/errors';
import { JobList, type KeptJob } from '../../../../src/extension/adql/job-list';
import {
  jobDescription,
  jobLabel,
  jobTitle,
  stateOf,
  timeWords,
} from '../../../../src/extension/adql/job-words';
import { Jobs } from '../../../../src/extension/adql/jobs';
import { BASE, FakeTap } from '../../archives/tap/fake-tap';
import { FakeMemory } from '../fake-memory';

const NOW = new Date('2026-11-21T19:00:00Z');
const QUERY = { query: 'SELECT TOP 1 a FROM t -- one' };

class MemoryFiles {
  readonly texts = new Map<string, string>();

  async write(id: string, pieces: AsyncIterable<string>): Promise<void> {
    let text = '';
    for await (const piece of pieces) {
      text += piece;
    }
    this.texts.set(id, text);
  }

  async remove(id: string): Promise<void> {
    this.texts.delete(id);
  }
}

/** The jobs of one session of the editor. */
function session(
  tap: FakeTap,
  memory = new FakeMemory(),
): { jobs: Jobs; files: MemoryFiles; memory: FakeMemory; over: KeptJob[] } {
  const files = new MemoryFiles();
  const over: KeptJob[] = [];
  let ids = 0;
  const jobs = new Jobs({
    ...{ files, list: new JobList(memory), tools: tap.service().tools },
    now: () => NOW,
    newId: () => `abcdef${ids++}`,
    onChange: () => undefined,
    onOver: (job) => over.push(job),
    pauses: { firstMs: 1, longestMs: 1, growth: 1 },
  });
  return { jobs, files, memory, over };
}

describe('jobs', () => {
  it('are made, followed to their end, fetched once and deleted', async () => {
    const tap = new FakeTap(['PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED']);
    const { jobs, files, over } = session(tap);
    const { id } = await jobs.submit(tap.service(), QUERY);
    await vi.waitUntil(() => over.length === 1);
    expect(jobs.get(id)).toMatchObject({ phase: 'COMPLETED', result: undefined });
    const rows: number[] = [];
    expect(await jobs.fetch(id, { onProgress: (count) => rows.push(count) })).toEqual({
      rows: 1,
      partial: undefined,
    });
    expect(files.texts.get(id)).toMatch(/<TD>1<\/TD>/);
    expect(files.texts.get(id)).toContain('SELECT TOP 1 a FROM t -- one');
    const asked = tap.seen.length;
    await jobs.fetch(id);
    expect(tap.seen).toHaveLength(asked);
    expect(await jobs.delete(id)).toBeUndefined();
    expect([tap.deleted, files.texts.size, jobs.list().length]).toEqual([true, 0, 0]);
    expect(tap.told).toEqual([
      '/async REQUEST=doQuery&LANG=ADQL&QUERY=SELECT TOP 1 a FROM t -- one',
      '/async/7/phase PHASE=RUN',
      '/async/7 ACTION=DELETE',
    ]);
  });

  it('are taken up by the next session', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING', 'COMPLETED']);
    const first = session(tap);
    // The first session ends while it runs.
    const { id } = await first.jobs.submit(tap.service(), QUERY);
    first.jobs.dispose();
    await vi.waitUntil(() => !first.jobs.isFollowed(id));
    expect(stateOf(first.jobs.get(id) ?? ({ phase: 'ERROR' } as const))).toBe('running');
    const second = session(tap, first.memory);
    second.jobs.followAll();
    await vi.waitUntil(() => second.over.length === 1);
    expect(second.jobs.get(id)?.phase).toBe('COMPLETED');
    // What is over is not asked about again.
    const asked = tap.seen.length;
    second.jobs.followAll();
    expect(tap.seen).toHaveLength(asked);
  });

  it('that fail say so in the words of the service', async () => {
    const tap = new FakeTap(['PENDING', 'ERROR']);
    tap.details =
      '<uws:errorSummary type="fatal" hasDetail="false"><uws:message>No table t</uws:message></uws:errorSummary>';
    const { jobs, over } = session(tap);
    const { id } = await jobs.submit(tap.service(), QUERY);
    await vi.waitUntil(() => over.length === 1);
    expect(jobs.get(id)).toMatchObject({ phase: 'ERROR', problem: 'No table t' });
    await expect(jobs.fetch(id)).rejects.toThrow(/No table t/);
  });

  it('are aborted', async () => {
    const tap = new FakeTap(['PENDING', ...Array<string>(200).fill('EXECUTING')]);
    const { jobs, over } = session(tap);
    const { id } = await jobs.submit(tap.service(), QUERY);
    await jobs.abort(id);
    await vi.waitUntil(() => over.length === 1);
    expect(jobs.get(id)?.phase).toBe('ABORTED');
  });

  it('the service has no more are gone; others stay as they were', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING', 'EXECUTING', 'EXECUTING']);
    const first = session(tap);
    const { id } = await first.jobs.submit(tap.service(), QUERY);
    first.jobs.dispose();
    await vi.waitUntil(() => !first.jobs.isFollowed(id));
    tap.instead = () => {
      throw new SkybucketError('network', 'No connection.');
    };
    const second = session(tap, first.memory);
    await second.jobs.follow(id);
    expect(second.jobs.get(id)).toMatchObject({ phase: 'EXECUTING' });
    expect(second.jobs.get(id)?.problem).toMatch(/EXAMPLE/);
    tap.instead = () => ({ status: 404, body: 'gone' });
    await second.jobs.follow(id);
    expect(second.jobs.get(id)).toMatchObject({ phase: 'ARCHIVED' });
    // It is gone there, so that nothing is to be deleted.
    expect(await second.jobs.delete(id)).toBeUndefined();
  });

  it('are not kept where the service does not take the query', async () => {
    const tap = new FakeTap();
    tap.instead = () => ({ status: 400, body: 'Syntax error near FORM' });
    const { jobs } = session(tap);
    await expect(jobs.submit(tap.service(), QUERY)).rejects.toThrow(/FORM/);
    expect(jobs.list()).toEqual([]);
  });

  it('are deleted where the user cancels before they run', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING']);
    const stop = new AbortController();
    tap.instead = ({ form }) => {
      if (form.some(([name]) => name === 'PHASE')) {
        stop.abort();
      }
      return undefined;
    };
    const { jobs } = session(tap);
    await expect(jobs.submit(tap.service(), QUERY, stop.signal)).rejects.toThrow(/Cancelled/);
    await vi.waitUntil(() => jobs.list().length === 0);
    expect(tap.deleted).toBe(true);
  });

  it('stay where the user cancels and the service cannot be told', async () => {
    const tap = new FakeTap(['PENDING', 'EXECUTING']);
    const stop = new AbortController();
    tap.instead = ({ form }) => {
      if (form.some(([name]) => name === 'PHASE')) {
        stop.abort();
      }
      return form.some(([name]) => name === 'ACTION') ? { status: 503, body: '' } : undefined;
    };
    const { jobs } = session(tap);
    await expect(jobs.submit(tap.service(), QUERY, stop.signal)).rejects.toThrow(/Cancelled/);
    await vi.waitUntil(() => jobs.list()[0]?.problem !== undefined);
    expect(jobs.list()).toHaveLength(1);
    expect(jobs.list()[0]?.problem).toMatch(/^Cancelled, but .*EXAMPLE/);
  });

  it('asked for twice at a time are fetched once', async () => {
    const tap = new FakeTap(['PENDING', 'COMPLETED']);
    const { jobs, over } = session(tap);
    const { id } = await jobs.submit(tap.service(), QUERY);
    await vi.waitUntil(() => over.length === 1);
    const [first, second] = await Promise.all([jobs.fetch(id), jobs.fetch(id)]);
    expect(second).toBe(first);
    expect(tap.seen.filter(({ path }) => path.endsWith('/results/result'))).toHaveLength(1);
  });

  it('that were kept by others are no jobs', () => {
    const memory = new FakeMemory();
    const list = new JobList(memory);
    const record = {
      kind: 'tap-job',
      service: BASE,
      who: 'EXAMPLE',
      address: `${BASE}/async/7`,
      query: 'SELECT 1',
      made: NOW.toISOString(),
    };
    memory.values.set('skybucket.adql.jobs', [
      null,
      { id: '../../etc', record },
      { id: 'abcdef1', record: { ...record, address: 'https://evil.example.com/async/7' } },
      { id: 'abcdef2', record, phase: 'SILLY', problem: 7, result: { rows: -1 } },
    ]);
    expect(list.list()).toMatchObject([
      { id: 'abcdef2', phase: 'UNKNOWN', problem: undefined, result: undefined },
    ]);
    memory.values.set('skybucket.adql.jobs', 'nonsense');
    expect(list.list()).toEqual([]);
  });
});

describe('jobs in words', () => {
  const job: KeptJob = {
    id: 'abcdef1',
    record: {
      ...{ kind: 'tap-job', service: BASE, who: 'IRSA', address: `${BASE}/async/7` },
      ...{ query: '-- two\nSELECT *\n  FROM /* all */ t', mostRows: undefined, made: '' },
    },
    phase: 'EXECUTING',
    started: '2026-11-21T18:57:30',
    ended: undefined,
    destruction: undefined,
    problem: undefined,
    result: undefined,
  };

  it('have the query on one line', () => {
    expect(jobTitle(job)).toBe('SELECT * FROM t');
  });

  it('are called by their tables', () => {
    expect(jobLabel(job)).toBe('t');
    expect(jobLabel({ record: { ...job.record, query: 'SELECT 1' } })).toBe('SELECT 1');
  });

  it('say how far they are', () => {
    expect(jobDescription(job, NOW)).toBe('running for 2 min · IRSA');
    const done: KeptJob = {
      ...job,
      phase: 'COMPLETED',
      ended: '2026-11-21T18:57:42Z',
      result: { rows: 1204, partial: 'There are more.' },
    };
    expect(jobDescription(done, NOW)).toBe('done in 12 s · 1,204 rows, partial · IRSA');
    expect(jobDescription({ ...job, phase: 'QUEUED', started: undefined }, NOW)).toBe(
      'waiting for its turn · IRSA',
    );
  });

  it.each([
    ['2026-11-21T18:59:59+00:00', '1 s'],
    ['2026-11-21T16:55:00Z', '2 h 5 min'],
    ['2027-01-01T00:00:00', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('since %s it is %s', (from, words) => {
    expect(timeWords(from, NOW.toISOString())).toBe(words);
  });
});
