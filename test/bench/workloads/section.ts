import { MOSAIC_KEY } from '../../unit/cost/support/objects';
import type { Workload } from '../contest';
import { ours } from '../ours';
import { remoteAstropy } from '../peers/python';
import { sumOf } from './sum';

/** `[7000:7256, 5000:5256]` as numpy writes it; peers/astropy_peer.py has the same numbers. */
const BOX = { x0: 5000, y0: 7000, x1: 5256, y1: 7256 };

export const section: Workload = {
  name: 'section',
  title: '256² section of a 10240² float32 image',
  runs: 3,
  remote: true,
  contestants: async (endpoint) => [
    ours(endpoint, MOSAIC_KEY, async (fits) => {
      const { values } = await (await fits.plane()).section(BOX);
      return sumOf(values);
    }),
    ...(await remoteAstropy('section', endpoint, MOSAIC_KEY)),
  ],
};
