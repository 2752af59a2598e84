/** Builds for production and packs `skybucket.vsix`; fails where it has grown too large. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root } from './lib/root.mjs';

/** Every start on a remote machine may have to fetch the whole of it. */
const largest = 2 * 1024 * 1024;
const vsix = join(root, 'skybucket.vsix');

async function pack() {
  const build = [join(root, 'scripts', 'build.mjs'), '--production'];
  if (spawnSync(process.execPath, build, { stdio: 'inherit' }).status !== 0) {
    throw new Error('The build failed.');
  }
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    // Everything is in the bundles.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  if (statSync(vsix).size > largest) {
    throw new Error(`skybucket.vsix is larger than ${largest / 1024 / 1024} MiB.`);
  }
}

try {
  await ensure();
  await pack();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
