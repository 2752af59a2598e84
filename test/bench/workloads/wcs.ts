import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { FULL_SIZE_ARRAYS } from '../../support/roman/arrays';
import { enlargedTree } from '../../support/roman/tree';
import { type Absentee, type Contestant, OURS, type Workload } from '../contest';
import { startPeer } from '../peers/process';
import { pythonWcs } from '../peers/python';
import { HEADERS } from './wcs-headers';

const POINTS = 1_000_000;
/** In pixels: the points are spread over a detector of 4088². */
const STEP = 4.087;

/** Pixels to the sky, a million at once: arithmetic alone. */
export const wcs: readonly Workload[] = [
  workload('wcs-tan', 'TAN', 'fits', () => HEADERS.tan),
  workload('wcs-sip', 'TAN-SIP of order 4', 'fits', () => HEADERS.sip),
  workload('wcs-tpv', 'TPV of degree 3', 'fits', () => HEADERS.tpv),
  workload('wcs-roman', 'gwcs of a Roman image', 'gwcs', () =>
    enlargedTree(process.cwd(), FULL_SIZE_ARRAYS),
  ),
];

function workload(
  name: string,
  what: string,
  kind: 'fits' | 'gwcs',
  content: () => Uint8Array | string,
): Workload {
  return {
    name,
    title: `A million pixels to the sky: ${what}`,
    runs: 9,
    remote: false,
    contestants: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
      const path = join(directory, 'coordinates');
      try {
        await writeFile(path, content());
        // Who is ready has read the file.
        return [
          await ours(directory, [kind, path, String(POINTS), String(STEP)]),
          ...(await pythonWcs(kind, path, POINTS, STEP)),
        ];
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  };
}

/** Ours, bundled into the directory. */
async function ours(directory: string, options: readonly string[]): Promise<Contestant | Absentee> {
  const peer = join(directory, 'wcs.mjs');
  await build({
    ...{ bundle: true, platform: 'node', target: 'node20', logLevel: 'error', format: 'esm' },
    entryPoints: [resolve(import.meta.dirname, '../peers/wcs.ts')],
    outfile: peer,
  });
  return startPeer(OURS, process.execPath, [peer, ...options]);
}
