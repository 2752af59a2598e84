/**
 * How long the thread of the extension host is held at once while its workers are busy. Prints rows for
 * run.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebviewClient } from '../../../src/protocol/rpc';
import type { Row } from '../contest';
import { median } from '../contest';
import { print } from '../memory/growth';
import { withViewer, workerScript } from '../viewer';
import { compressedImage, packedImage, table } from './files';
import { held, type Held } from './held';

const RUNS = 5;
const IDLE_MILLISECONDS = 2000;
const SIZE = { width: 1200, height: 800 };

/** The picture of the first image, some tiles of it, and its statistics. */
async function image(viewer: WebviewClient, hdu: number): Promise<void> {
  const ref = { hdu, slice: [] };
  await viewer.request('structure', {});
  const { width, height } = await viewer.request('plane', ref);
  await viewer.request('overview', { ...ref, ...SIZE });
  const tiles = Array.from({ length: 24 }, (_, i) => ({ x0: 192 * (i % 6), y0: 192 * (i % 4) }));
  await Promise.all(
    tiles.map(({ x0, y0 }) =>
      viewer.request('tile', { ...ref, x0, y0, x1: x0 + 192, y1: y0 + 192, step: 1 }),
    ),
  );
  await viewer.request('statistics', { ...ref, x0: 0, y0: 0, x1: width, y1: height });
}

/** Sorted by each column, and filtered. */
async function sorted(viewer: WebviewClient): Promise<void> {
  await viewer.request('structure', {});
  const { columns } = await viewer.request('table', { hdu: 1 });
  const all = columns.map(({ index }) => index);
  for (const column of all) {
    const sort = [{ column, descending: true }];
    const { view } = await viewer.request('arrange', { hdu: 1, filter: '$1 > 0.1', sort });
    await viewer.request('rows', { hdu: 1, view, from: 0, to: 60, columns: all });
  }
}

async function measured(who: string, work: () => Promise<void>): Promise<Row> {
  // Code is compiled in it.
  await work();
  const runs: Held[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push(await held(work));
  }
  const late = runs.map((run) => run.late);
  const atWork = runs.flatMap((run) => run.atWork ?? []);
  return {
    ...{ workload: 'event-loop', who },
    figures: {
      ...(atWork.length > 0 && {
        'at work at once: median': median(atWork),
        'longest ': Math.max(...atWork),
      }),
      'timer late: median': median(late),
      longest: Math.max(...late),
    },
    note: 'ms',
  };
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-bench-'));
  try {
    const options = { script: await workerScript(folder) };
    const tiles = await compressedImage(folder);
    const rows = await table(folder);
    const packed = await packedImage(folder);
    print([
      // What the machine does by itself.
      await measured('nothing to do', () => pause(IDLE_MILLISECONDS)),
      await measured('compressed image, 4096²', () =>
        withViewer(tiles, options, (viewer) => image(viewer, 1)),
      ),
      await measured('sorts of 2 million rows', () => withViewer(rows, options, sorted)),
      await measured('.gz of 268 MB', () =>
        withViewer(packed, options, (viewer) => image(viewer, 0)),
      ),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
