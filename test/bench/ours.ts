import { LinkEstimate } from '../../src/core/bytes/link';
import { NodeHttpClient } from '../../src/platform/node/http-client';
import { openFits, type OpenedFits } from '../unit/cost/support/open';
import { type Contestant, OURS, type Outcome } from './contest';

/** Does something with a file of the rig on the product's own path, opened for the first time. */
export function ours(
  endpoint: string,
  key: string,
  work: (fits: OpenedFits) => Promise<string | undefined>,
): Contestant {
  return {
    name: OURS,
    run: async (): Promise<Outcome> => {
      const http = new NodeHttpClient();
      // As in the product: plans follow what is measured on the way.
      const link = new LinkEstimate();
      const start = performance.now();
      const fits = openFits(http, endpoint, key, { link, source: { link } });
      const answer = await work(fits);
      const milliseconds = performance.now() - start;
      http.dispose();
      const { rounds } = fits.meter.figures();
      return { milliseconds, rounds, ...(answer !== undefined && { answer }) };
    },
  };
}
