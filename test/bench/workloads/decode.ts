import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openImagePlane } from '../../../src/core/fits/image-plane';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { type Contestant, OURS, type Workload } from '../contest';
import { fitsjs } from '../peers/fitsjs';
import { localAstropy } from '../peers/python';
import { sumOf } from './sum';

const SIDE = 4096;

function reader(file: Uint8Array): Contestant {
  return {
    name: OURS,
    run: async () => {
      const start = performance.now();
      const bytes = new SpanReader(new MemorySource('decode', file), { local: true });
      const plane = openImagePlane(bytes, await new HduIndex(bytes).hdu(0), []);
      const { values } = await plane.section({ x0: 0, y0: 0, x1: SIDE, y1: SIDE });
      return { milliseconds: performance.now() - start, answer: sumOf(values) };
    },
  };
}

export const decode: Workload = {
  name: 'decode',
  title: '64 MB float32 image in memory to an array of numbers',
  runs: 7,
  remote: false,
  contestants: async () => {
    const image = rampImage(SIDE, SIDE);
    const file = await image.read(0, image.size);
    const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
    const path = join(directory, 'image.fits');
    try {
      await writeFile(path, file);
      // Who is ready has the file in its own memory.
      return [reader(file), await fitsjs(file), ...(await localAstropy(path))];
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};
