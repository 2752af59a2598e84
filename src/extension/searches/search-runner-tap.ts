import type { ServiceTools } from '../../core/archives/service-call';
import { whyFewer } from '../../core/archives/tap/limits';
import { runJob, runQuery } from '../../core/archives/tap/run';
import type { TapService } from '../../core/archives/tap/service';
import type { SearchService } from '../../core/searches/saved-search';
import { type ArchiveServices, tapById } from './archive-services';
import type { SearchRunner } from './search-runner';

/** The service as the settings have it now, else as the search remembers it. */
export function tapServiceOf(
  tools: ServiceTools,
  services: ArchiveServices,
  service: SearchService,
): TapService {
  const { label: who, address } = tapById(services, service.id)?.service ?? service;
  return { who, address, tools };
}

/** Runs queries in ADQL. */
export function tapRunner(
  tools: ServiceTools,
  services: () => ArchiveServices,
): SearchRunner<'tap'> {
  return {
    async run({ service, criteria }, { signal, onProgress }) {
      const { asJob = false, ...query } = criteria;
      let bytes = 0;
      onProgress({ rows: 0, total: undefined, bytes, stage: 'asking' });
      const run = asJob ? runJob : runQuery;
      const result = await run(tapServiceOf(tools, services(), service), query, {
        signal,
        onBytes: (count) => {
          bytes += count;
        },
        onProgress: ({ rows }) => onProgress({ rows, total: undefined, bytes, stage: 'receiving' }),
      });
      const { table } = result;
      const reason = whyFewer(result);
      const total = reason === undefined ? table.rows : undefined;
      return { table, total, partial: reason, fields: table.fields };
    },
  };
}
