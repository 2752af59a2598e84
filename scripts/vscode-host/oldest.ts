import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/npm.mjs';
import { buildBeside, workFolder, type VsCodeHost } from './install';

/** VS Code 1.100.3: the oldest minor version that `engines.vscode` admits. */
const version = '4.100.3';

/**
 * Installs the server of the oldest VS Code we support. It runs on the Node that runs this, and its
 * terminals and its search do not work, because nothing is compiled.
 */
export async function installOldestHost(): Promise<VsCodeHost> {
  const folder = join(workFolder, `oldest-${version}`);
  if (!existsSync(folder)) {
    console.log(`Installing the VS Code server ${version} (once) …`);
    await buildBeside(folder, async (partial) => {
      await npm(partial, 'pack', `code-server@${version}`);
      const { status } = spawnSync('tar', ['-xzf', `code-server-${version}.tgz`], { cwd: partial });
      if (status !== 0) throw new Error('The package of the VS Code server could not be unpacked.');
      // Not `npm ci`: the lock file in there is out of step with the package beside it.
      const vscode = join(partial, 'package', 'lib', 'vscode');
      await npm(vscode, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund');
    });
  }
  return {
    node: process.execPath,
    main: join(folder, 'package', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}
