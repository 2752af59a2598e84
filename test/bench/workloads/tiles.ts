import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { padded } from '../../../src/core/fits/data-size';
import { headerBytes, primaryCards } from '../../unit/fits/support/made';
import { seededRandom } from '../../unit/fits/tiles/support/seeded-random';
import { type Absentee, type Contestant, OURS, type Workload } from '../contest';
import { cfitsio, timeFunpack } from '../peers/fpack';
import { startPeer } from '../peers/process';
import { localAstropy } from '../peers/python';
import { sumOf } from './sum';

const SIDE = 4096;
const STARS = 6000;

/** A 16-bit image of noise and stars, as a FITS file. */
function starField(): Uint8Array {
  const random = seededRandom(4096);
  const header = headerBytes(primaryCards(16, [SIDE, SIDE]));
  const file = new Uint8Array(header.length + padded(2 * SIDE * SIDE));
  file.set(header);
  const pixels = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < pixels.length; i += 1) {
    // The sum of four even distributions is near enough to a normal one.
    pixels[i] = 1000 + 21 * (random() + random() + random() + random() - 2);
  }
  for (let star = 0; star < STARS; star += 1) {
    const x0 = 16 + Math.floor(random() * (SIDE - 32));
    const y0 = 16 + Math.floor(random() * (SIDE - 32));
    const peak = Math.min(30000, 30 / (1 - random()) ** 1.1);
    for (let y = -15; y < 16; y += 1) {
      for (let x = -15; x < 16; x += 1) {
        const at = (y0 + y) * SIDE + x0 + x;
        pixels[at] = (pixels[at] as number) + peak * Math.exp(-(x * x + y * y) / 9.7);
      }
    }
  }
  const view = new DataView(file.buffer, header.length);
  pixels.forEach((value, i) => view.setInt16(2 * i, Math.min(32767, Math.round(value))));
  return file;
}

/** Ours, bundled into the directory. */
async function ours(directory: string, packed: string): Promise<(Contestant | Absentee)[]> {
  const here = import.meta.dirname;
  const script = join(directory, 'worker.js');
  const peer = join(directory, 'tiles.mjs');
  const options = { bundle: true, platform: 'node', target: 'node20', logLevel: 'error' } as const;
  await build({
    ...{ ...options, format: 'cjs', outfile: script },
    entryPoints: [resolve(here, '../../../src/worker/main.ts')],
  });
  await build({
    ...{ ...options, format: 'esm', outfile: peer },
    entryPoints: [resolve(here, '../peers/tiles.ts')],
  });
  const start = (name: string, way: string): Promise<Contestant | Absentee> =>
    startPeer(name, process.execPath, [peer, way, packed, script]);
  return [
    await start(OURS, 'inline'),
    await start(`${OURS}, with threads`, 'threads'),
    await start(`${OURS}, the codec alone`, 'codec'),
  ];
}

/** cfitsio's program, whose output goes nowhere. */
async function funpack(packed: string): Promise<Contestant> {
  const plain = await cfitsio('funpack', ['-S', packed], 'keep');
  const view = new DataView(plain.buffer, plain.length - padded(2 * SIDE * SIDE));
  const answer = sumOf(Int16Array.from({ length: SIDE * SIDE }, (_, i) => view.getInt16(2 * i)));
  return { name: 'funpack', run: async () => ({ ...(await timeFunpack(packed)), answer }) };
}

function workload(name: string, title: string, flags: readonly string[]): Workload {
  return {
    name,
    title: `4096² int16 image of noise and stars, ${title}`,
    runs: 9,
    remote: false,
    contestants: async (): Promise<(Contestant | Absentee)[]> => {
      const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
      const path = join(directory, 'image.fits');
      try {
        await writeFile(path, starField());
        await cfitsio('fpack', [...flags, path], 'drop');
      } catch (error) {
        const absent = error instanceof Error ? error.message : String(error);
        await rm(directory, { recursive: true });
        return [{ name: OURS, absent: `there is no image to decode without fpack: ${absent}` }];
      }
      const packed = `${path}.fz`;
      const remove = async (): Promise<void> => rm(directory, { recursive: true });
      return [
        ...(await ours(directory, packed)),
        { ...(await funpack(packed)), close: remove },
        ...(await localAstropy('tiles', packed)),
      ];
    },
  };
}

/** From header to values, on one thread and on several. */
export const tiles: readonly Workload[] = [
  workload('tiles-rice', 'RICE_1 in rows', ['-r']),
  workload('tiles-rice-100', 'RICE_1 in tiles of 100²', ['-r', '-t', '100,100']),
  workload('tiles-hcompress', 'HCOMPRESS_1 in tiles of 16 rows', ['-h']),
  workload('tiles-hcompress-128', 'HCOMPRESS_1 in tiles of 128²', ['-h', '-t', '128,128']),
];
