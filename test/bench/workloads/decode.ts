import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { padded } from '../../../src/core/fits/data-size';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { type Contestant, OURS, type Workload } from '../contest';
import { fitsjs } from '../peers/fitsjs';
import { localAstropy } from '../peers/python';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { sumOf } from './sum';

const SIDE = 4096;

function reader(file: Uint8Array): Contestant {
  return {
    name: OURS,
    run: async () => {
      const start = performance.now();
      const bytes = new SpanReader(new MemorySource('decode', file), { local: true });
      const plane = openPlane(bytes, await new HduIndex(bytes).hdu(0), [], PLANE_TOOLS);
      const { values } = await plane.section({ x0: 0, y0: 0, x1: SIDE, y1: SIDE });
      return { milliseconds: performance.now() - start, answer: sumOf(values) };
    },
  };
}

/** The least there is to do: the four bytes of every pixel the other way round, into an array of numbers. */
function byteSwap(file: Uint8Array): Contestant {
  const header = file.length - padded(SIDE * SIDE * 4);
  return {
    name: 'a bare byte-swap loop',
    run: () => {
      const start = performance.now();
      const stored = new Uint32Array(file.buffer, file.byteOffset + header, SIDE * SIDE);
      const values = new Float32Array(SIDE * SIDE);
      const swapped = new Uint32Array(values.buffer);
      for (let i = 0; i < swapped.length; i += 1) {
        const word = stored[i] as number;
        swapped[i] =
          (word << 24) | ((word << 8) & 0xff0000) | ((word >>> 8) & 0xff00) | (word >>> 24);
      }
      const milliseconds = performance.now() - start;
      return Promise.resolve({ milliseconds, answer: sumOf(values) });
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
      return [
        reader(file),
        byteSwap(file),
        await fitsjs(file),
        ...(await localAstropy('decode', path)),
      ];
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};
