import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/root.mjs';
import { workFolder } from '../../scripts/vscode-host/install';

export interface SuiteBundle {
  /** The path of the bundled `index.ts`, which is what VS Code is told to run. */
  readonly index: string;
  remove(): void;
}

/** Bundles `index.ts` and every `suite/*.test.ts` for the extension host. */
export async function bundleSuites(): Promise<SuiteBundle> {
  const source = join(root, 'test', 'integration');
  const suites = readdirSync(join(source, 'suite')).filter((name) => name.endsWith('.test.ts'));
  // Inside the project, because `mocha` is found from there.
  const outdir = mkdtempSync(join(workFolder, 'integration-'));
  await build({
    absWorkingDir: root,
    entryPoints: [join(source, 'index.ts'), ...suites.map((name) => join(source, 'suite', name))],
    outbase: source,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return {
    index: join(outdir, 'index.js'),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
