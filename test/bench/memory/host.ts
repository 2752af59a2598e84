/**
 * Memory of the host: a local image of 64 MB opened, looked at and closed again and again, by the real
 * handlers and a real worker, over the protocol. Prints rows for run.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Meter } from '../../../src/core/bytes/meter';
import type { WebviewClient } from '../../../src/protocol/rpc';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { withViewer, workerScript } from '../viewer';
import { growth, OPENS, print, WARM_UP } from './growth';

const SIDE = 4096;
const REF = { hdu: 0, slice: [] };
const TILE = 192;

/** What a viewer asks while somebody looks around. */
async function visit(viewer: WebviewClient): Promise<void> {
  await viewer.request('structure', {});
  await viewer.request('plane', REF);
  await viewer.request('overview', { ...REF, width: 1200, height: 800 });
  const corners = Array.from({ length: 24 }, (_, i) => [(i % 6) * TILE, Math.floor(i / 6) * TILE]);
  await Promise.all(
    corners.map(([x0 = 0, y0 = 0]) =>
      viewer.request('tile', { ...REF, x0, y0, x1: x0 + TILE, y1: y0 + TILE, step: 1 }),
    ),
  );
  await viewer.request('statistics', { ...REF, x0: 0, y0: 0, x1: SIDE, y1: SIDE });
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-bench-'));
  try {
    const script = await workerScript(folder);
    const path = join(folder, 'image.fits');
    const image = rampImage(SIDE, SIDE);
    writeFileSync(path, await image.read(0, image.size));
    const session = new Meter();
    const seen = { rss: [] as number[], heap: [] as number[], buffers: [] as number[] };
    for (let open = 0; open < WARM_UP + OPENS; open++) {
      await withViewer(path, { script, session }, visit);
      globalThis.gc?.();
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      seen.rss.push(rss / 1e6);
      seen.heap.push(heapUsed / 1e6);
      seen.buffers.push(arrayBuffers / 1e6);
    }
    print([
      growth('host: resident', 'MB', seen.rss),
      growth('host: heap', 'MB', seen.heap),
      growth('host: buffers', 'MB', seen.buffers),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
