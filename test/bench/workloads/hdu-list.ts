import { infoLines } from '../../../src/core/fits/info';
import { JWST_KEY } from '../../unit/cost/support/objects';
import type { Workload } from '../contest';
import { ours } from '../ours';
import { remoteAstropy } from '../peers/python';

export const hduList: Workload = {
  name: 'hdu-list',
  title: 'HDU list of an 84 MB file of 7 HDUs',
  runs: 3,
  remote: true,
  contestants: async (endpoint) => [
    ours(endpoint, JWST_KEY, async ({ index }) => {
      for await (const hdu of index.all()) {
        void hdu;
      }
      return infoLines(index.known)
        .map(({ name, type, cards }) => `${name} ${type} ${cards}`)
        .join(', ');
    }),
    ...(await remoteAstropy('hdu-list', endpoint, JWST_KEY)),
  ],
};
