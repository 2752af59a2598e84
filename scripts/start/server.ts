import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isEnding } from '../lib/processes';
import { root } from '../lib/root.mjs';
import { installVsCodeHost } from '../vscode-host/install';
import { hasSetting } from '../vscode-host/profile';
import { startVsCode } from '../vscode-host/server';
import { runScript } from './build';
import type { Demo } from './main';

/** Starts the VS Code server with the packaged extension, and shows it where there is a browser. */
export async function openInBrowser({
  folder,
  workspace,
  machineSettings,
  buckets,
  open,
}: Demo): Promise<void> {
  runScript('package.mjs');
  const profile = join(folder, 'server');
  const keepsBuckets = hasSetting(join(profile, 'data'), 'User', 'skybucket.buckets');
  const server = await startVsCode(await installVsCodeHost(), {
    profile,
    vsix: join(root, 'skybucket.vsix'),
    connectionToken: randomBytes(16).toString('hex'),
    settings: keepsBuckets ? {} : buckets,
    machineSettings,
  });
  void server.ended.then(() => {
    if (isEnding()) return;
    console.error(`The VS Code server ended; see ${join(profile, 'server.log')}`);
    process.exit(1);
  });
  const url = server.url(workspace);
  console.log(`VS Code with Skybucket: ${url}`);
  if (open) showInBrowser(url);
}

function showInBrowser(url: string): void {
  const hasScreen = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const opener = process.platform === 'darwin' ? 'open' : hasScreen ? 'xdg-open' : undefined;
  if (opener === undefined) return;
  // The address is printed; where this fails a person opens it.
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
