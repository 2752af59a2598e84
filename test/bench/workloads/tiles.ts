import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { padded } from '../../../src/core/fits/data-size';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { decodeTile } from '../../../src/core/fits/tiles/decode-tile';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { threadedTools } from '../../../src/worker/threaded-tools';
import { headerBytes, primaryCards } from '../../unit/fits/support/made';
import { seededRandom } from '../../unit/fits/tiles/support/seeded-random';
import { tiledImagesOf } from '../../unit/fits/tiles/support/tiles-of';
import { type Absentee, type Contestant, OURS, type Workload } from '../contest';
import { cfitsio } from '../peers/fpack';
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

/** The codec and nothing else: tiles in memory to an array of pixels, on one core. */
async function codec(file: Uint8Array): Promise<Contestant> {
  const [image] = await tiledImagesOf(file);
  const tiles = image?.tiles ?? [];
  const inflate = new NodeInflate();
  return {
    name: OURS,
    run: () => {
      const start = performance.now();
      const values = new Int16Array(SIDE * SIDE);
      for (const { job, bytes, corner } of tiles) {
        values.set(decodeTile(job, bytes, inflate) as Int16Array, (corner[1] as number) * SIDE);
      }
      const milliseconds = performance.now() - start;
      return Promise.resolve({ milliseconds, answer: sumOf(values) });
    },
  };
}

/** What the viewer does: the header, the table, the tiles on threads, to scaled values. */
async function threads(file: Uint8Array, directory: string): Promise<Contestant> {
  const script = join(directory, 'worker.js');
  await build({
    entryPoints: [resolve(import.meta.dirname, '../../../src/worker/main.ts')],
    ...{ outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20' },
    logLevel: 'error',
  });
  const { tiles } = threadedTools(script)(directory);
  return {
    name: `${OURS}, the whole way with threads`,
    run: async () => {
      const start = performance.now();
      const bytes = new SpanReader(new MemorySource('tiles', file), { local: true });
      const plane = openPlane(bytes, await new HduIndex(bytes).hdu(1), [], { tiles });
      const { values } = await plane.section({ x0: 0, y0: 0, x1: SIDE, y1: SIDE });
      return { milliseconds: performance.now() - start, answer: sumOf(values) };
    },
    close: async () => (tiles as Partial<{ close(): Promise<void> }>).close?.(),
  };
}

/** Time of the process, whose output goes nowhere. */
async function funpack(path: string): Promise<Contestant> {
  const plain = await cfitsio('funpack', ['-S', path], 'keep');
  const view = new DataView(plain.buffer, plain.length - padded(2 * SIDE * SIDE));
  const answer = sumOf(Int16Array.from({ length: SIDE * SIDE }, (_, i) => view.getInt16(2 * i)));
  return {
    name: 'funpack',
    run: async () => {
      const start = performance.now();
      await cfitsio('funpack', ['-S', path], 'drop');
      return { milliseconds: performance.now() - start, answer };
    },
  };
}

function workload(name: string, codecName: string, flag: string): Workload {
  return {
    name,
    title: `4096² int16 image of noise and stars, ${codecName}`,
    runs: 7,
    remote: false,
    contestants: async (): Promise<(Contestant | Absentee)[]> => {
      const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
      const path = join(directory, 'image.fits');
      try {
        await writeFile(path, starField());
        await cfitsio('fpack', [flag, path], 'drop');
      } catch (error) {
        const absent = error instanceof Error ? error.message : String(error);
        await rm(directory, { recursive: true });
        return [{ name: OURS, absent: `there is no image to decode without fpack: ${absent}` }];
      }
      const packed = `${path}.fz`;
      const file = new Uint8Array(await readFile(packed));
      const peer = await funpack(packed);
      const remove = async (): Promise<void> => rm(directory, { recursive: true });
      return [
        await codec(file),
        await threads(file, directory),
        { ...peer, close: remove },
        ...(await localAstropy('tiles', packed)),
      ];
    },
  };
}

export const tilesRice = workload('tiles-rice', 'RICE_1', '-r');
export const tilesHcompress = workload('tiles-hcompress', 'HCOMPRESS_1', '-h');
