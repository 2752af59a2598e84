import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { OURS, type Workload } from '../contest';
import { startPeer } from '../peers/process';
import { pythonHealpix } from '../peers/python';

const POINTS = 1_000_000;
const CONES = 200;

/** What a query over a catalogue does with the sky: arithmetic alone. */
export const healpix: readonly Workload[] = [
  workload('healpix-points', 'A million positions to pixels of order 10', 'points', POINTS),
  workload('healpix-29', 'A million positions to pixels of order 29', 'points-29', POINTS),
  workload('healpix-inside', 'A million positions in a cone or not', 'inside', POINTS),
  workload('healpix-cover', 'The pixels of order 10 of 200 cones of one degree', 'cover', CONES),
];

function workload(name: string, title: string, work: string, count: number): Workload {
  return {
    name,
    title,
    runs: 9,
    remote: false,
    contestants: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
      const peer = join(directory, 'healpix.mjs');
      try {
        await build({
          ...{ bundle: true, platform: 'node', target: 'node20', logLevel: 'error', format: 'esm' },
          entryPoints: [resolve(import.meta.dirname, '../peers/healpix.ts')],
          outfile: peer,
        });
        // Who is ready has read the file.
        return [
          await startPeer(OURS, process.execPath, [peer, work, String(count)]),
          ...(await pythonHealpix(work, count)),
        ];
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  };
}
