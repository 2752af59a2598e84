import { overview } from '../../../src/core/image/overview';
import { MOSAIC_KEY } from '../../unit/cost/support/objects';
import type { Workload } from '../contest';
import { ours } from '../ours';

export const firstPicture: Workload = {
  name: 'first-picture',
  title: 'First picture, 1000 × 800, of a 10240² float32 image (419 MB)',
  runs: 5,
  remote: true,
  contestants: async (endpoint) => [
    ours(endpoint, MOSAIC_KEY, async (fits) => {
      const plane = await fits.plane();
      // The whole of the first pass, not the first few rows of it.
      const steps = overview(plane, { width: 1000, height: 800 }, { now: () => 0 });
      const first = await steps.next();
      await steps.return(undefined);
      const read = first.done ? 0 : first.value.grid.filled.filter((row) => row === 1).length;
      return `${read} rows`;
    }),
  ],
};
