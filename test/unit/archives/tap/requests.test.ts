import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TapQuery } from '../../../../src/core/archives/tap/query';
import { runJob, runQuery } from '../../../../src/core/archives/tap/run';
import {
  abortJob,
  createJob,
  setDestruction,
  setDuration,
  startJob,
} from '../../../../src/core/archives/tap/uws';
import { BASE, FakeTap, type Seen } from './fake-tap';

/** What pyvo sends, by make_requests.py. */
interface Recorded {
  readonly base: string;
  readonly cases: readonly {
    readonly name: string;
    readonly mode: 'sync' | 'async' | 'abort' | 'duration' | 'destruction';
    readonly asked: Omit<TapQuery, 'uploads'> & {
      readonly inline?: Record<string, string>;
      readonly links?: Record<string, string>;
      readonly keep?: boolean;
    };
    readonly phases: readonly string[];
    readonly version: string | null;
    readonly requests: readonly Seen[];
  }[];
}

const { base, cases } = JSON.parse(
  readFileSync(new URL('requests.json', import.meta.url), 'utf8'),
) as Recorded;

/**
 * What a service must get: all that it is told, in order, and which result is fetched. How often and how it
 * is asked for the phase is the client's business. A deletion is the same by DELETE and by its form.
 */
function essence(requests: readonly Seen[]): unknown[] {
  return requests.flatMap<unknown>(({ method, path, form, files }) => {
    if (method === 'DELETE' || form[0]?.[0] === 'ACTION') {
      return [`delete ${path}`];
    }
    const told = form.map(([name, value]) =>
      name === 'DESTRUCTION' ? [name, new Date(value).toISOString()] : [name, value],
    );
    return method === 'POST' || path.includes('/results/')
      ? [{ method, path, form: told, files }]
      : [];
  });
}

describe('a query reaches a service as pyvo sends it', () => {
  it.each(cases)('$name', async ({ mode, asked, phases, version, requests }) => {
    expect(base).toBe(BASE);
    const { inline = {}, links = {}, keep, ...rest } = asked;
    const query: TapQuery = {
      ...rest,
      uploads: [
        ...Object.entries(inline).map(([name, votable]) => ({ name, votable })),
        ...Object.entries(links).map(([name, address]) => ({ name, address })),
      ],
    };
    const tap = new FakeTap([...phases], version);
    const service = tap.service();
    if (mode === 'sync') {
      expect((await runQuery(service, query)).table.rows).toBe(1);
    } else if (mode === 'async') {
      const pauses = { firstMs: 1, longestMs: 1, growth: 1 };
      await runJob(service, query, { pauses, keep }).catch((error: unknown) =>
        expect(error).toMatchObject({ code: 'server' }),
      );
    } else {
      const job = await createJob(service, query);
      if (mode === 'abort') {
        await abortJob(service, await startJob(service, job));
      } else if (mode === 'duration') {
        await setDuration(service, job, 1200);
      } else {
        await setDestruction(service, job, new Date('2031-02-03T04:05:06Z'));
      }
    }
    expect(essence(tap.seen)).toEqual(essence(requests));
  });

  it('has at least fifteen cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(15);
  });
});
