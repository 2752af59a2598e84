import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { endOnSignals } from '../../../scripts/lib/processes';
import { root } from '../../../scripts/lib/root.mjs';
import type { Settings } from '../../../scripts/vscode-host/profile';
import { startVsCode, type VsCodeServer } from '../../../scripts/vscode-host/server';
import { launchChromium } from '../../support/chromium';
import type { ArchiveReplay } from '../../support/archives/replay';
import { startSampleArchives, startSampleServer } from '../../support/s3/sample';
import type { S3TestServer } from '../../support/s3/server';
import { archiveBuckets, sampleArchives } from '../../support/vscode/sample-archives';
import {
  catalogBuckets,
  sampleBuckets,
  sampleConnection,
  withBuckets,
} from '../../support/vscode/sample-settings';
import { waitForWorkbench } from './workbench';

/** Files of the sample bucket, and of the bucket of catalogues. */
export const sampleFolder = join(root, 'test', 'fixtures', 'golden', 'sample');
export const catalogFolder = join(root, 'test', 'fixtures', 'catalogs');

export interface EditorOptions {
  /** A person's settings, over those that put the sample bucket into the sidebar. */
  readonly settings?: Settings;
  /** Settings of the machine, over those that are the sample server. */
  readonly machineSettings?: Settings;
  readonly theme?: 'dark' | 'light';
  /** True to put the buckets of the sample archives into the sidebar, so that searches lead to them. */
  readonly archives?: boolean;
  /** True to put the bucket of catalogues there, too. */
  readonly catalogs?: boolean;
  /** Files to copy into the workspace. */
  readonly files?: readonly string[];
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code with the packaged extension, a person's view of it, and the S3 server it talks to. */
export interface Editor {
  readonly page: Page;
  /** The sample server, in this process: its `requests` tell what the extension asked for. */
  readonly s3: S3TestServer;
  /** What plays MAST, IRSA and the name services, in this process. */
  readonly archives: ArchiveReplay;
  /** The folder that is open. */
  readonly workspace: string;
  close(): Promise<void>;
}

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

endOnSignals();

const pages = new Set<Page>();

/** The pages of the editors that are open now. */
export function openPages(): Iterable<Page> {
  return pages;
}

/** Starts everything anew: profile, workspace, S3 server, VS Code, browser. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-ui-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  for (const file of options.files ?? []) cpSync(file, join(workspace, basename(file)));

  const undo: (() => Promise<unknown>)[] = [
    () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  ];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const s3 = await startSampleServer({ folder: sampleFolder, catalogs: catalogFolder });
    undo.push(() => s3.close());
    const archives = await startSampleArchives(s3);
    undo.push(() => archives.close());
    const samples = { ...sampleConnection(s3.endpoint), ...sampleArchives(archives) };
    const server = await startServer(join(folder, 'profile'), samples, options);
    undo.push(() => server.stop());
    const browser = await launchChromium();
    undo.push(() => browser.close());
    const page = await openPage(browser, server.url(workspace));
    pages.add(page);
    undo.push(() => Promise.resolve(pages.delete(page)));
    return { page, s3, archives, workspace, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startServer(
  profile: string,
  samples: Settings,
  {
    settings,
    machineSettings,
    archives = false,
    catalogs = false,
    theme = 'dark',
    env,
  }: EditorOptions,
): Promise<VsCodeServer> {
  const buckets = withBuckets(sampleBuckets, [
    ...(catalogs ? catalogBuckets : []),
    ...(archives ? archiveBuckets : []),
  ]);
  return startVsCode(inject('host'), {
    profile,
    vsix: inject('vsix'),
    settings: { 'workbench.colorTheme': themes[theme], ...buckets, ...settings },
    machineSettings: { ...samples, ...machineSettings },
    ...(env ? { env } : {}),
  });
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.goto(url);
  await waitForWorkbench(page);
  return page;
}
