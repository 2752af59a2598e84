import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ServiceTools } from '../../../../src/core/archives/service-call';
import type { TapService } from '../../../../src/core/archives/tap/service';
import { DEFAULT_RETRY } from '../../../../src/core/bytes/retry';
import { JobList, type KeptJob } from '../../../../src/extension/adql/job-list';
import { Jobs } from '../../../../src/extension/adql/jobs';
import { ServiceTables } from '../../../../src/extension/adql/service-tables';
import { NodeHttpClient } from '../../../../src/platform/node/http-client';
import { ArchiveReplay } from '../../../support/archives/replay';
import { FakeMemory } from '../fake-memory';

/** ADQL at a service over real connections. */

const QUERY =
  "SELECT TOP 20 ra, dec, k_m FROM fp_psc WHERE CONTAINS(POINT('ICRS',ra,dec),CIRCLE('ICRS',150.01,2.2,0.1))=1";

let archives: ArchiveReplay;
let http: NodeHttpClient;
let tools: ServiceTools;

const service = (): TapService => ({ address: `${archives.origin}/TAP`, who: 'IRSA', tools });

beforeAll(async () => {
  archives = await ArchiveReplay.start({ circles: 10 });
  http = new NodeHttpClient();
  tools = { http, retry: { ...DEFAULT_RETRY, retries: 1, firstPauseMs: 1, longestPauseMs: 1 } };
});
afterEach(() => {
  archives.resetRequests();
  archives.behaviours.clear();
});
afterAll(async () => {
  http.dispose();
  await archives.close();
});

describe('a query being written', () => {
  it('is offered what the service has, from one list', async () => {
    const known = new ServiceTables(service(), () => undefined);
    const labels = async (text: string): Promise<string[]> => {
      const offset = text.indexOf('|');
      const found = await known.completions(text.replace('|', ''), offset, async (work) => {
        await work;
        return true;
      });
      return found.items.map(({ insert }) => insert);
    };
    expect(await labels('SELECT * FROM fp|')).toEqual(['fp_2mass', 'fp_psc']);
    expect((await labels('SELECT k| FROM fp_psc'))[0]).toBe('k_m');
    expect((await labels('SELECT s.d| FROM fp_psc AS s')).slice(0, 2)).toEqual([
      'dec',
      'designation',
    ]);
    const paths = new Set(archives.requests.map(({ path }) => path));
    expect([...paths].sort()).toEqual(['/TAP/capabilities', '/TAP/tables']);
  });
});

describe('a query run as a job', () => {
  function jobs(over: KeptJob[], texts: Map<string, string>): Jobs {
    return new Jobs({
      list: new JobList(new FakeMemory()),
      files: {
        write: async (id, pieces) => {
          for await (const piece of pieces) {
            texts.set(id, (texts.get(id) ?? '') + piece);
          }
        },
        remove: async (id) => void texts.delete(id),
      },
      ...{ tools, now: () => new Date(), newId: () => 'abcdef1', onChange: () => undefined },
      onOver: (job) => over.push(job),
      pauses: { firstMs: 1, longestMs: 1, growth: 1 },
    });
  }

  it('brings its rows, and is deleted at the service', async () => {
    const [over, texts] = [[] as KeptJob[], new Map<string, string>()];
    const all = jobs(over, texts);
    const { id } = await all.submit(service(), { query: QUERY });
    await vi.waitUntil(() => over.length === 1);
    expect(archives.tap.kept).toHaveLength(1);
    const { rows } = await all.fetch(id);
    expect(rows).toBeGreaterThan(0);
    expect(texts.get(id)?.match(/<TR>/g)).toHaveLength(rows);
    expect(await all.delete(id)).toBeUndefined();
    expect(archives.tap.kept).toEqual([]);
  });

  it('fails in the words of the service', async () => {
    const over: KeptJob[] = [];
    const all = jobs(over, new Map());
    const { id } = await all.submit(service(), { query: 'SELECT a FROM nowhere' });
    await vi.waitUntil(() => over.length === 1);
    expect(over[0]).toMatchObject({ phase: 'ERROR', problem: 'Table not found: nowhere' });
    await expect(all.fetch(id)).rejects.toThrow(/nowhere/);
    expect(await all.delete(id)).toBeUndefined();
  });
});
