import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/root.mjs';
import { Meter } from '../../src/core/bytes/meter';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { ImageFile } from '../../src/extension/editors/image-file';
import { imageHandlers } from '../../src/extension/editors/image-handlers';
import { imageThread } from '../../src/extension/editors/image-worker';
import type { OpenedObject } from '../../src/extension/services';
import { FileSource } from '../../src/platform/node/file-source';
import { HostServer, WebviewClient } from '../../src/protocol/rpc';
import { toWireError } from '../../src/worker/wire-error';
import { NO_ACTIONS } from '../support/editors/no-actions';
import { channel } from '../unit/protocol/channel';

export interface ViewerOptions {
  /** What {@link workerScript} gave. */
  readonly script: string;
  readonly session?: Meter;
}

/** The script of the worker, bundled into the folder. */
export async function workerScript(folder: string): Promise<string> {
  const script = join(folder, 'image-worker.js');
  await build({
    ...{ absWorkingDir: root, bundle: true, platform: 'node', format: 'cjs', target: 'node20' },
    ...{ entryPoints: ['src/worker/main.ts'], outfile: script },
  });
  return script;
}

/** A viewer without a window: the real handlers and a real worker open a local file for as long as it is used. */
export async function withViewer(
  path: string,
  { script, session = new Meter() }: ViewerOptions,
  use: (viewer: WebviewClient) => Promise<void>,
): Promise<void> {
  const file = new ImageFile({
    open: async () => openFile(path),
    startThread: imageThread(script, report),
    meter: session.child(),
    onReload: () => undefined,
    onDeath: report,
  });
  const handlers = imageHandlers(file, NO_ACTIONS);
  const { host, webview } = channel();
  const server = new HostServer(host, handlers, toWireError);
  const viewer = new WebviewClient(webview);
  viewer.ready();
  try {
    await use(viewer);
  } finally {
    viewer.dispose();
    server.dispose();
    await file.close();
  }
}

function openFile(path: string): OpenedObject {
  const source = new FileSource(path);
  return {
    label: path,
    reader: new SpanReader(source, { local: true }),
    reopen: async () => openFile(path),
    close: () => source.close(),
  };
}

function report(text: string): void {
  process.stderr.write(`${text}\n`);
}
