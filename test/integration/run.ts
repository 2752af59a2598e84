/**
 * Runs the suites in the extension host of a real VS Code: the server's, with its workbench in a
 * Chromium that nobody sees. `desktop.ts` runs the same bundle in a desktop's.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOnSignals } from '../../scripts/lib/processes';
import { root } from '../../scripts/lib/root.mjs';
import { installVsCodeHost } from '../../scripts/vscode-host/install';
import { installOldestHost } from '../../scripts/vscode-host/oldest';
import { development, startVsCode, type VsCodeServer } from '../../scripts/vscode-host/server';
import { launchChromium } from '../support/chromium';
import { bundleSuites } from './bundle';
import { printResults, resultsPath } from './report';

const limit = 5 * 60_000;

/** `VSCODE=oldest npm run test:integration`: the oldest VS Code of `engines.vscode`. */
const isOldest = process.env['VSCODE'] === 'oldest';

/** Resolves to the exit code with which VS Code reports the end of `run()`. */
async function runSuites(server: VsCodeServer, url: string): Promise<number> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const exit = new Promise<number>((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      const minutes = limit / 60_000;
      const late = (): void => reject(new Error(`The suites did not end in ${minutes} minutes.`));
      setTimeout(late, limit).unref();
      void server.ended.then(() => reject(new Error('The VS Code server ended.')));
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(url);
    return await exit;
  } finally {
    await browser.close();
  }
}

async function main(): Promise<number> {
  const host = await (isOldest ? installOldestHost() : installVsCodeHost());
  const tests = await bundleSuites();
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-integration-'));
  const workspace = join(folder, 'workspace');
  const profile = join(folder, 'profile');
  mkdirSync(workspace);
  rmSync(resultsPath, { force: true });
  const server = await startVsCode(host, {
    profile,
    smokeTestDriver: true,
    env: { SKYBUCKET_RESULTS: resultsPath },
  });
  try {
    const url = server.url(workspace, development(server.port, root, tests.index));
    const code = await runSuites(server, url);
    if (existsSync(resultsPath)) {
      printResults();
      return code;
    }
    console.error(readFileSync(join(profile, 'server.log'), 'utf8'));
    console.error('The suites left no results; the log of the VS Code server is above.');
    return 1;
  } finally {
    await server.stop();
    tests.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

endOnSignals();
main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  })
  .then(
    (code) => process.exit(code),
    () => process.exit(1),
  );
