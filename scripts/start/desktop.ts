import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnv } from '../lib/npm.mjs';
import { isEnding, startGroup } from '../lib/processes';
import { root } from '../lib/root.mjs';
import { hasSetting, mergeSettings, quietSettings } from '../vscode-host/profile';
import { runScript } from './build';
import type { Demo } from './main';

/** The command that opens a desktop VS Code, where it is on the PATH. */
export function findDesktop(): string | undefined {
  // Inside a remote VS Code, `code` talks to the window around us and takes no profile of its own.
  if (process.env['VSCODE_IPC_HOOK_CLI']) return undefined;
  const hasScreen =
    process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const shell = process.platform === 'win32';
  const answers = hasScreen && spawnSync('code', ['--version'], { shell }).status === 0;
  return answers ? 'code' : undefined;
}

/** Opens a window of its own, with a profile of its own; closing the window ends everything too. */
export function openDesktop(
  code: string,
  { folder, workspace, machineSettings, buckets }: Demo,
): void {
  runScript('build.mjs');
  const userData = join(folder, 'desktop');
  mergeSettings(userData, 'User', { ...quietSettings, ...machineSettings });
  if (!hasSetting(userData, 'User', 'skybucket.buckets')) {
    mergeSettings(userData, 'User', buckets);
  }
  const shell = process.platform === 'win32';
  const quote = (text: string): string => (shell ? `"${text}"` : text);
  const child = startGroup(
    code,
    [
      '--wait',
      '--new-window',
      `--extensionDevelopmentPath=${quote(root)}`,
      `--user-data-dir=${quote(userData)}`,
      `--extensions-dir=${quote(join(folder, 'desktop-extensions'))}`,
      quote(workspace),
    ],
    { env: cleanEnv(), stdio: 'ignore', shell },
  );
  child.once('exit', () => {
    if (!isEnding()) process.exit(0);
  });
}
