import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSampleArchives, startSampleServer } from '../../test/support/s3/sample';
import type { S3TestServer } from '../../test/support/s3/server';
import { archiveBuckets, sampleArchives } from '../../test/support/vscode/sample-archives';
import {
  catalogBuckets,
  sampleBuckets,
  sampleConnection,
  withBuckets,
} from '../../test/support/vscode/sample-settings';
import { endOnSignals } from '../lib/processes';
import { root } from '../lib/root.mjs';
import { workFolder } from '../vscode-host/install';
import type { Settings } from '../vscode-host/profile';
import { findDesktop, openDesktop } from './desktop';
import { openInBrowser } from './server';

/** What both kinds of editor are opened with. */
export interface Demo {
  /** Where the editor keeps settings and state from one start to the next. */
  readonly folder: string;
  /** The folder that is open in it. */
  readonly workspace: string;
  /** Settings of machine scope: the sample servers. */
  readonly machineSettings: Settings;
  /** Buckets for who has none in the settings yet. */
  readonly buckets: Settings;
  /** Whether to show a browser. */
  readonly open: boolean;
}

/** The same from one start to the next, so that what a person kept stays good; else any free ones. */
const usualPort = 39_173;
const archivesPort = 39_174;

const usage = `npm start -- [--server] [--no-open] [--real]
  --server   in the browser, even where there is a desktop VS Code
  --no-open  print the address, open nothing
  --real     search the real archives in place of the sample of them`;

/**
 * Builds, starts the sample S3 server, and opens an editor with the extension in it. Resolves when the
 * desktop's window is on its way or the server listens; Ctrl-C ends everything.
 */
export async function start(args: readonly string[]): Promise<void> {
  const known = ['--server', '--no-open', '--real'];
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) throw new Error(usage);

  endOnSignals();
  const folder = join(workFolder, 'start');
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const s3 = await startSample();
  console.log(`Sample S3 server: ${s3.endpoint}`);

  const archives = args.includes('--real') ? noArchives : await sampleArchivesOf(s3);
  const demo: Demo = {
    folder,
    workspace,
    machineSettings: { ...sampleConnection(s3.endpoint), ...archives },
    buckets: withBuckets(sampleBuckets, [...catalogBuckets, ...archiveBuckets]),
    open: !args.includes('--no-open'),
  };
  const code = args.includes('--server') ? undefined : findDesktop();
  if (code) openDesktop(code, demo);
  else await openInBrowser(demo);
  console.log('In the sidebar: Skybucket → My buckets → Sample sky data. Ctrl-C ends everything.');
}

function startSample(): Promise<S3TestServer> {
  const fixtures = join(root, 'test', 'fixtures');
  const folder = join(fixtures, 'golden', 'sample');
  const catalogs = join(fixtures, 'catalogs');
  return atPort(usualPort, (port) => startSampleServer({ folder, catalogs, port }));
}

async function sampleArchivesOf(s3: S3TestServer): Promise<Settings> {
  const archives = await atPort(archivesPort, (port) => startSampleArchives(s3, port));
  console.log(`Sample archives (MAST, IRSA, names): ${archives.origin}`);
  console.log('  Search MAST… for proposal 1783, Search IRSA… around 150.01 2.2 within 0.01 deg.');
  return sampleArchives(archives);
}

/** Puts back what an earlier start may have set. */
const noArchives = sampleArchives({ origin: '', sesameUrl: '', resolverUrl: '' });

async function atPort<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start(0);
  }
}
