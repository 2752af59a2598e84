/**
 * Makes sure that the dependencies are there. Everything that must run on a fresh clone starts here,
 * so this file and what it imports use Node alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npmCi } from './lib/npm.mjs';
import { root } from './lib/root.mjs';

const oldestNode = 20;

/** Whether every package of the lock file is there in its version, by npm's own record. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || present[path]?.version === version,
  );
}

/** @returns {Promise<void>} */
export async function ensure() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    throw new Error(`Node ${oldestNode} or later is needed; this is ${process.version}.`);
  }
  if (isInstalled()) return;
  console.log('Installing dependencies …');
  await npmCi(root);
  const esbuild = join(root, 'node_modules', 'esbuild', 'bin', 'esbuild');
  if (spawnSync(process.execPath, [esbuild, '--version']).status !== 0) {
    throw new Error(
      'esbuild does not run here: its program for this platform is an optional dependency; ' +
        'run "npm ci --include=optional".',
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensure().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
