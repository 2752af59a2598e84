/** Runs the suites in a desktop VS Code, which `@vscode/test-electron` downloads. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root } from '../../scripts/lib/root.mjs';
import { workFolder } from '../../scripts/vscode-host/install';
import { bundleSuites } from './bundle';
import { printResults, resultsPath } from './report';

/** The version to run, as in `VSCODE=1.100.3 npm run test:desktop`. */
const version = process.env['VSCODE'] ?? 'stable';

async function main(): Promise<void> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('A desktop VS Code needs a screen: run this with "xvfb-run -a" in front.');
  }
  const program = await downloadAndUnzipVSCode({ version, cachePath: workFolder }).catch(
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`VS Code ${version} could not be downloaded (${why}).`);
    },
  );
  const tests = await bundleSuites();
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-desktop-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  rmSync(resultsPath, { force: true });
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests.index,
      extensionTestsEnv: { SKYBUCKET_RESULTS: resultsPath },
      launchArgs: [
        workspace,
        `--user-data-dir=${join(folder, 'data')}`,
        `--extensions-dir=${join(folder, 'extensions')}`,
        '--disable-workspace-trust',
      ],
    });
  } finally {
    if (existsSync(resultsPath)) printResults();
    tests.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
