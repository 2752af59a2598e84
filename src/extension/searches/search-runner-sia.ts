import type { ServiceTools } from '../../core/archives/service-call';
import { findSiaEndpoint } from '../../core/archives/sia/capabilities';
import type { SiaService } from '../../core/archives/sia/request';
import { searchSia } from '../../core/archives/sia/search';
import type { SearchService } from '../../core/searches/saved-search';
import { type ArchiveServices, siaById } from './archive-services';
import type { SearchRunner } from './search-runner';

/** Finds out where image searches are asked, once for each that has it in its description. */
export class SiaEndpoints {
  private readonly found = new Map<string, string>();

  constructor(
    private readonly tools: ServiceTools,
    private readonly services: () => ArchiveServices,
  ) {}

  /** The service as the settings have it now, else as the search remembers it. */
  async serviceOf(service: SearchService, signal?: AbortSignal): Promise<SiaService> {
    const entry = siaById(this.services(), service.id);
    const { label: who, address } = entry?.service ?? service;
    const { needsPlaceOrCollection, brokenCsv } = entry ?? {};
    const described = entry?.byDescription === true;
    const place = described ? await this.endpoint(address, who, signal) : address;
    return { who, address: place, needsPlaceOrCollection, brokenCsv };
  }

  private async endpoint(
    address: string,
    who: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const known = this.found.get(address);
    if (known !== undefined) {
      return known;
    }
    const endpoint = await findSiaEndpoint(this.tools, address, who, { signal });
    this.found.set(address, endpoint);
    return endpoint;
  }
}

/** Searches for images. Services do not count before they search. */
export function siaRunner(tools: ServiceTools, endpoints: SiaEndpoints): SearchRunner<'sia'> {
  return {
    async run({ service, criteria }, { signal, evenIfCostly, onProgress }) {
      let bytes = 0;
      onProgress({ rows: 0, total: undefined, bytes, stage: 'asking' });
      const asked = await endpoints.serviceOf(service, signal);
      const { table, partial } = await searchSia(tools, asked, criteria, {
        ...{ signal, evenIfCostly },
        onBytes: (count) => {
          bytes += count;
        },
        onProgress: ({ rows }) => onProgress({ rows, total: undefined, bytes, stage: 'receiving' }),
      });
      const total = partial === undefined ? table.rows : undefined;
      return { table, total, partial, fields: table.fields };
    },
  };
}
