/**
 * Memory of the host: a local image of 64 MB opened, looked at and closed again and again, by the real
 * handlers and a real worker, over the protocol. Prints rows for run.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/root.mjs';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { ImageFile } from '../../../src/extension/editors/image-file';
import { imageHandlers } from '../../../src/extension/editors/image-handlers';
import { imageThread } from '../../../src/extension/editors/image-worker';
import type { OpenedObject } from '../../../src/extension/services';
import { FileSource } from '../../../src/platform/node/file-source';
import { HostServer, WebviewClient } from '../../../src/protocol/rpc';
import { toWireError } from '../../../src/worker/wire-error';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { channel } from '../../unit/protocol/channel';
import { growth, OPENS, print, WARM_UP } from './growth';

const SIDE = 4096;
const REF = { hdu: 0, slice: [] };
const TILE = 192;

const report = (text: string): void => void process.stderr.write(`${text}\n`);

function openFile(path: string): OpenedObject {
  const source = new FileSource(path);
  return {
    label: path,
    reader: new SpanReader(source, { local: true }),
    reopen: async () => openFile(path),
    close: () => source.close(),
  };
}

/** What a viewer asks while somebody looks around, then its end. */
async function visit(path: string, script: string, session: Meter): Promise<void> {
  const file = new ImageFile({
    open: async () => openFile(path),
    startThread: imageThread(script, report),
    meter: session.child(),
    onReload: () => undefined,
    onDeath: report,
  });
  const nothing = async (): Promise<never> => Promise.reject(new Error('Not here.'));
  const handlers = imageHandlers(file, {
    ...{ copy: nothing, download: nothing, save: nothing },
    ...{ remember: nothing, restore: nothing, countFrom: nothing, exportTable: nothing },
  });
  const { host, webview } = channel();
  const server = new HostServer(host, handlers, toWireError);
  const client = new WebviewClient(webview);
  client.ready();
  await client.request('structure', {});
  await client.request('plane', REF);
  await client.request('overview', { ...REF, width: 1200, height: 800 });
  const corners = Array.from({ length: 24 }, (_, i) => [(i % 6) * TILE, Math.floor(i / 6) * TILE]);
  await Promise.all(
    corners.map(([x0 = 0, y0 = 0]) =>
      client.request('tile', { ...REF, x0, y0, x1: x0 + TILE, y1: y0 + TILE, step: 1 }),
    ),
  );
  await client.request('statistics', { ...REF, x0: 0, y0: 0, x1: SIDE, y1: SIDE });
  client.dispose();
  server.dispose();
  await file.close();
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-bench-'));
  try {
    const script = join(folder, 'image-worker.js');
    await build({
      ...{ absWorkingDir: root, bundle: true, platform: 'node', format: 'cjs', target: 'node20' },
      ...{ entryPoints: ['src/worker/main.ts'], outfile: script },
    });
    const path = join(folder, 'image.fits');
    const image = rampImage(SIDE, SIDE);
    writeFileSync(path, await image.read(0, image.size));
    const session = new Meter();
    const seen = { rss: [] as number[], heap: [] as number[], buffers: [] as number[] };
    for (let open = 0; open < WARM_UP + OPENS; open++) {
      await visit(path, script, session);
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
