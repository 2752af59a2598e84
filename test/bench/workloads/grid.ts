import { skyGrid } from '../../../src/core/sky/grid/grid';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import { PlaneSky } from '../../../src/core/sky/plane-sky';
import { type CardValues, headerOf } from '../../unit/sky/fits/support/headers';
import { type Contestant, OURS, type Workload } from '../contest';

const SIDE = 4096;
const BOX = { x0: -0.5, y0: -0.5, x1: SIDE - 0.5, y1: SIDE - 0.5 };

const ROTATED: CardValues = {
  ...{ NAXIS: 2, CRVAL1: 150.1, CRVAL2: 2.2, CRPIX1: 2048, CRPIX2: 2048, RADESYS: 'ICRS' },
  ...{ CD1_1: -9e-5, CD1_2: 4e-5, CD2_1: 4e-5, CD2_2: 9e-5 },
};
const SIP: CardValues = {
  ...{ ...ROTATED, CTYPE1: 'RA---TAN-SIP', CTYPE2: 'DEC--TAN-SIP', A_ORDER: 3, B_ORDER: 3 },
  ...{
    A_2_0: 2e-6,
    A_0_2: 1e-6,
    A_1_1: -3e-6,
    A_3_0: 1e-10,
    B_2_0: 2e-6,
    B_1_1: 1e-6,
    B_0_3: 1e-10,
  },
};
const POLE: CardValues = { ...ROTATED, CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', CRVAL2: 89.95 };

function lines(name: string, cards: CardValues, galactic: boolean): Contestant {
  const wcs = readFitsWcs(headerOf(cards));
  if (wcs === undefined || 'problem' in wcs) {
    throw new Error('The header has no coordinates.');
  }
  const frame = galactic ? ({ system: 'Galactic', equinox: undefined } as const) : undefined;
  const plane = new PlaneSky(wcs, [], frame);
  const options = {
    frame: plane.frame,
    style: 'sexagesimal',
    lines: 10,
    pixelsPerPoint: 16,
  } as const;
  return {
    name,
    run: () => {
      const start = performance.now();
      const cpu = process.cpuUsage();
      skyGrid((positions) => plane.toSky(positions), BOX, options);
      const { user, system } = process.cpuUsage(cpu);
      const cpuMilliseconds = (user + system) / 1000;
      return Promise.resolve({ milliseconds: performance.now() - start, cpuMilliseconds });
    },
  };
}

/** What stands between two frames of the screen, 16 ms, is to hold the grid and more. */
export const grid: Workload = {
  name: 'grid',
  title: 'About 10 meridians and 10 parallels over 4096², labels and all; a frame has 16 ms',
  runs: 25,
  remote: false,
  contestants: () =>
    Promise.resolve([
      lines(`${OURS}, rotated SIP`, SIP, false),
      lines(`${OURS}, rotated SIP in Galactic`, SIP, true),
      lines(`${OURS}, a pole`, POLE, false),
    ]),
};
