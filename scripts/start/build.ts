import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';

/**
 * Runs one of our build scripts; says what it said only where it failed.
 *
 * @throws Error with its output
 */
export function runScript(name: 'build.mjs' | 'package.mjs'): void {
  const script = join(root, 'scripts', name);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}\nThe build failed.`);
}
