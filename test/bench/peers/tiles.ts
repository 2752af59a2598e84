/**
 * Our own decoding of a tile-compressed image, in a process of its own, which is started with how it is
 * done, the file, and the script of the worker. Bundled as the product is: what runs the bench makes a
 * look-up of every use of an import, which is most of the time of a decoder. See process.ts for how it
 * is talked to.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { decodeTiles } from '../../../src/core/fits/tiles/decode-tile';
import type { TileDecoder } from '../../../src/core/fits/tiles/tile-job';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { nodeTools } from '../../../src/worker/node-tools';
import { threadedTools } from '../../../src/worker/threaded-tools';
import { tiledImagesOf } from '../../unit/fits/tiles/support/tiles-of';
import { sumOf } from '../workloads/sum';

type Work = () => Promise<ArrayLike<number>>;

/** The codec and nothing else: tiles in memory, and pixels that go nowhere. */
async function codec(file: Uint8Array): Promise<Work> {
  const [image] = await tiledImagesOf(file);
  const inflate = new NodeInflate();
  return async () => {
    const tiles = decodeTiles(image?.tiles ?? [], inflate);
    return { length: tiles.length };
  };
}

/** What the viewer does: the header, the table, the tiles, to scaled values in one array. */
function whole(file: Uint8Array, tiles: TileDecoder): Work {
  return async () => {
    const bytes = new SpanReader(new MemorySource('tiles', file), { local: true });
    const plane = openPlane(bytes, await new HduIndex(bytes).hdu(1), [], { tiles });
    const box = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
    return (await plane.section(box)).values;
  };
}

async function workOf(way: string, path: string, script: string): Promise<Work> {
  const file = new Uint8Array(readFileSync(path));
  switch (way) {
    case 'codec':
      return codec(file);
    case 'inline':
      return whole(file, nodeTools(tmpdir()).tiles);
    default:
      return whole(file, threadedTools(script)(tmpdir()).tiles);
  }
}

async function serve(): Promise<void> {
  const [way = '', path = '', script = ''] = process.argv.slice(2);
  const work = await workOf(way, path, script);
  console.log(JSON.stringify({ ready: true }));
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) {
    const before = process.cpuUsage();
    const start = performance.now();
    const values = await work();
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    const answer = way === 'codec' ? {} : { answer: sumOf(values) };
    console.log(
      JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1000, ...answer }),
    );
  }
}

void serve();
