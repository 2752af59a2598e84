import type { MastClient } from '../../core/archives/mast/client';
import type { MashupProgress } from '../../core/archives/mast/mashup';
import type { MastPage, MastResult, SearchOptions } from '../../core/archives/mast/search';
import type { MastAccess } from './mast-access';
import type { RunnerOptions, RunResult, SearchRunner } from './search-runner';

/** Searches over all missions of MAST. */
export function mastRunner(mast: Pick<MastAccess, 'client'>): SearchRunner<'mast'> {
  return {
    run: ({ criteria }, options) =>
      runPages(mast, options, (client, search) => client.search(criteria, search)),
    count: async ({ criteria }, signal) => (await mast.client()).count(criteria, { signal }),
  };
}

/** Searches with the search of one mission. */
export function missionRunner(mast: Pick<MastAccess, 'client'>): SearchRunner<'mission'> {
  return {
    run: ({ criteria }, options) =>
      runPages(mast, options, (client, search) => client.searchMission(criteria, search)),
    count: async ({ criteria }, signal) => (await mast.client()).countMission(criteria, { signal }),
  };
}

async function runPages(
  mast: Pick<MastAccess, 'client'>,
  { signal, onProgress }: RunnerOptions,
  search: (client: MastClient, options: SearchOptions) => Promise<MastResult>,
): Promise<RunResult> {
  let rows = 0;
  let total: number | undefined;
  const onPage = (page: MastPage): void => {
    rows = page.table.rows;
    total = page.total;
    onProgress({ rows, total, bytes: 0, stage: 'receiving' });
  };
  const told = ({ executing, bytes }: MashupProgress): void =>
    onProgress({ rows, total, bytes, stage: executing ? 'asking' : 'receiving' });
  const client = await mast.client();
  const result = await search(client, { signal, onPage, onProgress: told });
  return { ...result, fields: undefined };
}
