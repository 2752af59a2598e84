import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSampleServer } from '../../test/support/s3/sample';
import { endOnSignals } from '../lib/processes';
import { root } from '../lib/root.mjs';
import { workFolder } from '../vscode-host/install';
import { findDesktop, openDesktop } from './desktop';
import { openInBrowser } from './server';

/** What both kinds of editor are opened with. */
export interface Demo {
  /** Where the editor keeps settings and state from one start to the next. */
  readonly folder: string;
  /** The folder that is open in it. */
  readonly workspace: string;
  /** Address of the sample S3 server. */
  readonly endpoint: string;
  /** Whether to show a browser. */
  readonly open: boolean;
}

/** The same from one start to the next, so that what a person kept stays good; else any free one. */
const usualPort = 39_173;

const usage = `npm start -- [--server] [--no-open]
  --server   in the browser, even where there is a desktop VS Code
  --no-open  print the address, open nothing`;

/**
 * Builds, starts the sample S3 server, and opens an editor with the extension in it. Resolves when the
 * desktop's window is on its way or the server listens; Ctrl-C ends everything.
 */
export async function start(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--server' && arg !== '--no-open');
  if (unknown.length > 0) throw new Error(usage);

  endOnSignals();
  const folder = join(workFolder, 'start');
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const s3 = await startSample();
  console.log(`Sample S3 server: ${s3.endpoint}`);

  const demo = { folder, workspace, endpoint: s3.endpoint, open: !args.includes('--no-open') };
  const code = args.includes('--server') ? undefined : findDesktop();
  if (code) openDesktop(code, demo);
  else await openInBrowser(demo);
  console.log('In the sidebar: Skybucket → My buckets → Sample sky data. Ctrl-C ends everything.');
}

async function startSample(): ReturnType<typeof startSampleServer> {
  const folder = join(root, 'test', 'fixtures', 'golden', 'sample');
  try {
    return await startSampleServer({ folder, port: usualPort });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startSampleServer({ folder });
  }
}
