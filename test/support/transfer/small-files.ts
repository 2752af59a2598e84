import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The source of the thread of small files. */
export const SMALL_FILES = fileURLToPath(
  new URL('../../../src/platform/node/small-files-main.ts', import.meta.url),
);

/** Bundles it, and gives the path of the script, in a folder of its own. */
export async function bundleSmallFiles(): Promise<string> {
  const script = join(await mkdtemp(join(tmpdir(), 'skybucket-thread-')), 'small-files.js');
  await build({
    entryPoints: [SMALL_FILES],
    ...{ bundle: true, platform: 'node', format: 'cjs', outfile: script, logLevel: 'error' },
  });
  return script;
}
