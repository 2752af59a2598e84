import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workFolder } from '../../scripts/vscode-host/install';
import type { StageResults } from '../support/results';

/** Where the suites leave their results: named by `npm test`, or at a place of its own. */
export const resultsPath =
  process.env['SKYBUCKET_RESULTS'] ?? join(workFolder, 'results', 'integration.json');

/** One line a test, and under it why it failed. */
export function printResults(): void {
  const { tests } = JSON.parse(readFileSync(resultsPath, 'utf8')) as StageResults;
  for (const { title, ok, milliseconds, error } of tests) {
    console.log(`${ok ? ' ✓' : ' ✗'} ${title} (${milliseconds} ms)`);
    if (error) console.log(error.replace(/^/gm, '     '));
  }
}
